package dev.tulle.compiler.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/** Holds numbers against PyTorch's. */
final class Agreement {
  /** Of the interpreter, which computes in double as PyTorch did. */
  static final double DOUBLE = 1e-9;

  /** Of generated code, which computes in float. */
  static final double FLOAT = 1e-5;

  /** Of generated code where numbers far from 1 are subtracted from each other. */
  static final double LARGE = 2e-4;

  private Agreement() {}

  /** Each element is within {@code tolerance * max(1, largest wanted)}. */
  static void check(String what, double[] got, double[] want, double tolerance) {
    within(what, got, want, tolerance * Math.max(1, largest(want)));
  }

  /** Each element is no further away than {@code distance}. */
  static void within(String what, double[] got, double[] want, double distance) {
    assertThat(got).as(what).hasSameSizeAs(want);
    for (int i = 0; i < want.length; i++) {
      // Written so that NaN fails.
      assertThat(Math.abs(got[i] - want[i]) <= distance)
          .as("%s, element %d: got %s, want %s", what, i, got[i], want[i])
          .isTrue();
    }
  }

  /** The tolerance of generated code for inputs of some size: softmax of 100 is not that of 1. */
  static double ofFloat(double[] inputs) {
    return largest(inputs) > 20 ? LARGE : FLOAT;
  }

  private static double largest(double[] elements) {
    return Arrays.stream(elements).map(Math::abs).max().orElse(0);
  }
}
