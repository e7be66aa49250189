package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import java.util.List;
import java.util.Map;

/** Numbers of shape [] as Java expressions in double; truths are 1 and 0. */
final class HostCode {
  private HostCode() {}

  /**
   * An expression for the node.
   *
   * @param names of the inputs that are not constants
   * @param reads expressions for what is read, by name; host numbers that are missing are locals of
   *     their own camel name
   */
  static String of(Node node, Map<Node, String> names, Map<String, String> reads) {
    Op op = node.op();
    if (op instanceof Op.Constant constant) {
      return literal(constant.value());
    } else if (op instanceof Op.Extent extent) {
      return "(double) " + Sizes.operand(extent.size());
    } else if (op instanceof Op.Read read) {
      return reads.getOrDefault(read.name(), Identifiers.camel(read.name()));
    }
    // What is read may be a whole number; two of them would be divided as such.
    boolean whole = reads.isEmpty() && node.inputs().stream().allMatch(i -> i.op() instanceof Op.Read);
    List<String> inputs =
        node.inputs().stream()
            .map(i -> (whole ? "(double) " : "") + operand(i, names, reads))
            .toList();
    if (op instanceof Op.Map map) {
      return function(map.function(), inputs);
    } else if (op instanceof Op.Broadcast || op instanceof Op.Reshape) {
      return inputs.get(0);
    }
    throw new IllegalStateException(op + " is no number of the host");
  }

  private static String operand(Node node, Map<Node, String> names, Map<String, String> reads) {
    String name = names.get(node);
    return name == null ? of(node, names, reads) : name;
  }

  static String literal(double value) {
    if (Double.isNaN(value)) {
      return "Double.NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "Double.POSITIVE_INFINITY" : "Double.NEGATIVE_INFINITY";
    }
    return value < 0 ? "(" + value + ")" : Double.toString(value);
  }

  private static String function(ScalarFunction function, List<String> x) {
    String a = x.get(0);
    String b = x.size() > 1 ? x.get(1) : "";
    return switch (function) {
      case ADD -> a + " + " + b;
      case SUBTRACT -> a + " - " + b;
      case MULTIPLY -> a + " * " + b;
      case DIVIDE -> a + " / " + b;
      case POWER -> "Math.pow(" + a + ", " + b + ")";
      case MODULO -> a + " - " + b + " * Math.floor(" + a + " / " + b + ")";
      case MINIMUM -> "Math.min(" + a + ", " + b + ")";
      case MAXIMUM -> "Math.max(" + a + ", " + b + ")";
      case NEGATE -> "-" + a;
      case ABS -> "Math.abs(" + a + ")";
      case SIGN -> "Math.signum(" + a + ")";
      case FLOOR -> "Math.floor(" + a + ")";
      case EXP -> "Math.exp(" + a + ")";
      case LOG -> "Math.log(" + a + ")";
      case SQRT -> "Math.sqrt(" + a + ")";
      case TANH -> "Math.tanh(" + a + ")";
      case ERF -> "ScalarMath.erf(" + a + ")";
      case SIN -> "Math.sin(" + a + ")";
      case COS -> "Math.cos(" + a + ")";
      case LESS -> "(" + a + " < " + b + " ? 1.0 : 0.0)";
      case LESS_EQUAL -> "(" + a + " <= " + b + " ? 1.0 : 0.0)";
      case EQUAL -> "(" + a + " == " + b + " ? 1.0 : 0.0)";
      case AND -> "(" + a + " != 0 && " + b + " != 0 ? 1.0 : 0.0)";
      case OR -> "(" + a + " != 0 || " + b + " != 0 ? 1.0 : 0.0)";
      case NOT -> "(" + a + " == 0 ? 1.0 : 0.0)";
      case SELECT -> "(" + a + " != 0 ? " + b + " : " + x.get(2) + ")";
    };
  }
}
