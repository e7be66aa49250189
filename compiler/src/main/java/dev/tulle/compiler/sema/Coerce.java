package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.source.Span;
import java.util.List;

/** Takes a value as what a place needs, or says what is wrong with it. */
final class Coerce {
  private Coerce() {}

  static double number(Value value, Span span) {
    if (value instanceof Value.Number number) {
      return number.value();
    }
    if (value instanceof Value.Broken) {
      throw Mistake.reported();
    }
    if (value instanceof Value.Tensor || value instanceof Value.Indexed) {
      throw Mistake.of(
          Code.T215, span, "the compiler must know this number, but a tensor is computed later");
    }
    throw Mistake.of(Code.T213, span, "a number is wanted here, and this is " + value.kind());
  }

  static boolean truth(Value value, Span span) {
    if (value instanceof Value.Truth truth) {
      return truth.value();
    }
    if (value instanceof Value.Broken) {
      throw Mistake.reported();
    }
    throw Mistake.of(Code.T213, span, "true or false is wanted here, and this is " + value.kind());
  }

  static String text(Value value, Span span) {
    if (value instanceof Value.Text text) {
      return text.value();
    }
    throw Mistake.of(
        Code.T213, span, "a text in quotes is wanted here, and this is " + value.kind());
  }

  static int count(Value value, Span span, String what) {
    double number = number(value, span);
    if (number != Math.rint(number) || number < 1 || number > Integer.MAX_VALUE) {
      throw Mistake.of(
          Code.T213,
          span,
          what + " must be a whole number from 1 on, and this is " + plain(number));
    }
    return (int) number;
  }

  /** The size that a number is; {@code what} names the number in the message. */
  static Dim dim(Value value, Span span) {
    if (value instanceof Value.Number number) {
      Dim dim = number.dim();
      if (dim == null) {
        throw Mistake.of(
            Code.T207,
            span,
            "a size must be whole, and `" + span.text() + "` is " + plain(number.value()),
            null);
      }
      if (dim.value() < 1) {
        throw Mistake.of(
            Code.T213,
            span,
            "a size must be at least 1, and `" + span.text() + "` is " + dim.value());
      }
      return dim;
    }
    if (value instanceof Value.Broken) {
      throw Mistake.reported();
    }
    throw Mistake.of(Code.T213, span, "a size is wanted here, and this is " + value.kind());
  }

  /** A tensor, or a number as one. */
  static Typed tensor(Value value, Span span) {
    if (value instanceof Value.Tensor tensor) {
      return tensor.node();
    }
    if (value instanceof Value.Number number) {
      return new Typed(new Typed.Form.Number(number.value()), TensorType.SCALAR, span);
    }
    if (value instanceof Value.Truth truth) {
      return new Typed(
          new Typed.Form.Number(truth.value() ? 1 : 0),
          TensorType.SCALAR.withElement(TensorType.TRUTH),
          span);
    }
    if (value instanceof Value.Mode) {
      return new Typed(
          new Typed.Form.ByMode(
              tensor(new Value.Truth(true), span), tensor(new Value.Truth(false), span)),
          TensorType.SCALAR.withElement(TensorType.TRUTH),
          span);
    }
    if (value instanceof Value.Broken) {
      throw Mistake.reported();
    }
    if (value instanceof Value.Indexed indexed) {
      List<String> free = indexed.axes().stream().map(IndexVariable::name).distinct().toList();
      throw Mistake.of(
          Code.T208,
          span,
          "`" + String.join("`, `", free) + "` is bound by nothing here",
          "reduce by it, as in `sum["
              + free.get(0)
              + "](…)`, or bind it on the left: `let y["
              + String.join(", ", free)
              + "] = …`");
    }
    boolean stage = value instanceof Stage || value instanceof Value.Callable;
    throw new Mistake(
        Diagnostic.error(
                stage ? Code.T211 : Code.T213,
                span,
                "a tensor is wanted here, and this is " + value.kind())
            .withHelp(stage ? "give it an input: `x -> " + span.text().strip() + "`" : null));
  }

  /** A number without a needless point. */
  static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
