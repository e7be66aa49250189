package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.source.Span;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** Takes a value as what a place needs, or says what is wrong with it. */
final class Coerce {
  /** The most elements of an array of Java, with room behind for a vector. */
  static final long LARGEST = Integer.MAX_VALUE - 64;

  private Coerce() {}

  /** A tensor that will be stored; only what is combined at once may be larger than an array. */
  static Typed storable(Typed node, Span span) {
    TensorType type = node.type();
    if (type.count().most() > LARGEST) {
      throw Mistake.of(
              Code.T216,
              span,
              "this makes "
                  + type
                  + ", which are "
                  + type.count().size()
                  + " numbers, and an array holds at most "
                  + LARGEST,
              narrower(type))
          .showing(node);
    }
    return node;
  }

  private static String narrower(TensorType type) {
    long others = type.count().most() / type.last().most();
    return others > LARGEST ? "make it narrower" : "its last axis has room for " + LARGEST / others;
  }

  static double number(Value value, Span span) {
    if (value instanceof Value.Number number) {
      return number.value();
    }
    if (value instanceof Value.Broken) {
      throw Mistake.reported();
    }
    if (value instanceof Value.Length length) {
      throw varies(length.dim(), span);
    }
    if (value instanceof Value.Tensor || value instanceof Value.Indexed) {
      throw Mistake.of(
          Code.T215,
          span,
          "the compiler must know this number, but a tensor is computed later",
          "write a number, a `const` or an argument of the definition around");
    }
    throw Mistake.of(
        Code.T213,
        span,
        "a number is wanted here, and this is " + value.kind(),
        ValueHelp.unquoted(value, "write a number, such as `2` or `0.5`"));
  }

  static boolean truth(Value value, Span span) {
    if (value instanceof Value.Truth truth) {
      return truth.value();
    }
    if (value instanceof Value.Broken) {
      throw Mistake.reported();
    }
    if (isOfLengths(value)) {
      throw computedOfLengths(
          span,
          "what is true in one call may be false in another",
          "`if … then … else` chooses elements by it; `bound(…)` is the most that a length can be");
    }
    throw Mistake.of(
        Code.T213,
        span,
        "true or false is wanted here, and this is " + value.kind(),
        value instanceof Value.Number
            ? "write `true` or `false`, or compare the number, as in `n > 0`"
            : "write `true` or `false` without quotes");
  }

  static String text(Value value, Span span) {
    if (value instanceof Value.Text text) {
      return text.value();
    }
    throw Mistake.of(
        Code.T213,
        span,
        "a text in quotes is wanted here, and this is " + value.kind(),
        "write it in quotes: `\"" + span.text().strip() + "\"`");
  }

  static int count(Value value, Span span, String what) {
    double number = number(value, span);
    if (number != Math.rint(number) || number < 1 || number > Integer.MAX_VALUE) {
      throw Mistake.of(
          Code.T213,
          span,
          what + " must be a whole number from 1 on, and this is " + plain(number),
          ValueHelp.whole(number));
    }
    return (int) number;
  }

  /** A seed of random numbers. */
  static long seed(Value value, Span span) {
    double seed = number(value, span);
    if (seed != Math.rint(seed) || Math.abs(seed) > 1L << 53) {
      throw Mistake.of(
          Code.R404,
          span,
          "a seed is a whole number, and this is " + plain(seed),
          "such as `seed = 1`");
    }
    return (long) seed;
  }

  /** A size that is the same in every call. */
  static Dim fixed(Value value, Span span) {
    Dim dim = dim(value, span);
    if (!dim.isKnown()) {
      throw varies(dim, span);
    }
    return dim;
  }

  /** Where a number is wanted, and a length is given that varies from call to call. */
  static Mistake varies(Dim dim, Span span) {
    return Mistake.of(
        Code.T218,
        span,
        "a number is wanted here that is the same in every call, and `"
            + dim
            + "` varies: it is at most "
            + dim.most(),
        "`bound("
            + dim
            + ")` is "
            + dim.most()
            + ", the most that it can be; `dim … = "
            + dim.most()
            + "` fixes it");
  }

