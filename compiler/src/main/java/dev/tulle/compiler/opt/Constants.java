package dev.tulle.compiler.opt;

import dev.tulle.compiler.ir.Arithmetic;
import dev.tulle.compiler.ir.ElementType;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import org.jspecify.annotations.Nullable;

/** What is known of a node's elements when the program is compiled. */
final class Constants {
  private Constants() {}

  /** The number that every element of {@code node} is, or null. */
  static @Nullable Double of(Node node) {
    if (node.op() instanceof Op.Constant constant) {
      return constant.value();
    } else if (node.op() instanceof Op.Broadcast || node.op() instanceof Op.Reshape) {
      return of(node.input(0));
    } else if (node.op() instanceof Op.Map map && map.function().isPredicate()) {
      // A folded truth would be a number: it stays as it is and is looked through.
      double[] inputs = new double[node.inputs().size()];
      for (int i = 0; i < inputs.length; i++) {
        Double input = of(node.input(i));
        if (input == null) {
          return null;
        }
        inputs[i] = input;
      }
      return Arithmetic.apply(map.function(), inputs);
    }
    return null;
  }

  static boolean is(Node node, double value) {
    Double constant = of(node);
    return constant != null && constant == value;
  }

  /** Whether no element can be infinite or not a number. */
  static boolean isFinite(Node node) {
    Double constant = of(node);
    if (constant != null) {
      return Double.isFinite(constant);
    }
    if (node.type() != ElementType.FLOAT || node.op() instanceof Op.Extent) {
      return true;
    }
    return (node.op() instanceof Op.Broadcast || node.op() instanceof Op.Reshape)
        && isFinite(node.input(0));
  }

  /** Whether {@code value} is a power of two whose reciprocal is exact in float. */
  static boolean isPowerOfTwo(double value) {
    int exponent = Math.getExponent(value);
    return Math.abs(value) == Math.scalb(1.0, exponent) && Math.abs(exponent) < 100;
  }
}
