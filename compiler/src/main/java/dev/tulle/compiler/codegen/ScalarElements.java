package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.plan.Affine;
import dev.tulle.compiler.plan.Buffer;
import dev.tulle.compiler.plan.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes values as scalars: what is used once stands where it is used, the rest has a name. */
final class ScalarElements {
  /** Longer expressions are given a name. */
  static final int LONGEST = 72;

  private final Elements.Context context;

  ScalarElements(Elements.Context context) {
    this.context = context;
  }

  static boolean isPredicate(Value value) {
    return value instanceof Value.Apply apply
        && (apply.function().isPredicate()
            || (apply.function() == ScalarFunction.SELECT
                && isPredicate(apply.inputs().get(1))
                && isPredicate(apply.inputs().get(2))));
  }

  /** Whether the function wants a truth for its input {@code index}. */
  static boolean takesTruth(Value.Apply apply, int index) {
    return switch (apply.function()) {
      case AND, OR, NOT -> true;
      case SELECT -> index == 0 || isPredicate(apply);
      default -> false;
    };
  }

  /** An expression of type {@code float}. */
  Expression number(Value value) {
    return number(value, LONGEST);
  }

  /** An expression of type {@code float} that stands alone. */
  Expression whole(Value value) {
    return number(value, Integer.MAX_VALUE);
  }

  private Expression number(Value value, int longest) {
    Expression own = expression(value, longest);
    return isPredicate(value)
        ? Expression.choice(own, Expression.primary("1f"), Expression.primary("0f"))
        : own;
  }

  /** An expression of type {@code boolean}. */
  private Expression truth(Value value) {
    Expression own = expression(value, LONGEST);
    return isPredicate(value)
        ? own
        : Expression.infix(own, "!=", Expression.primary("0f"), Expression.EQUALITY);
  }

  /** The value's own expression, declared before where it is long or used again. */
  private Expression expression(Value value, int longest) {
    String known = context.scope().scalar(value);
    if (known != null) {
      return Expression.primary(known);
    }
    Expression written = write(value);
    boolean isNamed =
        value instanceof Value.Number
            || value instanceof Value.Host
            || value instanceof Value.Reduced;
    return isNamed || context.isInlined(value, written.text(), longest)
        ? written
        : Expression.primary(declare(value, written));
  }

  /** The name of a local, or what is as short. */
  String name(Value value) {
    Expression expression = expression(value, Integer.MAX_VALUE);
    return value instanceof Value.Number
            || value instanceof Value.Host
            || value instanceof Value.Reduced
            || context.scope().scalar(value) != null
        ? expression.text()
        : declare(value, expression);
  }

  private String declare(Value value, Expression expression) {
    String type = isPredicate(value) ? "boolean" : value instanceof Value.Within ? "int" : "float";
    String name = context.scope().local(LocalNames.of(value, context.arguments()));
    context.lines().add(type + " " + name + " = " + expression + ";");
    context.scope().bindScalar(value, name);
    return name;
  }

  private Expression write(Value value) {
    Arguments arguments = context.arguments();
    if (value instanceof Value.Number number) {
      return ScalarCode.literal(number.value());
    } else if (value instanceof Value.Host host) {
      return host.node().op() instanceof Op.Constant constant
          ? ScalarCode.literal(constant.value())
          : Expression.primary(arguments.number(host.node()));
    } else if (value instanceof Value.Reduced reduced) {
      return Expression.primary(context.reduced(reduced));
    } else if (value instanceof Value.Load load) {
      String index = index(load.buffer(), load.at(), load.spot());
      return Expression.primary(arguments.array(load.buffer()) + "[" + index + "]");
    } else if (value instanceof Value.Within within) {
      return Expression.primary(
          "Positions.within(%s, %s)"
              .formatted(number(within.position()), Sizes.of(within.count())));
    } else if (value instanceof Value.Position position) {
      String text = context.places().of(position.at(), "");
      return new Expression(text, text.contains(" ") ? Expression.SUM : Expression.PRIMARY);
    } else if (value instanceof Value.Random random) {
      String key = arguments.key(random.stream());
      String kind = random.distribution() == Op.Random.Distribution.UNIFORM ? "uniform" : "normal";
      return Expression.primary(
          "RandomNumbers.%s((int) %s, (int) (%s >>> 32), %s)"
              .formatted(kind, key, key, context.places().of(random.element(), "")));
    } else if (value instanceof Value.Apply apply) {
      List<Expression> inputs = new ArrayList<>();
      for (int i = 0; i < apply.inputs().size(); i++) {
        Value input = apply.inputs().get(i);
        inputs.add(takesTruth(apply, i) ? truth(input) : number(input));
      }
      return ScalarCode.of(apply.function(), inputs);
    }
    throw new IllegalStateException(value + " has no name");
  }

  /** An {@code int} expression for a place in a buffer's array. */
  String index(Buffer buffer, Affine at, Value.@Nullable Spot spot) {
    String start = context.arguments().array(buffer) + "At";
    if (spot == null) {
      return context.places().of(at, start);
    }
    String place = name(spot.position());
    String distance = spot.stride().isOne() ? place : place + " * " + Sizes.operand(spot.stride());
    return context.places().of(at, start + " + " + distance);
  }
}
