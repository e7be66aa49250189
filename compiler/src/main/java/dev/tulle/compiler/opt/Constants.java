package dev.tulle.compiler.opt;

import dev.tulle.compiler.ir.Arithmetic;
import dev.tulle.compiler.ir.ElementType;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import org.jspecify.annotations.Nullable;

/** What is known of a node's elements when the program is compiled. */
final class Constants {
  /** Numbers are drawn from 0 up to this one: 24 bits behind the point. */
  private static final double LARGEST_UNIFORM = 1 - 0x1p-24;

  private Constants() {}

  /** The number that every element of {@code node} is, or null. */
  static @Nullable Double of(Node node) {
    if (node.op() instanceof Op.Constant constant) {
      return constant.value();
    } else if (node.op() instanceof Op.Broadcast || node.op() instanceof Op.Reshape) {
      return of(node.input(0));
    } else if (node.op() instanceof Op.Map map && map.function().isPredicate()) {
      // A folded truth would be a number: it stays as it is and is looked through.
      if (map.function() == ScalarFunction.LESS || map.function() == ScalarFunction.LESS_EQUAL) {
        return ofComparison(map.function(), node.input(0), node.input(1));
      }
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

  /** Also of numbers that are drawn, where all of them compare alike. */
  private static @Nullable Double ofComparison(ScalarFunction function, Node x, Node y) {
    boolean strict = function == ScalarFunction.LESS;
    if (strict ? most(x) < least(y) : most(x) <= least(y)) {
      return 1.0;
    }
    return (strict ? least(x) >= most(y) : least(x) > most(y)) ? 0.0 : null;
  }

  /** The least that an element may be; not a number where nothing is known. */
  private static double least(Node node) {
    Double constant = of(node);
    return constant != null ? constant : isUniform(node) ? 0 : Double.NaN;
  }

  /** The most that an element may be; not a number where nothing is known. */
  private static double most(Node node) {
    Double constant = of(node);
    return constant != null ? constant : isUniform(node) ? LARGEST_UNIFORM : Double.NaN;
  }

  private static boolean isUniform(Node node) {
    return node.op() instanceof Op.Random random
        && random.distribution() == Op.Random.Distribution.UNIFORM;
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
