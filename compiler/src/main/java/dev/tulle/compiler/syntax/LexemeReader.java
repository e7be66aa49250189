package dev.tulle.compiler.syntax;

import static dev.tulle.grammar.TulleLexer.*;

import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.syntax.Lexeme.Kind;
import dev.tulle.grammar.TulleParser;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/**
 * Lists the words and signs of a parse tree in their order, the comments among them.
 *
 * <p>Before: a tree without mistakes.
 */
final class LexemeReader {
  private final SourceFile file;
  private final List<Token> comments;
  private final List<Lexeme> lexemes = new ArrayList<>();
  private int comment = 0;
  private int end = 0;

  private LexemeReader(SourceFile file) {
    this.file = file;
    this.comments = TokenReader.comments(file);
  }

  static List<Lexeme> read(SourceFile file, TulleParser.FileContext tree) {
    var reader = new LexemeReader(file);
    reader.walk(tree, 0, false);
    reader.comments(file.text().length());
    return List.copyOf(reader.lexemes);
  }

  /**
   * @param level of what separates the parts of this context
   * @param begins whether the first token of this context begins a line
   */
  private void walk(ParserRuleContext context, int level, boolean begins) {
    boolean first = begins || isLine(context);
    for (int i = 0; i < context.getChildCount(); i++) {
      ParseTree child = context.getChild(i);
      if (child instanceof TerminalNode leaf) {
        add(leaf.getSymbol(), kind(context, leaf.getSymbol(), i), level, first);
      } else if (child instanceof ParserRuleContext inner) {
        walk(inner, continues(context, inner, i) ? level : level + 1, first);
      }
      first = false;
    }
  }

  private void add(Token token, Kind kind, int level, boolean begins) {
    if (token.getType() == EOF) {
      return;
    }
    comments(token.getStartIndex());
    add(kind, token.getStartIndex(), token.getStopIndex() + 1, level, begins);
  }

  private void comments(int before) {
    while (comment < comments.size() && comments.get(comment).getStartIndex() < before) {
      Token token = comments.get(comment++);
      Kind kind = token.getChannel() == DOCS ? Kind.DOC : Kind.COMMENT;
      add(kind, token.getStartIndex(), token.getStopIndex() + 1, 0, false);
    }
  }

  private void add(Kind kind, int from, int to, int level, boolean begins) {
    String text = file.text().substring(from, to).stripTrailing();
    lexemes.add(new Lexeme(kind, text, level, begins, lineEnds(end, from)));
    end = to;
  }

  private int lineEnds(int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      char c = file.text().charAt(i);
      boolean pair = c == '\r' && i + 1 < to && file.text().charAt(i + 1) == '\n';
      count += c == '\n' || c == '\r' && !pair ? 1 : 0;
    }
    return count;
  }

  private static boolean isLine(ParserRuleContext context) {
    return context instanceof TulleParser.EditionContext
        || context instanceof TulleParser.ModuleContext
        || context instanceof TulleParser.UseContext
        || context instanceof TulleParser.NoteContext
        || context.getParent() instanceof TulleParser.DeclarationContext
        || context instanceof TulleParser.FieldContext
        || context instanceof TulleParser.RecipeRuleContext
        || context instanceof TulleParser.SettingContext
        || context instanceof TulleParser.StatementContext;
  }

  /** Whether a part is one of the same chain, as the stages of a pipeline are. */
  private static boolean continues(ParserRuleContext outer, ParserRuleContext inner, int child) {
    if (outer instanceof TulleParser.PipeContext) {
      return child == 0 && inner instanceof TulleParser.PipeContext;
    }
    if (outer instanceof TulleParser.ConditionalContext) {
      return child == 5 && inner instanceof TulleParser.ConditionalContext;
    }
    return outer instanceof TulleParser.BinaryContext binary
        && inner instanceof TulleParser.BinaryContext left
        && child == 0
        && strength(binary) == strength(left);
  }

  private static int strength(TulleParser.BinaryContext context) {
    return switch (((TerminalNode) context.getChild(1)).getSymbol().getType()) {
      case CARET -> 5;
      case STAR, SLASH, MOD -> 4;
      case PLUS, MINUS -> 3;
      case AND -> 1;
      case OR -> 0;
      default -> 2;
    };
  }

  private static Kind kind(ParserRuleContext context, Token token, int child) {
    return switch (token.getType()) {
      case OPEN_PAREN, OPEN_BRACKET ->
          opensGroup(context, child) ? Kind.OPEN_GROUP : Kind.OPEN_CALL;
      case CLOSE_PAREN, CLOSE_BRACKET -> Kind.CLOSE;
      case OPEN_BRACE ->
          context instanceof TulleParser.UseContext ? Kind.OPEN_CALL : Kind.OPEN_BODY;
      case CLOSE_BRACE -> context instanceof TulleParser.UseContext ? Kind.CLOSE : Kind.CLOSE_BODY;
      case COMMA -> Kind.COMMA;
      case COLON -> Kind.COLON;
      case DOT -> Kind.DOT;
      case AT -> Kind.AT;
      case ARROW -> Kind.ARROW;
      case ASSIGN -> isNamed(context) ? Kind.NAMED : Kind.ASSIGN;
      case TILDE -> Kind.ASSIGN;
      case CARET -> Kind.POWER;
      case NAME, INTEGER, REAL, STRING, TRUE, FALSE, HOLE, REST -> Kind.WORD;
      default -> word(context, token);
    };
  }

  /** Signs that mean different things in different places, and words. */
  private static Kind word(ParserRuleContext context, Token token) {
    if (context instanceof TulleParser.BinaryContext) {
      return Kind.OPERATOR;
    }
    if (context instanceof TulleParser.UnaryContext) {
      return token.getType() == MINUS ? Kind.SIGN : Kind.KEYWORD;
    }
    if (context instanceof TulleParser.DimContext) {
      return Kind.ASSIGN;
    }
    return context instanceof TulleParser.IdContext ? Kind.WORD : Kind.KEYWORD;
  }

  private static boolean opensGroup(ParserRuleContext context, int child) {
    return context instanceof TulleParser.ParenthesisedContext
        || context instanceof TulleParser.SequenceContext
        || context instanceof TulleParser.LetTupleContext
        || context instanceof TulleParser.TypeContext && child == 0;
  }

  private static boolean isNamed(ParserRuleContext context) {
    return context instanceof TulleParser.ArgumentContext
        || context instanceof TulleParser.ParameterContext;
  }
}
