package dev.tulle.compiler.syntax;

import static dev.tulle.grammar.TulleLexer.*;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.source.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Balances the brackets, reporting each that is not closed (S001) or closes nothing (S003).
 *
 * <p>Before: {@link StatementStarts} has marked the tokens. After: every bracket has its partner,
 * and no statement begins inside of parentheses.
 */
final class BracketRepair {
  private final SourceFile file;
  private final DiagnosticSink sink;
  private final Damage damage;

  /**
   * What was reported before brackets were looked at: text that is not closed swallows brackets.
   */
  private final Damage swallowed;

  private final List<NetToken> tokens;
  private final List<NetToken> balanced = new ArrayList<>();
  private final List<NetToken> strays = new ArrayList<>();
  private final Deque<Integer> open = new ArrayDeque<>();

  /** The token that is looked at. */
  private int at = 0;

  private BracketRepair(
      SourceFile file, List<NetToken> tokens, DiagnosticSink sink, Damage damage) {
    this.file = file;
    this.tokens = tokens;
    this.sink = sink;
    this.damage = damage;
    this.swallowed = damage.copy();
  }

  static Balanced balance(
      SourceFile file, List<NetToken> tokens, DiagnosticSink sink, Damage damage) {
    var repair = new BracketRepair(file, tokens, sink, damage);
    for (repair.at = 0; repair.at < tokens.size(); repair.at++) {
      repair.take(tokens.get(repair.at));
    }
    return new Balanced(repair.balanced, repair.strays);
  }

  /**
   * Tokens whose brackets are in balance.
   *
   * @param strays the closing brackets left out, which closed nothing
   */
  record Balanced(List<NetToken> tokens, List<NetToken> strays) {
    /** Reports the strays, but for those that a mistake before them explains. */
    void reportStrays(SourceFile file, DiagnosticSink sink) {
      for (NetToken closer : strays) {
        int from = closer.is(CLOSE_BRACE) ? 0 : begin(closer);
        if (!sink.hasWithin(new Span(file, from, closer.getStopIndex() + 1))) {
          sink.report(
              Diagnostic.error(
                  Code.S003,
                  closer.span(),
                  Words.describe(closer) + " closes nothing",
                  "delete it, or add the bracket that it closes"));
        }
      }
    }

    /** Where the line of a bracket begins, or the first of those that its line goes on with. */
    private int begin(NetToken closer) {
      int line = closer.getStartIndex() - closer.getCharPositionInLine();
      for (int i = tokens.size() - 1; i > 0; i--) {
        NetToken before = tokens.get(i - 1);
        if (tokens.get(i).getStartIndex() >= line && before.getStartIndex() < line) {
          if (!before.is(COMMA)) {
            return line;
          }
          line = before.getStartIndex() - before.getCharPositionInLine();
        }
      }
      return line;
    }
  }

  private void take(NetToken token) {
    if (token.begins != NetToken.Start.NONE || token.is(EOF)) {
      closeBefore(token);
    }
    if (Words.closes(token)) {
      close(token);
    } else {
      if (Words.opens(token)) {
        open.push(balanced.size());
      }
      balanced.add(token);
    }
  }

  /** Closes what cannot be open any more where a statement, a declaration or nothing follows. */
  private void closeBefore(NetToken next) {
    while (!open.isEmpty()) {
      NetToken opener = balanced.get(open.element());
      if (next.begins == NetToken.Start.SETTING
          && !opener.is(OPEN_BRACE)
          && indented(next, opener)) {
        // More likely a comma is missing than the bracket.
        next.begins = NetToken.Start.NONE;
      }
      boolean ended =
          switch (next.begins) {
            case NONE -> next.is(EOF);
            case HEADER, STATEMENT, SETTING -> !opener.is(OPEN_BRACE);
            case DECLARATION -> !opener.is(OPEN_BRACE) || !indented(next, opener);
          };
      if (!ended) {
        return;
      }
      closeUnclosed(next, "");
    }
  }

  /**
   * Whether a token is further to the right than the line of a bracket, and so meant to be inside
   * of it.
   */
  private boolean indented(NetToken next, NetToken opener) {
    String line = file.lineText(opener.getLine());
    return next.getCharPositionInLine() > line.length() - line.stripLeading().length();
  }

