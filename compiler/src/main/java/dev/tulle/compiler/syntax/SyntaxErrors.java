package dev.tulle.compiler.syntax;

import static dev.tulle.grammar.TulleLexer.*;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.source.Span;
import dev.tulle.grammar.TulleParser;
import java.util.List;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.jspecify.annotations.Nullable;

/** Says in the language's own words what the parser could not read (S002, S003). */
final class SyntaxErrors {
  private final List<NetToken> tokens;
  private final DiagnosticSink sink;
  private final Damage damage;

  /** What follows a mistake above the declarations is not misplaced for that. */
  private boolean strayInHeader = false;

  SyntaxErrors(List<NetToken> tokens, DiagnosticSink sink, Damage damage) {
    this.tokens = tokens;
    this.sink = sink;
    this.damage = damage;
  }

  /**
   * Reports where a statement, setting or declaration went wrong.
   *
   * @param unit the statement, setting or declaration
   * @param start the index of its first token
   * @param offending the index of the first token that does not fit
   */
  void report(ParserRuleContext unit, int start, int offending, RecognitionException e) {
    int at = offending;
    for (int i = start + 1; i < offending; i++) {
      if (tokens.get(i).begins != NetToken.Start.NONE) {
        at = i;
        break;
      }
    }
    if (damage.between(tokens.get(start).getStartIndex(), tokens.get(at).getStopIndex())
        || sink.hasAt(tokens.get(at).span())
        || leadsToStray(at)) {
      return;
    }
    NetToken first = tokens.get(start);
    if (at == offending && unit.getRuleIndex() == TulleParser.RULE_statement) {
      if (first.begins == NetToken.Start.DECLARATION && Words.isDeclaration(first)) {
        misplaced(first, "stands at the top level of a file, not in braces");
        return;
      }
      if (first.is(LOSS, OUTPUT, LET) && lacksName(start, at)) {
        nameless(start);
        return;
      }
      if (first.is(NAME) && at == start + 1) {
        notAStatement(start);
        return;
      }
    }
    if (first.is(AUGMENT) && at == start + 1 && unit.getRuleIndex() == TulleParser.RULE_setting) {
      misplaced(first, "belongs to data, not to a recipe");
      return;
    }
    if (at == start) {
      reportStray(unit, at);
      return;
    }
    sink.report(unexpected(at, e));
  }

  /** Whether nothing more is reported, so that there is no use in reading on. */
  boolean isFull() {
    return sink.isFull();
  }

  /**
   * Whether a token is a comma after which lines go on up to a bracket that closes nothing: it is
   * inside of what the bracket was to close.
   */
  private boolean leadsToStray(int index) {
    if (!tokens.get(index).is(COMMA)) {
      return false;
    }
    int end = index + 1;
    while (!tokens.get(end).is(EOF)
        && (!tokens.get(end).firstOnLine || tokens.get(end - 1).is(COMMA))) {
      end++;
    }
    return damage.between(tokens.get(index).getStopIndex(), tokens.get(end).getStartIndex() - 1);
  }

  /** Reports a token with which no turn of a loop can begin. */
  void reportStray(ParserRuleContext loop, int index) {
    NetToken token = tokens.get(index);
    if (damage.between(token.getStartIndex() - 1, token.getStopIndex())
        || sink.hasAt(token.span())
        || leadsToStray(index)) {
      return;
    }
    if (loop.getRuleIndex() == TulleParser.RULE_declarations && lacksEdition(index)) {
      return;
    }
    if (token.begins == NetToken.Start.HEADER) {
      if (strayInHeader) {
        return;
      }
      misplaced(token, "stands above all declarations");
    } else if (loop.getRuleIndex() == TulleParser.RULE_declarations) {
      strayAtTop(token);
    } else if (index >= 2 && tokens.get(index - 2).is(OUTPUT) && lacksName(index - 2, index)) {
      nameless(index - 2);
    } else if (isBeside(index)) {
      sink.report(beside(index));
    } else {
      sink.report(
          Diagnostic.error(
              Code.S003,
              token.span(),
              "nothing can begin with " + Words.describe(token) + " here",
              SyntaxHelp.stray(token)));
    }
  }

  /** Reports that a statement begins before the one before it is complete. */
  void reportSwallowed(int index) {
    NetToken before = tokens.get(index - 1);
    if (!damage.between(before.getStartIndex(), before.getStopIndex())) {
      sink.report(missing(before, tokens.get(index)));
    }
  }

  private static Diagnostic missing(NetToken before, NetToken token) {
    return Diagnostic.error(
        Code.S003,
        before.span(),
        "an expression is missing behind %s, where %s stands"
            .formatted(Words.describe(before), Words.describe(token)),
        SyntaxHelp.missing(before));
  }

  /** Whether an operand directly precedes on the same line. */
  private boolean isBeside(int index) {
    return index > 0 && !tokens.get(index).firstOnLine && Words.endsOperand(tokens.get(index - 1));
  }

  private Diagnostic beside(int index) {
    NetToken token = tokens.get(index);
    return Diagnostic.error(
        Code.S003,
        token.span(),
        Words.describe(token) + " cannot follow " + Words.describe(tokens.get(index - 1)),
        token.is(COMMA)
            ? SyntaxHelp.comma(tokens.subList(index + 1, tokens.size()))
            : SyntaxHelp.beside(tokens.get(index - 1), token));
  }

