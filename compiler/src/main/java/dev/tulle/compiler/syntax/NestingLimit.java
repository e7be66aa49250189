package dev.tulle.compiler.syntax;

import static dev.tulle.grammar.TulleLexer.*;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses expressions so deep that a later stage, which walks them recursively, could run out of
 * stack (S007).
 *
 * <p>Depth is bounded from above, closed or not: open brackets, and the operators since the last
 * comma, `=` or operand beside an operand, on every level that is open.
 */
final class NestingLimit {
  /** The depth that an expression may have. */
  static final int LIMIT = 500;

  private NestingLimit() {}

  /** Whether all of the text is within the limit; the first place that is not is reported. */
  static boolean accept(List<NetToken> tokens, DiagnosticSink sink) {
    Deque<Integer> outer = new ArrayDeque<>();
    int depth = 0;
    int base = 0;
    NetToken before = null;
    for (NetToken token : tokens) {
      if (Words.opens(token)) {
        outer.push(base);
        base = ++depth;
      } else if (Words.closes(token)) {
        // What follows a bracket wraps the expression in it: `a(1)(2)` is one level deeper than
        // `a(1)`.
        depth = outer.isEmpty() ? 0 : base;
        base = outer.isEmpty() ? 0 : outer.pop();
      } else if (token.is(COMMA, ASSIGN, TILDE) || separate(before, token)) {
        depth = base;
      } else if (!Words.endsOperand(token)) {
        depth++;
      }
      if (depth > LIMIT) {
        sink.report(
            Diagnostic.error(
                Code.S007,
                token.span(),
                "this expression is nested more than " + LIMIT + " levels deep",
                "name a part of it on a line before: `let` in braces, `const` outside"));
        return false;
      }
      before = token;
    }
    return true;
  }

  private static boolean separate(@Nullable NetToken before, NetToken token) {
    return before != null
        && Words.endsOperand(before)
        && Words.startsOperand(token)
        && !token.is(OPEN_PAREN, OPEN_BRACKET, MINUS);
  }
}