  private void close(NetToken closer) {
    boolean matches =
        open.stream().anyMatch(i -> closes(balanced.get(i), closer)) && !lacksBrace(closer);
    if (!matches
        && (open.isEmpty() || balanced.get(open.element()).is(OPEN_BRACE) || isClosedBehind())) {
      damage.add(closer.span());
      strays.add(closer);
      return;
    }
    if (!matches) {
      closeUnclosed(closer, ", but `" + closer.getText() + "` stands where it would close");
      return;
    }
    while (!closes(balanced.get(open.element()), closer)) {
      closeUnclosed(closer, "");
    }
    pair(closer);
  }

  /** Whether a brace closes a `group` on its line whose own opening brace is not there. */
  private boolean lacksBrace(NetToken closer) {
    int i = balanced.size() - 1;
    while (i > 0 && !balanced.get(i).firstOnLine && !balanced.get(i).is(OPEN_BRACE)) {
      i--;
    }
    return closer.is(CLOSE_BRACE) && !closer.firstOnLine && i > 0 && balanced.get(i).is(GROUP);
  }

  /** Whether the innermost open bracket is closed further on in its line. */
  private boolean isClosedBehind() {
    NetToken opener = balanced.get(open.element());
    int depth = 0;
    for (int i = at + 1; i < tokens.size() && !tokens.get(i).firstOnLine; i++) {
      NetToken token = tokens.get(i);
      depth += token.getType() == opener.getType() ? 1 : closes(opener, token) ? -1 : 0;
      if (depth < 0) {
        return true;
      }
    }
    return false;
  }

  private void closeUnclosed(NetToken next, String detail) {
    NetToken opener = balanced.get(open.element());
    int end = balanced.get(balanced.size() - 1).getStopIndex() + 1;
    var closer = new NetToken(file, closer(opener), end, end);
    closer.setText(sign(closer.getType()));
    if (!swallowed.between(opener.getStartIndex(), next.getStartIndex())) {
      sink.report(
          Diagnostic.error(
              Code.S001,
              opener.span(),
              "this " + noun(opener) + " is not closed" + detail,
              closeHelp(closer, opener, next)));
    }
    damage.add(new Span(file, opener.getStartIndex(), next.getStartIndex()));
    pair(closer);
  }

  /** Where the missing bracket belongs; the compiler knows only where it is too late. */
  private String closeHelp(NetToken closer, NetToken opener, NetToken next) {
    int last = balanced.get(balanced.size() - 1).getLine();
    String add = "add `" + closer.getText() + "`";
    int end = balanced.get(balanced.size() - 1).getStopIndex() + 1;
    String rest = file.text().substring(end).lines().findFirst().orElse("").strip();
    if (rest.startsWith("//") && rest.contains(closer.getText())) {
      return "`//` begins a comment, which has the `"
          + closer.getText()
          + "`; a whole quotient is `floor(a / b)`";
    }
    if (last == opener.getLine()) {
      return next.getLine() == last && !next.is(EOF)
          ? add + " before " + Words.describe(next)
          : add + " at the end of this line, or before it";
    }
    return add + " at the end of line " + last + ", or before it";
  }

  private void pair(NetToken closer) {
    int opener = open.pop();
    balanced.get(opener).partner = balanced.size();
    closer.partner = opener;
    balanced.add(closer);
  }

  private static boolean closes(NetToken opener, NetToken closer) {
    return closer(opener) == closer.getType();
  }

  private static int closer(NetToken opener) {
    return switch (opener.getType()) {
      case OPEN_PAREN -> CLOSE_PAREN;
      case OPEN_BRACKET -> CLOSE_BRACKET;
      default -> CLOSE_BRACE;
    };
  }

  private static String sign(int closer) {
    return closer == CLOSE_PAREN ? ")" : closer == CLOSE_BRACKET ? "]" : "}";
  }

  private static String noun(NetToken opener) {
    return opener.is(OPEN_PAREN) ? "parenthesis" : opener.is(OPEN_BRACKET) ? "bracket" : "brace";
  }
}
