package dev.tulle.compiler.syntax;

import static dev.tulle.grammar.TulleLexer.*;

import java.util.List;

/**
 * Finds where declarations, statements and settings begin, from neighbouring words alone.
 *
 * <p>Two operands never stand side by side in an expression, so that `loss fit`, or a name that
 * begins a line behind an operand, cannot continue it: this holds however broken the text before
 * is, and recovery relies on it.
 *
 * <p>After: {@link NetToken#begins} is set. Invariant: no such token is inside of an expression
 * that is correct.
 */
final class StatementStarts {
  private final List<NetToken> tokens;

  private StatementStarts(List<NetToken> tokens) {
    this.tokens = tokens;
  }

  static void mark(List<NetToken> tokens) {
    var starts = new StatementStarts(tokens);
    for (int i = 0; i + 1 < tokens.size(); i++) {
      boolean named = i > 0 && Words.isKeyword(tokens.get(i - 1)) && starts.begins(i - 1);
      if (Words.isName(tokens.get(i)) && !named) {
        tokens.get(i).begins = starts.kind(i);
      }
    }
  }

  private boolean begins(int i) {
    return tokens.get(i).begins != NetToken.Start.NONE;
  }

  private NetToken.Start kind(int i) {
    NetToken token = tokens.get(i);
    NetToken next = tokens.get(i + 1);
    boolean fresh = isFresh(i);
    boolean beside = Words.isName(next);
    if (Words.isHeader(token) && token.firstOnLine && (beside || next.is(INTEGER))) {
      return NetToken.Start.HEADER;
    }
    boolean headless = fresh && next.is(OPEN_PAREN, OPEN_BRACE);
    if (Words.isDeclaration(token) && token.firstOnLine && (beside || headless)) {
      return NetToken.Start.DECLARATION;
    }
    if (Words.isStatement(token)
        && (beside && (token.firstOnLine || fresh)
            || fresh && token.is(CHECK, LET) && Words.startsOperand(next)
            || token.is(LET) && token.firstOnLine && isTuple(i + 1))) {
      return NetToken.Start.STATEMENT;
    }
    // A setting, or a keyword that is misspelt.
    return token.firstOnLine && fresh ? NetToken.Start.SETTING : NetToken.Start.NONE;
  }

  /** Whether what stands before is complete, so that a name cannot continue it. */
  private boolean isFresh(int i) {
    return i == 0
        || Words.endsOperand(tokens.get(i - 1))
        || tokens.get(i - 1).is(OPEN_BRACE, CLOSE_BRACE);
  }

  /** Whether names in parentheses and `=` follow. */
  private boolean isTuple(int i) {
    int at = i;
    while (tokens.get(at).is(OPEN_PAREN, COMMA) && Words.isName(tokens.get(at + 1))) {
      at += 2;
    }
    return at > i && tokens.get(at).is(CLOSE_PAREN) && tokens.get(at + 1).is(ASSIGN);
  }
}
