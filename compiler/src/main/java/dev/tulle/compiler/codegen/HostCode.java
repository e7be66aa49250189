package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Numbers of shape [] as Java expressions in double; truths are 1 and 0. */
final class HostCode {
  /** What makes a number of a truth. */
  private static final String TRUTH = " ? 1.0 : 0.0";

  private HostCode() {}

  /**
   * An expression for the node.
   *
   * @param names of inputs that have one; the others are written out
   * @param reads expressions for what is read, by name; host numbers that are missing are locals of
   *     their own camel name
   */
  static Expression of(Node node, Map<Node, Expression> names, Map<String, Expression> reads) {
    Op op = node.op();
    if (op instanceof Op.Constant constant) {
      return constant(constant.value());
    } else if (op instanceof Op.Extent extent) {
      return Expression.prefix("(double) ", size(extent));
    } else if (op instanceof Op.Read read) {
      return reads.getOrDefault(read.name(), Expression.primary(Identifiers.camel(read.name())));
    }
    boolean whole = op instanceof Op.Map map && staysWhole(map.function(), node, names, reads);
    List<Expression> inputs =
        node.inputs().stream()
            .map(i -> convert(operand(i, names, reads), whole && isWhole(i, names, reads)))
            .toList();
    if (op instanceof Op.Map map) {
      return function(map.function(), inputs);
    } else if (op instanceof Op.Broadcast || op instanceof Op.Reshape) {
      return inputs.get(0);
    }
    throw new IllegalStateException(op + " is no number of the host");
  }

  /**
   * Whether Java would compute a function of whole numbers as one: a division behind it would lose
   * the fraction, and a product might not fit. So no function is ever whole; what is read may be.
   */
  private static boolean staysWhole(
      ScalarFunction function,
      Node node,
      Map<Node, Expression> names,
      Map<String, Expression> reads) {
    List<Node> values = node.inputs();
    switch (function) {
      // They take doubles, whatever they are given.
      case FLOOR, EXP, LOG, SQRT, TANH, SIN, COS, NOT -> {
        return false;
      }
      case SELECT -> values = values.subList(1, 3);
      default -> {}
    }
    return values.stream().allMatch(i -> isWhole(i, names, reads));
  }

  /**
   * Whether the node's expression is a {@code long}: what the host gives, and has no other name.
   */
  private static boolean isWhole(
      Node node, Map<Node, Expression> names, Map<String, Expression> reads) {
    if (names.containsKey(node)) {
      return false;
    }
    Op op = node.op();
    return op instanceof Op.Read read
        ? !reads.containsKey(read.name())
        : (op instanceof Op.Broadcast || op instanceof Op.Reshape)
            && isWhole(node.input(0), names, reads);
  }

  private static Expression convert(Expression number, boolean whole) {
    return whole ? Expression.prefix("(double) ", number) : number;
  }

  private static Expression size(Op.Extent extent) {
    String text = Sizes.of(extent.size());
    return new Expression(text, text.contains(" ") ? Expression.PRODUCT : Expression.PRIMARY);
  }

  private static Expression operand(
      Node node, Map<Node, Expression> names, Map<String, Expression> reads) {
    Expression name = names.get(node);
    return name == null ? of(node, names, reads) : name;
  }

  /** A {@code double} literal. */
  static String literal(double value) {
    return constant(value).text();
  }

  private static Expression constant(double value) {
    if (Double.isNaN(value)) {
      return Expression.primary("Double.NaN");
    }
    if (Double.isInfinite(value)) {
      return Expression.primary(
          value > 0 ? "Double.POSITIVE_INFINITY" : "Double.NEGATIVE_INFINITY");
    }
    String text = Double.toString(value);
    return new Expression(text, text.startsWith("-") ? Expression.UNARY : Expression.PRIMARY);
  }

  private static Expression function(ScalarFunction function, List<Expression> x) {
    return switch (function) {
      case POWER -> call("Math.pow", x);
      case MODULO -> modulo(x.get(0), x.get(1));
      case FLOOR -> call("Math.floor", x);
      case EXP -> call("Math.exp", x);
      case LOG -> call("Math.log", x);
      case SQRT -> call("Math.sqrt", x);
      case TANH -> call("Math.tanh", x);
      case SIN -> call("Math.sin", x);
      case COS -> call("Math.cos", x);
      case LESS, LESS_EQUAL, EQUAL -> number(ScalarCode.of(function, x));
      case AND, OR, NOT ->
          number(ScalarCode.of(function, x.stream().map(HostCode::truth).toList()));
      case SELECT -> Expression.choice(truth(x.get(0)), x.get(1), x.get(2));
      default -> ScalarCode.of(function, x);
    };
  }

  private static Expression modulo(Expression a, Expression b) {
    Expression whole = call("Math.floor", List.of(Expression.infix(a, "/", b, Expression.PRODUCT)));
    Expression times = Expression.infix(b, "*", whole, Expression.PRODUCT);
    return Expression.infix(a, "-", times, Expression.SUM);
  }

  private static Expression number(Expression truth) {
    return Expression.choice(truth, Expression.primary("1.0"), Expression.primary("0.0"));
  }

  private static Expression truth(Expression number) {
    if (number.text().endsWith(TRUTH)) {
      String test = number.text().substring(0, number.text().length() - TRUTH.length());
      return new Expression(test, Expression.OR);
    }
    return Expression.infix(number, "!=", Expression.primary("0"), Expression.EQUALITY);
  }

  private static Expression call(String name, List<Expression> arguments) {
    return Expression.primary(
        arguments.stream()
            .map(Expression::text)
            .collect(Collectors.joining(", ", name + "(", ")")));
  }
}
