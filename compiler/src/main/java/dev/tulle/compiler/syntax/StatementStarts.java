package dev.tulle.compiler.syntax;

import static dev.tulle.grammar.TulleLexer.*;

import java.util.List;

/**
 * Finds where declarations, statements and settings begin, from neighbouring words alone.
 *
 * <p>Two operands never stand side by side in an expression, so that `loss fit` or `width = 3`
 * behind an operand cannot continue it: this holds however broken the text before is, and recovery
 * relies on it.
 *
 * <p>After: {@link NetToken#begins} is set. Invariant: no such token is inside of an expression
 * that is correct.
 */
final class StatementStarts {
  private StatementStarts() {}

  static void mark(List<NetToken> tokens) {
    NetToken before = null;
    for (int i = 0; i + 1 < tokens.size(); i++) {
      NetToken token = tokens.get(i);
      boolean named = before != null && before.begins != NetToken.Start.NONE;
      boolean fresh =
          before == null || Words.endsOperand(before) || before.is(OPEN_BRACE, CLOSE_BRACE);
      if (!named && Words.isName(token)) {
        token.begins = kind(token, tokens.get(i + 1), fresh);
      }
      before = token;
    }
  }

  private static NetToken.Start kind(NetToken token, NetToken next, boolean fresh) {
    boolean beside = Words.isName(next);
    if (Words.isHeader(token) && token.firstOnLine && (beside || next.is(INTEGER))) {
      return NetToken.Start.HEADER;
    }
    if (Words.isDeclaration(token) && token.firstOnLine && beside) {
      return NetToken.Start.DECLARATION;
    }
    boolean operand =
        token.is(CHECK, LET) && fresh && Words.startsOperand(next)
            || token.is(LOSS, OUTPUT) && fresh && token.firstOnLine && beside;
    if (Words.isStatement(token) && (beside && (token.firstOnLine || fresh) || operand)) {
      return NetToken.Start.STATEMENT;
    }
    boolean rule = token.is(AUGMENT) && beside || token.is(GROUP, FREEZE) && next.is(STRING);
    if (token.firstOnLine && fresh && (next.is(ASSIGN) || rule)) {
      return NetToken.Start.SETTING;
    }
    // Most likely a misspelt keyword.
    return token.firstOnLine && beside && fresh ? NetToken.Start.STATEMENT : NetToken.Start.NONE;
  }
}