  /** Whether the text before the first declaration is no header, which is one mistake. */
  private boolean lacksEdition(int index) {
    return !tokens.get(0).is(TULLE)
        && tokens.subList(0, index + 1).stream()
            .noneMatch(t -> t.begins == NetToken.Start.DECLARATION)
        && (!Words.isName(tokens.get(0)) || tokens.get(1).is(INTEGER));
  }

  private void strayAtTop(NetToken token) {
    strayInHeader = true;
    if (token.begins == NetToken.Start.STATEMENT && Words.isStatement(token)) {
      misplaced(token, "stands inside of a block, net, function or optimizer");
      return;
    }
    String help =
        Words.isName(token)
            ? SyntaxHelp.instead(token.getText(), Words.declarations())
            : "these do: " + String.join(", ", Words.declarations());
    sink.report(
        Diagnostic.error(
            Code.S003, token.span(), "no declaration begins with " + Words.describe(token), help));
  }

  private void misplaced(NetToken word, String where) {
    sink.report(
        Diagnostic.error(
            Code.S003, word.span(), Words.describe(word) + " " + where, SyntaxHelp.moved(word)));
  }

  /** Whether a statement's keyword is followed by an expression where a name was meant. */
  private boolean lacksName(int start, int offending) {
    NetToken next = tokens.get(start + 1);
    if (!Words.isName(next)) {
      boolean tuple = next.is(OPEN_PAREN) && tokens.get(next.partner + 1).is(ASSIGN);
      return !tuple && Words.startsOperand(next);
    }
    return offending == start + 2
        && tokens.get(offending).is(OPEN_PAREN, ARROW, DOT, PLUS, MINUS, STAR, SLASH, CARET);
  }

  private void nameless(int start) {
    NetToken keyword = tokens.get(start);
    int end = start + 1;
    while (tokens.get(end).begins == NetToken.Start.NONE && !tokens.get(end).is(CLOSE_BRACE, EOF)) {
      end = Words.opens(tokens.get(end)) ? tokens.get(end).partner + 1 : end + 1;
    }
    Span value = tokens.get(start + 1).span().to(tokens.get(end - 1).span());
    String name = keyword.is(LOSS) ? "fit" : "y";
    String shown = value.text().contains("\n") ? "…" : value.text();
    sink.report(
        Diagnostic.error(
            Code.S002,
            value,
            keyword.is(LET)
                ? "`let` gives a name to a value, and here is none"
                : (keyword.is(OUTPUT) ? "an " : "a ") + keyword.getText() + " needs a name",
            "`" + keyword.getText() + " " + name + " = " + shown + "`"));
  }

  private void notAStatement(int index) {
    NetToken first = tokens.get(index);
    String text = first.getText();
    if (isBeside(index)) {
      sink.report(beside(index));
    } else if (Words.isName(tokens.get(index + 1))) {
      sink.report(
          Diagnostic.error(
              Code.S003,
              first.span(),
              "no statement begins with `" + text + "`",
              SyntaxHelp.instead(text, Words.statements())));
    } else {
      sink.report(
          Diagnostic.error(
              Code.S003,
              first.span(),
              "an expression alone is not a statement",
              SyntaxHelp.nameIt(text)));
    }
  }

  private Diagnostic unexpected(int at, RecognitionException e) {
    NetToken token = tokens.get(at);
    NetToken before = tokens.get(at - 1);
    String found = Words.describe(token);
    String previous = Words.describe(before);
    String wanted = tokens.get(at) == e.getOffendingToken() ? expected(e) : null;
    if (before.is(FREEZE, GROUP)) {
      return Diagnostic.error(
          Code.S003,
          before.span(),
          previous + " takes names of parameters in quotes",
          "such as `" + before.getText() + " \"**.b\"`");
    }
    if (previous.equals(wanted)) {
      return Diagnostic.error(
          Code.S003,
          before.span(),
          "a name is missing before " + previous,
          "write one: `"
              + tokens.get(Math.max(0, at - 2)).getText()
              + " Name "
              + before.getText()
              + "`");
    }
    if (before.is(COLON) && token.is(OPEN_PAREN) && "a name".equals(wanted)) {
      return Diagnostic.error(
          Code.S003,
          token.span(),
          "expected a name behind `:`, found `(`",
          SyntaxHelp.tuple(tokens.subList(at + 1, Math.max(at + 1, token.partner))));
    }
    if (wanted != null) {
      boolean behind = token.firstOnLine || token.is(EOF, CLOSE_BRACE);
      return Diagnostic.error(
          Code.S003,
          behind ? before.span() : token.span(),
          "expected " + wanted + " behind " + previous + ", found " + found,
          SyntaxHelp.expected(wanted, before, token));
    }
    if (!Words.endsOperand(before) && !before.is(CLOSE_BRACE)) {
      return missing(before, token);
    }
    return beside(at);
  }

  /** The tokens that could stand here, if they are few and known. */
  private static @Nullable String expected(RecognitionException e) {
    // Of a decision that looked ahead, ANTLR knows only what could begin it.
    if (e instanceof NoViableAltException choice
        && choice.getStartToken() != choice.getOffendingToken()) {
      return null;
    }
    var types = e.getExpectedTokens().toList();
    if (types.contains(NAME)) {
      return types.contains(INTEGER) ? null : "a name";
    }
    if (types.isEmpty() || types.size() > 3) {
      return null;
    }
    if (types.size() == 1 && (types.contains(CLOSE_PAREN) || types.contains(CLOSE_BRACKET))) {
      return "`,` or " + Words.describe(types.get(0));
    }
    return types.stream().map(Words::describe).collect(Collectors.joining(" or "));
  }
}
