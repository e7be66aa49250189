package dev.tulle.compiler.syntax;

import static dev.tulle.grammar.TulleLexer.*;

import dev.tulle.grammar.TulleParser;
import java.util.List;
import org.antlr.v4.runtime.ANTLRErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * Gives up a whole statement, setting or declaration at its first mistake and goes on with the next
 * one.
 *
 * <p>Inside of parentheses that hold arguments or parameters it goes on behind them, which the
 * balance of brackets allows. Every mistake is handed to {@link SyntaxErrors} once.
 */
final class RecoveringStrategy implements ANTLRErrorStrategy {
  private final List<NetToken> tokens;
  private final SyntaxErrors errors;
  private @Nullable RecognitionException reported;

  /** What the parser is inside of: where it can go on after a mistake. */
  private enum Unit {
    BRACKETS,
    LINE,
    DECLARATION
  }

  RecoveringStrategy(List<NetToken> tokens, SyntaxErrors errors) {
    this.tokens = tokens;
    this.errors = errors;
  }

  @Override
  public void reset(Parser recognizer) {
    reported = null;
  }

  @Override
  public Token recoverInline(Parser recognizer) {
    throw new InputMismatchException(recognizer);
  }

  @Override
  public boolean inErrorRecoveryMode(Parser recognizer) {
    return false;
  }

  @Override
  public void reportMatch(Parser recognizer) {}

  @Override
  public void reportError(Parser recognizer, RecognitionException e) {
    if (e == reported) {
      return;
    }
    reported = e;
    ParserRuleContext unit = recognizer.getContext();
    while (unit.getParent() != null && (unit(unit) == null || unit(unit) == Unit.BRACKETS)) {
      unit = unit.getParent();
    }
    errors.report(unit, index(unit.getStart()), index(e.getOffendingToken()), e);
  }

  @Override
  public void recover(Parser recognizer, RecognitionException e) {
    ParserRuleContext context = recognizer.getContext();
    Unit unit = unit(context);
    if (unit == null) {
      throw e;
    }
    if (errors.isFull()) {
      recognizer.getInputStream().seek(tokens.size() - 1);
      return;
    }
    int start = index(context.getStart());
    int target;
    if (unit == Unit.BRACKETS) {
      int close = tokens.get(start).partner;
      if (close < 0 || close < recognizer.getCurrentToken().getTokenIndex()) {
        throw e;
      }
      target = close + 1;
    } else {
      target = next(start + 1, unit);
    }
    recognizer.getInputStream().seek(target);
  }

  /** Called before each turn of a loop: what cannot begin a turn is reported and passed over. */
  @Override
  public void sync(Parser recognizer) {
    ParserRuleContext context = recognizer.getContext();
    Unit unit = loop(context);
    if (unit == null) {
      return;
    }
    NetToken token = tokens.get(recognizer.getCurrentToken().getTokenIndex());
    while (!continues(context, token)) {
      if (errors.isFull()) {
        recognizer.getInputStream().seek(tokens.size() - 1);
        return;
      }
      int swallowed = swallowed(context, token.getTokenIndex());
      if (swallowed >= 0) {
        errors.reportSwallowed(swallowed);
        markBroken(context, recognizer);
      } else {
        errors.reportStray(context, token.getTokenIndex());
        if (continuesOutput(token)) {
          markBroken(context, recognizer);
        }
      }
      int target = swallowed >= 0 ? swallowed : next(token.getTokenIndex() + 1, unit);
      recognizer.getInputStream().seek(target);
      token = tokens.get(target);
    }
  }

  /**
   * The keyword that begins a statement but was read as the end of the one before: in {@code a +}
   * and, on the next line, {@code let (b, c) =} the word `let` could be a function. -1 if there is
   * none.
   */
  private int swallowed(ParserRuleContext context, int end) {
    int last = context.getChildCount() - 1;
    if (last >= 0
        && context.getChild(last) instanceof TulleParser.StatementContext statement
        && statement.exception == null) {
      for (int i = index(statement.getStart()) + 1; i < end; i++) {
        if (tokens.get(i).begins == NetToken.Start.STATEMENT) {
          return i;
        }
      }
    }
    return -1;
  }

  /**
   * Whether a token follows `output name` at once: the name was meant to be part of an expression.
   */
  private boolean continuesOutput(NetToken token) {
    int i = token.getTokenIndex();
    return i >= 2 && tokens.get(i - 2).is(OUTPUT) && !token.firstOnLine;
  }

  /** Lets the tree builder know that the last statement read is not what was meant. */
  private static void markBroken(ParserRuleContext loop, Parser recognizer) {
    var mistake = new InputMismatchException(recognizer);
    ParserRuleContext part = loop;
    while (part.getChildCount() > 0
        && part.getChild(part.getChildCount() - 1) instanceof ParserRuleContext last) {
      last.exception = mistake;
      part = last;
    }
  }

  private static boolean continues(ParserRuleContext context, NetToken token) {
    if (token.is(EOF)) {
      return true;
    }
    return context.getRuleIndex() == TulleParser.RULE_declarations
        ? token.is(AT) || Words.isDeclaration(token)
        : token.is(CLOSE_BRACE) || Words.isName(token);
  }

  /** The next place from which the parser can go on. */
  private int next(int from, Unit unit) {
    // Statements outside of braces are one mistake, not one each.
    boolean strayStatements = tokens.get(from - 1).begins == NetToken.Start.HEADER;
    int i = from;
    while (!tokens.get(i).is(EOF)) {
      NetToken token = tokens.get(i);
      boolean begins =
          unit == Unit.DECLARATION
              ? token.begins == NetToken.Start.DECLARATION
                  || token.begins == NetToken.Start.HEADER
                  || token.is(AT) && token.firstOnLine
                  || strayStatements && token.begins == NetToken.Start.STATEMENT
              : token.begins != NetToken.Start.NONE || token.is(CLOSE_BRACE);
      if (begins) {
        return i;
      }
      i = Words.opens(token) && token.partner > i ? token.partner + 1 : i + 1;
    }
    return i;
  }

  private static @Nullable Unit unit(ParserRuleContext context) {
    return switch (context.getRuleIndex()) {
      case TulleParser.RULE_arguments, TulleParser.RULE_parameters -> Unit.BRACKETS;
      case TulleParser.RULE_statement,
          TulleParser.RULE_field,
          TulleParser.RULE_recipeRule,
          TulleParser.RULE_setting ->
          Unit.LINE;
      case TulleParser.RULE_edition,
          TulleParser.RULE_module,
          TulleParser.RULE_use,
          TulleParser.RULE_declaration ->
          Unit.DECLARATION;
      default -> null;
    };
  }

  private static @Nullable Unit loop(ParserRuleContext context) {
    return switch (context.getRuleIndex()) {
      case TulleParser.RULE_declarations -> Unit.DECLARATION;
      case TulleParser.RULE_statements,
          TulleParser.RULE_fields,
          TulleParser.RULE_recipe,
          TulleParser.RULE_settings ->
          Unit.LINE;
      default -> null;
    };
  }

  private static int index(Token token) {
    return token.getTokenIndex();
  }
}
