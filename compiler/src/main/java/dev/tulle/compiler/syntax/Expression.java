package dev.tulle.compiler.syntax;

import dev.tulle.compiler.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression of the language; one grammar serves tensors, stages, sizes and recipes. */
public sealed interface Expression {
  Span span();

  /** {@code 2_000}, {@code 1e-3}; {@code integer} when written without point and exponent. */
  record Number(double value, boolean integer, Span span) implements Expression {}

  /** {@code "photos/"}; {@code value} has its escapes resolved. */
  record Text(String value, Span span) implements Expression {}

  /** {@code true} or {@code false}. */
  record Truth(boolean value, Span span) implements Expression {}

  /** A name. */
  record Reference(String name, Span span) implements Expression {}

  /** {@code _}: a size to be found. */
  record Hole(Span span) implements Expression {}

  /** {@code encode.w}. */
  record Member(Expression of, Name member, Span span) implements Expression {}

  /** {@code Dense(10, bias = false)}; {@code sum[k](…)} is a call of an {@link Index}. */
  record Call(Expression callee, List<Argument> arguments, Span span) implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** {@code x[..., k]}. */
  record Index(Expression of, List<Axis> axes, Span span) implements Expression {
    public Index {
      axes = List.copyOf(axes);
    }
  }

  /** {@code -x} or {@code not x}. */
  record Unary(UnaryOperator operator, Expression operand, Span span) implements Expression {}

  /** {@code a + b}; {@code operatorSpan} is the sign alone. */
  record Binary(
      BinaryOperator operator, Expression left, Expression right, Span operatorSpan, Span span)
      implements Expression {}

  /** {@code a as [400]}. */
  record Ascription(Expression value, TypeSyntax type, Span span) implements Expression {}

  /** {@code stem: ConvBn(16)}. */
  record Labelled(Name label, Expression value, Span span) implements Expression {}

  /** {@code x -> F}. */
  record Pipe(Expression left, Expression right, Span span) implements Expression {}

  /** {@code if c then a else b}. */
  record Conditional(Expression condition, Expression then, Expression otherwise, Span span)
      implements Expression {}

  /** {@code (q, k, v)}: two or more. */
  record Tuple(List<Expression> elements, Span span) implements Expression {
    public Tuple {
      elements = List.copyOf(elements);
    }
  }

  /** {@code [t, 3, heads]}. */
  record Sequence(List<Axis> elements, Span span) implements Expression {
    public Sequence {
      elements = List.copyOf(elements);
    }
  }

  /** What the parser put where the text has a mistake; a diagnostic was reported for it. */
  record Broken(Span span) implements Expression {}

  /** An argument of a call; {@code name} is null by position. */
  record Argument(@Nullable Name name, Expression value) {}

  /** The signs before an operand. */
  enum UnaryOperator {
    NEGATE("-"),
    NOT("not");

    private final String sign;

    UnaryOperator(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }
  }

  /** The signs between two operands, tightest first. */
  enum BinaryOperator {
    POWER("^"),
    MULTIPLY("*"),
    DIVIDE("/"),
    MODULO("mod"),
    ADD("+"),
    SUBTRACT("-"),
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_EQUAL("<="),
    GREATER(">"),
    GREATER_EQUAL(">="),
    AND("and"),
    OR("or");

    private final String sign;

    BinaryOperator(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }
  }
}