  /** Where something must be known, and it is computed of lengths that vary. */
  private static Mistake computedOfLengths(Span span, String what, String help) {
    return Mistake.of(
        Code.T218,
        span,
        "`" + span.text().strip() + "` is computed of a length that varies, and " + what,
        help);
  }

  static boolean isOfLengths(Value value) {
    return value instanceof Value.Tensor tensor
        && !tensor.node().type().batched()
        && TypedWalk.reachable(tensor.node()).stream()
            .anyMatch(n -> n.form() instanceof Typed.Form.Length);
  }

  /** The size that a number is; {@code what} names the number in the message. */
  static Dim dim(Value value, Span span) {
    if (value instanceof Value.Length length) {
      return length.dim();
    }
    if (value instanceof Value.Number number) {
      Dim dim = number.dim();
      Value.Number.Quotient quotient = number.quotient();
      if (quotient != null) {
        throw notWhole(quotient, span);
      }
      if (Math.abs(number.value()) > LARGEST) {
        throw Mistake.of(
            Code.T216,
            span,
            "a size of " + plain(number.value()) + " is larger than any array",
            "a size is at most " + LARGEST);
      }
      if (dim == null) {
        throw Mistake.of(
            Code.T207,
            span,
            "a size must be whole, and " + ValueHelp.called(span, number.value()),
            ValueHelp.whole(number.value()));
      }
      if (dim.value() < 1) {
        throw Mistake.of(
            Code.T213,
            span,
            "a size must be at least 1, and " + ValueHelp.called(span, dim.value()),
            "take 1 or more");
      }
      return dim;
    }
    if (value instanceof Value.Broken) {
      throw Mistake.reported();
    }
    if (isOfLengths(value)) {
      throw computedOfLengths(
          span,
          "it is no sum of lengths that an axis could have",
          "an axis is a sum of products of lengths, such as `2 * time + 1`: let the dim count what"
              + " the net divides it into");
    }
    throw Mistake.of(
        Code.T213,
        span,
        "a size is wanted here, and this is " + value.kind(),
        value instanceof Value.Tensor
            ? "a size is known before any row: a whole number, a `dim` or a `const`"
            : ValueHelp.unquoted(value, "write a whole number or a `dim`, such as `10`"));
  }

  private static Mistake notWhole(Value.Number.Quotient quotient, Span span) {
    long of = quotient.of().value();
    long by = quotient.by().value();
    Diagnostic diagnostic =
        Diagnostic.error(
            Code.T207,
            quotient.span(),
            "a size must be whole, and " + of + " / " + by + " is not",
            ValueHelp.divisorsNear(of, by));
    boolean elsewhere = span.line() != quotient.span().line() && !Sites.inLibrary(span);
    return new Mistake(
        elsewhere ? diagnostic.withRelated(span, "a size is wanted here") : diagnostic);
  }

  /** A tensor, or a number as one. */
  static Typed tensor(Value value, Span span) {
    if (value instanceof Value.Length length) {
      return new Typed(new Typed.Form.Length(length.dim()), TensorType.SCALAR, span);
    }
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
    if (value instanceof Stage.OfFunction partial && !partial.rest().isEmpty()) {
      throw Mistake.of(
          Code.N108,
          span,
          "`" + partial.title() + "` has not got all of its arguments here",
          "it takes " + String.join(", ", partial.parameters()));
    }
    boolean stage =
        value instanceof Stage
            || value instanceof Value.Primitive
            || value instanceof Value.Callable callable && callable.isStage();
    throw new Mistake(
        Diagnostic.error(
            stage ? Code.T211 : Code.T213,
            span,
            "a tensor is wanted here, and this is " + value.kind(),
            stage ? ValueHelp.input(value, span) : ValueHelp.tensor(value, span)));
  }

  /** A number without a needless point. */
  static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : new BigDecimal(value)
            .round(new MathContext(12))
            .stripTrailingZeros()
            .toString()
            .replace("E+", "e")
            .replace("E", "e");
  }
}
