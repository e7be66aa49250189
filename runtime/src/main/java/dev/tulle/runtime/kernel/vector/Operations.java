package dev.tulle.runtime.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The operations that kernels are made of, each done once before the first kernel is compiled.
 *
 * <p>The Vector API looks up in a cache what implements an operation, and the first use fills it.
 * Where that first use comes in compiled code, the code is thrown away, and HotSpot's second
 * compiler remembers so for the look-up, which every operation of every kernel contains. It adds up
 * what it remembers over a method: with some thirty operations it then takes no receiver for
 * granted any more, and vectors become objects for good. It happened to half of the trainings of an
 * LSTM.
 */
public final class Operations {
  private Operations() {}

  /**
   * Does each once.
   *
   * @return a number that depends on all of them
   */
  public static float meet() {
    FloatVector one = FloatVector.broadcast(FloatVector.SPECIES_PREFERRED, 1);
    FloatVector two = one.add(one);
    FloatVector floats = two.mul(two).sub(one).div(two).max(one).min(two).fma(two, one);
    floats = floats.neg().abs().sqrt().add(one);
    IntVector ints = floats.reinterpretAsInts();
    ints = ints.add(ints).sub(ints).mul(ints).lanewise(VectorOperators.XOR, ints);
    ints = ints.lanewise(VectorOperators.AND, 7).lanewise(VectorOperators.LSHL, 3);
    ints = ints.lanewise(VectorOperators.LSHR, 2).lanewise(VectorOperators.ASHR, 1);
    VectorMask<Float> less = floats.compare(VectorOperators.LT, one);
    FloatVector chosen = one.blend(floats, less.and(less.not()).or(less));
    FloatVector converted = (FloatVector) ints.convert(VectorOperators.I2F, 0);
    return converted.add(chosen).reduceLanes(VectorOperators.MAX)
        + converted.reduceLanes(VectorOperators.MIN);
  }
}
