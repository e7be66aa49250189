package dev.tulle.compiler.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A case while a net is held against it: knows which of its arrays have had their turn. */
final class Comparison {
  private final VectorCase vectors;
  private final double tolerance;
  private final Set<String> left;

  Comparison(VectorCase vectors, double tolerance) {
    this.vectors = vectors;
    this.tolerance = tolerance;
    this.left = new TreeSet<>(vectors.tensors());
  }

  /** Whether an array says what has to come out, and not what goes in. */
  static boolean isWanted(String tensor) {
    return Stream.of("out.", "grad.", "newstate.", "final.").anyMatch(tensor::startsWith);
  }

  /** An array that the net gets. */
  double[] given(String tensor) {
    assertThat(isWanted(tensor)).as(tensor).isFalse();
    left.remove(tensor);
    return vectors.tensor(tensor);
  }

  /** As {@link #given}, with axes in another order. */
  double[] given(String tensor, List<Integer> order) {
    return Axes.permute(given(tensor), vectors.shape(tensor), order);
  }

  /** An array that the caller compares. */
  double[] wanted(String tensor) {
    assertThat(isWanted(tensor)).as(tensor).isTrue();
    left.remove(tensor);
    return vectors.tensor(tensor);
  }

  /** Holds each element against the case's. */
  void check(String tensor, double[] got) {
    check(tensor, got, IntStream.range(0, vectors.shape(tensor).size()).boxed().toList());
  }

  /** Holds each element against the case's, whose axes are taken in another order. */
  void check(String tensor, double[] got, List<Integer> order) {
    double[] want = Axes.permute(wanted(tensor), vectors.shape(tensor), order);
    Agreement.check(tensor, got, want, tolerance);
  }

  /** Fails where the case has an array that no net was given or held against. */
  void finish() {
    assertThat(left).as("arrays of %s that nothing reads or compares", vectors).isEmpty();
  }
}
