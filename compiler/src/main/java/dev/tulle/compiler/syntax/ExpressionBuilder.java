package dev.tulle.compiler.syntax;

import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Expression.Argument;
import dev.tulle.compiler.syntax.Expression.BinaryOperator;
import dev.tulle.compiler.syntax.Expression.UnaryOperator;
import dev.tulle.grammar.TulleParser;
import dev.tulle.grammar.TulleParser.ArgumentsContext;
import dev.tulle.grammar.TulleParser.AxisContext;
import dev.tulle.grammar.TulleParser.BinaryContext;
import dev.tulle.grammar.TulleParser.ExpressionContext;
import dev.tulle.grammar.TulleParser.TypeContext;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Builds expressions, types and axes. */
final class ExpressionBuilder extends TreeBuilder {
  private final DiagnosticSink sink;

  ExpressionBuilder(SourceFile file, DiagnosticSink sink) {
    super(file);
    this.sink = sink;
  }

  /**
   * An expression that must be there: where it is not, the place behind {@code parent} is broken.
   */
  Expression expression(@Nullable ExpressionContext context, ParserRuleContext parent) {
    if (context == null) {
      return new Expression.Broken(behind(parent));
    }
    return broken(context) ? new Expression.Broken(span(context)) : build(context);
  }

  private Expression build(ExpressionContext context) {
    Span span = span(context);
    if (context instanceof TulleParser.ReferenceContext c) {
      return new Expression.Reference(c.getText(), span);
    } else if (context instanceof TulleParser.CallContext c) {
      return new Expression.Call(part(c.expression(), c), arguments(c.arguments()), span);
    } else if (context instanceof TulleParser.PipeContext c) {
      return new Expression.Pipe(part(c.expression(0), c), part(c.expression(1), c), span);
    } else if (context instanceof BinaryContext c) {
      return binary(c, span);
    } else if (context instanceof TulleParser.UnaryContext c) {
      var sign = c.NOT() == null ? UnaryOperator.NEGATE : UnaryOperator.NOT;
      return new Expression.Unary(sign, part(c.expression(), c), span);
    } else if (context instanceof TulleParser.MemberContext c) {
      Name member = name(c.id());
      Expression of = part(c.expression(), c);
      return member == null ? new Expression.Broken(span) : new Expression.Member(of, member, span);
    } else if (context instanceof TulleParser.IndexContext c) {
      return new Expression.Index(part(c.expression(), c), axes(c.axis()), span);
    } else if (context instanceof TulleParser.AscriptionContext c) {
      return new Expression.Ascription(part(c.expression(), c), requiredType(c.type(), c), span);
    } else if (context instanceof TulleParser.LabelledContext c) {
      Name label = name(c.id());
      Expression value = part(c.expression(), c);
      return label == null ? value : new Expression.Labelled(label, value, span);
    } else if (context instanceof TulleParser.ConditionalContext c) {
      return new Expression.Conditional(
          part(c.expression(0), c), part(c.expression(1), c), part(c.expression(2), c), span);
    } else if (context instanceof TulleParser.ParenthesisedContext c) {
      List<Expression> parts = c.expression().stream().map(each -> part(each, c)).toList();
      return parts.size() == 1 ? parts.get(0) : new Expression.Tuple(parts, span);
    } else if (context instanceof TulleParser.SequenceContext c) {
      return new Expression.Sequence(axes(c.axis()), span);
    }
    return literal(context, span);
  }

  private Expression literal(ExpressionContext context, Span span) {
    if (context instanceof TulleParser.NumberContext) {
      return Literals.number(span, sink);
    } else if (context instanceof TulleParser.TextContext) {
      return Literals.text(span, sink);
    } else if (context instanceof TulleParser.TruthContext c) {
      return new Expression.Truth(c.TRUE() != null, span);
    } else if (context instanceof TulleParser.HoleContext) {
      return new Expression.Hole(span);
    }
    return new Expression.Broken(span);
  }

  private Expression part(@Nullable ExpressionContext context, ParserRuleContext parent) {
    return expression(context, parent);
  }

  private Expression binary(BinaryContext context, Span span) {
    Token sign = ((TerminalNode) context.getChild(1)).getSymbol();
    Expression left = part(context.expression(0), context);
    Expression right = part(context.expression(1), context);
    BinaryOperator operator = operator(sign.getType());
    if (MistakenPipes.isOne(operator, right)) {
      MistakenPipes.report(span(sign), sink);
      return new Expression.Pipe(left, right, span);
    }
    return new Expression.Binary(operator, left, right, span(sign), span);
  }

  private static BinaryOperator operator(int type) {
    return switch (type) {
      case TulleParser.CARET -> BinaryOperator.POWER;
      case TulleParser.STAR -> BinaryOperator.MULTIPLY;
      case TulleParser.SLASH -> BinaryOperator.DIVIDE;
      case TulleParser.MOD -> BinaryOperator.MODULO;
      case TulleParser.PLUS -> BinaryOperator.ADD;
      case TulleParser.MINUS -> BinaryOperator.SUBTRACT;
      case TulleParser.EQUAL -> BinaryOperator.EQUAL;
      case TulleParser.NOT_EQUAL -> BinaryOperator.NOT_EQUAL;
      case TulleParser.LESS -> BinaryOperator.LESS;
      case TulleParser.LESS_EQUAL -> BinaryOperator.LESS_EQUAL;
      case TulleParser.GREATER -> BinaryOperator.GREATER;
      case TulleParser.GREATER_EQUAL -> BinaryOperator.GREATER_EQUAL;
      case TulleParser.AND -> BinaryOperator.AND;
      case TulleParser.OR -> BinaryOperator.OR;
      default -> throw new IllegalStateException("no operator: " + Words.describe(type));
    };
  }

  List<Argument> arguments(@Nullable ArgumentsContext context) {
    return context == null ? List.of() : context.argument().stream().map(this::argument).toList();
  }

  private Argument argument(TulleParser.ArgumentContext context) {
    return new Argument(name(context.id()), expression(context.expression(), context));
  }

  Expression.Text text(TerminalNode node) {
    return Literals.text(span(node.getSymbol()), sink);
  }

  List<Axis> axes(List<AxisContext> contexts) {
    return contexts.stream().map(this::axis).toList();
  }

  private Axis axis(AxisContext context) {
    return context.REST() != null
        ? new Axis.Rest(span(context))
        : new Axis.Of(expression(context.expression(), context));
  }

  /** A type, or null where none is written. */
  @Nullable TypeSyntax type(@Nullable TypeContext context) {
    if (context == null) {
      return null;
    }
    Span span = span(context);
    if (broken(context)) {
      return new TypeSyntax(null, List.of(new Axis.Of(new Expression.Broken(span))), span);
    }
    boolean bare = context.OPEN_BRACKET() == null;
    return new TypeSyntax(path(context.path()), bare ? null : axes(context.axis()), span);
  }

  private TypeSyntax requiredType(@Nullable TypeContext context, ParserRuleContext parent) {
    TypeSyntax type = type(context);
    Span place = behind(parent);
    return type != null
        ? type
        : new TypeSyntax(null, List.of(new Axis.Of(new Expression.Broken(place))), place);
  }
}
