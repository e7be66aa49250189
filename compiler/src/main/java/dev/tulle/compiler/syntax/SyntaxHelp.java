package dev.tulle.compiler.syntax;

import static dev.tulle.grammar.TulleParser.*;

import dev.tulle.compiler.diag.NearNames;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What to write instead of what the parser could not read, in the words of the text. */
final class SyntaxHelp {
  /** Words that begin a statement or declaration in other languages, and what does it here. */
  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry(
              "def",
              "a function is `fun name(x) = …`, a layer `block Name { … }`, a model `net Name { …"
                  + " }`"),
          Map.entry("func", "a function is `fun name(x) = …`"),
          Map.entry("function", "a function is `fun name(x) = …`"),
          Map.entry("lambda", "a function is `fun name(x) = …`, beside the net"),
          Map.entry("class", "a layer of your own is `block Name { … }`, a model `net Name { … }`"),
          Map.entry(
              "struct", "a layer of your own is `block Name { … }`, a model `net Name { … }`"),
          Map.entry("layer", "a layer of your own is `block Name { … }`"),
          Map.entry("model", "a model is `net Name { … }`"),
          Map.entry("network", "a model is `net Name { … }`"),
          Map.entry("fit", "training is `train Net on Data { … }`"),
          Map.entry("dataset", "data is `data Name { from = csv(\"file.csv\") … }`"),
          Map.entry("return", "a result is `output y = …`"),
          Map.entry("yield", "a result is `output y = …`"),
          Map.entry("val", "a value has its name by `let`: `let h = …`"),
          Map.entry("var", "a value has its name by `let`: `let h = …`"),
          Map.entry("auto", "a value has its name by `let`: `let h = …`"),
          Map.entry("float", "a value has its name by `let`: `let h = …`"),
          Map.entry("int", "a value has its name by `let`: `let h = …`"),
          Map.entry("weight", "weights are `param w: [n] ~ normal(0, 0.1)`"),
          Map.entry("parameter", "weights are `param w: [n] ~ normal(0, 0.1)`"),
          Map.entry("for", "to repeat a layer, write `Block(…) * n`; over an axis, `sum[i](…)`"),
          Map.entry("while", "to repeat a layer, write `Block(…) * n`; over an axis, `sum[i](…)`"),
          Map.entry("assert", "what must hold is `check n > 0`"),
          Map.entry("from", "an import is `import acme.layers`; the library needs none"),
          Map.entry("use", "an import is `import acme.layers`; the library needs none"),
          Map.entry("package", "a package is `module com.acme`, above all declarations"));

  private SyntaxHelp() {}

  /** For a word that begins nothing here, though others do. */
  static String instead(String word, List<String> words) {
    return NearNames.nearest(word, words)
        .map(near -> "a similar word is `" + near + "`")
        .orElseGet(() -> ELSEWHERE.getOrDefault(word, "these do: " + String.join(", ", words)));
  }

  /** Whether a word does in other languages what another word does here. */
  static boolean isElsewhere(String word) {
    return ELSEWHERE.containsKey(word);
  }

  /** For a statement or setting that begins with an expression. */
  static String nameIt(String text) {
    return ELSEWHERE.containsKey(text)
        ? ELSEWHERE.get(text)
        : "give it a name: `let y = " + text + " …`";
  }

  /** For a keyword at a place that it does not belong to. */
  static String moved(NetToken word) {
    if (word.is(AUGMENT)) {
      return "move it into the braces of `data Name { … }`";
    }
    if (Words.isHeader(word)) {
      return "move it up, behind `tulle 1`";
    }
    return Words.isDeclaration(word)
        ? "move it out of the braces, to the beginning of a line of its own"
        : "move it into the braces of `net Name { … }`";
  }

  /** For a token that nothing begins with. */
  static String stray(NetToken token) {
    return token.is(CLOSE_PAREN, CLOSE_BRACKET, CLOSE_BRACE)
        ? "delete it, or add the bracket that it closes"
        : "a line here begins with a name: delete " + Words.describe(token) + ", or give it one";
  }

  /** For an operator or comma that lacks what should stand behind it. */
  static String missing(NetToken before) {
    if (before.is(ARROW)) {
      return "write a stage behind `->`, such as `relu`, or delete the arrow";
    }
    return before.is(ASSIGN, COMMA, PLUS, MINUS, STAR, SLASH, CARET, OPEN_PAREN, OPEN_BRACKET)
        ? "write a value behind " + Words.describe(before) + ", or delete it"
        : "write a value behind " + Words.describe(before);
  }

  /** For two things that stand beside each other. */
  static String beside(NetToken before, NetToken token) {
    if (token.is(AT)) {
      return "a product of matrices is `sum[k](a[i, k] * b[k, j])`, a layer `x -> Dense(n)`";
    }
    if (token.is(ASSIGN)) {
      return "`=` gives a value to one name: `let y = …`; the type of an input follows `:`";
    }
    if (token.is(COLON)) {
      return "delete it: blocks of lines stand in braces, `{ … }`";
    }
    if (token.is(OPEN_BRACE)) {
      return "braces belong to `block`, `net`, `fun`, `data` and `train`";
    }
    if (Words.startsOperand(token) && !token.firstOnLine) {
      return before.is(INTEGER, REAL) && token.is(NAME)
          ? "a product needs its sign: `" + before.getText() + " * " + token.getText() + "`"
          : "join them by a sign: `->` for a stage, `,` for an argument";
    }
    return "delete " + Words.describe(token) + ", or write what joins the two";
  }

  /** For a comma outside of brackets, with the tokens behind it. */
  static String comma(List<NetToken> behind) {
    NetToken next = behind.get(0);
    if (next.firstOnLine) {
      return "delete the comma: a line ends without one";
    }
    return Words.isName(next) && behind.get(1).is(ASSIGN)
        ? "delete the comma: each `… = …` stands on a line of its own"
        : "outside of brackets a comma joins nothing: stages follow each other by `->`";
  }

  /** For a shape in parentheses, whose first axis is often the batch. */
  static String tuple(List<NetToken> inside) {
    boolean batch =
        inside.size() > 2 && Axis.namesBatch(inside.get(0).getText()) && inside.get(1).is(COMMA);
    String axes =
        inside.subList(batch ? 2 : 0, inside.size()).stream()
            .map(NetToken::getText)
            .collect(Collectors.joining())
            .replaceFirst(",$", "")
            .replace(",", ", ");
    return "a shape stands in brackets"
        + (batch ? " without the batch" : "")
        + (axes.isEmpty() ? "" : ": `[" + axes + "]`");
  }

  /** For something else than what can stand here. */
  static String expected(String wanted, NetToken before, NetToken found) {
    if (wanted.equals("a name")) {
      return before.is(COLON) && found.is(INTEGER)
          ? "a shape stands in brackets: `[" + found.getText() + "]`"
          : "write a name behind "
              + Words.describe(before)
              + ": letters, digits and `_`, a letter first";
    }
    if (wanted.endsWith("`=` or `~`") && (found.firstOnLine || found.is(EOF, CLOSE_BRACE, COMMA))) {
      return "say how it begins, as in `~ he_uniform` or `= 0` behind it";
    }
    boolean sign =
        found.is(COLON, ASSIGN, ARROW, TILDE, COMMA, DOT, EQUAL, LESS, GREATER, MINUS)
            && !found.firstOnLine
            && wanted.indexOf(' ') < 0;
    return sign
        ? "write " + wanted + " instead of " + Words.describe(found)
        : "add " + wanted + " behind " + Words.describe(before);
  }
}
