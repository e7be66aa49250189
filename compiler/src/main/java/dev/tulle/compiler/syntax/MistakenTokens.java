package dev.tulle.compiler.syntax;

import static dev.tulle.grammar.TulleLexer.*;
import static java.util.Map.entry;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.source.Span;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Explains characters and literals that the language does not have (S005). */
final class MistakenTokens {
  /** Signs of other languages and of typesetting, and what they are here. */
  private static final Map<String, Integer> MEANT =
      Map.ofEntries(
          entry("**", CARET),
          entry("&&", AND),
          entry("&", AND),
          entry("||", OR),
          entry("|", OR),
          entry("!", NOT),
          entry("%", MOD),
          entry("=>", ARROW),
          entry("|>", ARROW),
          entry(":=", ASSIGN),
          entry("===", EQUAL),
          entry("<>", NOT_EQUAL),
          entry("\u2192", ARROW),
          entry("\u2264", LESS_EQUAL),
          entry("\u2265", GREATER_EQUAL),
          entry("\u2260", NOT_EQUAL),
          entry("\u2212", MINUS),
          entry("\u00D7", STAR),
          entry("\u00B7", STAR),
          entry("\u2215", SLASH),
          entry("\u2026", REST));

  private static final Pattern PARAMETER = Pattern.compile("\\(\\s*([A-Za-z_]\\w*)\\s*\\)?\\s*$");

  private final DiagnosticSink sink;
  private final Damage damage;

  /** The run of characters being collected, or null. */
  private @Nullable Span run;

  MistakenTokens(DiagnosticSink sink, Damage damage) {
    this.sink = sink;
    this.damage = damage;
  }

  /** Whether the parser may see the token, whose type this corrects where one was meant. */
  boolean accept(NetToken token) {
    if (token.is(BAD)) {
      extendRun(token.span());
      return false;
    }
    finish();
    switch (token.getType()) {
      case BAD_COMMENT ->
          report(token.span(), "a comment begins with `//`", commentHelp(token.getText()));
      case BAD_STRING -> {
        explainString(token);
        damage.add(token.span());
        token.setType(STRING);
      }
      case BAD_NUMBER -> {
        report(token.span(), "`" + token.getText() + "` is not a number", numberHelp(token));
        damage.add(token.span());
        token.setType(REAL);
      }
      case BAD_NAME -> {
        report(
            token.span(),
            "`" + token.getText() + "` is not a name",
            "names are made of the letters a to z and A to Z, digits and `_`");
        token.setType(NAME);
      }
      case BAD_SIGN -> {
        int meant = MEANT.getOrDefault(token.getText(), BAD);
        report(
            token.span(),
            "the language has no sign `" + token.getText() + "`",
            isFunction(token)
                ? "a function is `fun name(x) = …`, beside the net; a stage calls it: `-> name`"
                : "write " + Words.describe(meant));
        token.setType(meant);
      }
      default -> {}
    }
    return !token.is(BAD_COMMENT);
  }

  /** Whether a sign is that of a function without a name, as in {@code (x => x * 2)}. */
  private static boolean isFunction(NetToken token) {
    String text = token.span().file().text();
    Matcher before = PARAMETER.matcher(text.substring(0, token.getStartIndex()));
    return token.getText().equals("=>")
        && before.find()
        && Pattern.compile("^[^\\n]*\\b" + before.group(1) + "\\b")
            .matcher(text.substring(token.getStopIndex() + 1))
            .find();
  }

  /** Reports the characters collected so far; call it at the end of the file. */
  void finish() {
    if (run != null) {
      Span place = run;
      run = null;
      damage.add(place);
      String what = place.text().codePointCount(0, place.text().length()) == 1 ? "" : "s";
      report(
          place,
          "the language has no character" + what + " `" + visible(place.text()) + "`",
          characterHelp(place.text()));
    }
  }

  private void extendRun(Span place) {
    if (run != null && run.end() == place.start()) {
      run = run.to(place);
    } else {
      finish();
      run = place;
    }
  }

  private void explainString(NetToken token) {
    String text = token.getText();
    if (text.charAt(0) != '"') {
      report(token.span(), "text stands between double quotes", "write `\"" + inner(text) + "\"`");
    } else {
      report(token.span(), "this text is not closed on its line", "add `\"` at its end");
    }
  }

  private static String inner(String text) {
    boolean closed =
        text.length() > 1 && "'\"\u201C\u201D".indexOf(text.charAt(text.length() - 1)) >= 0;
    return text.substring(1, closed ? text.length() - 1 : text.length());
  }

  private static String numberHelp(NetToken token) {
    String text = token.getText();
    if (text.matches("\\.[0-9]+")) {
      return "write `0" + text + "`";
    }
    if (text.matches("[0-9]+\\.")) {
      return "write `" + text + "0`";
    }
    if (text.matches("[0-9][0-9_.]*[eE]")) {
      return "write an exponent behind it, as in `"
          + text
          + "-3`, or leave the `"
          + text.substring(text.length() - 1)
          + "` out";
    }
    if (text.matches("[0-9]+[A-Za-z]\\w*")) {
      return "a product needs its sign: `2 * x`; and a name begins with a letter";
    }
    return "numbers look like `10`, `2_000`, `0.5` and `1e-3`";
  }

  private static String commentHelp(String text) {
    return text.startsWith("#")
        ? "write `//" + (text.length() > 40 ? " …" : text.substring(1)) + "`"
        : "write `//` before each line of it";
  }

  private static String characterHelp(String text) {
    return switch (text.charAt(0)) {
      case ';' -> "a line ends by itself: delete it";
      case '\\' -> "an expression goes on over the end of a line by itself: delete it";
      case '?' -> "a choice is written `if … then … else …`";
      case '$' -> "a name stands alone: delete it";
      case '`' -> "text stands between double quotes: `\"…\"`";
      default -> "delete it; in a text between quotes or a comment it may stand";
    };
  }

  private static String visible(String text) {
    var out = new StringBuilder();
    text.codePoints()
        .limit(20)
        .forEach(
            c -> {
              boolean shown = Character.isDefined(c) && !Character.isISOControl(c);
              shown &= Character.getType(c) != Character.SURROGATE && c != 0xFFFD;
              out.append(shown ? Character.toString(c) : "U+%04X".formatted(c));
            });
    return out.toString();
  }

  private void report(Span place, String message, String help) {
    sink.report(Diagnostic.error(Code.S005, place, message, help));
  }
}
