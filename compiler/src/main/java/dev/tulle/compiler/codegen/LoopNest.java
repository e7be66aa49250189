package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.Kernel;
import java.util.ArrayList;
import java.util.List;

/**
 * The loops of a kernel: what their counters are called, and from where to where the innermost one
 * goes, along which vectors lie.
 */
final class LoopNest {
  /** Floats that are added up in float before they are added in double. */
  static final int CHUNK = 4096;

  private final Kernel.Loop kernel;
  private final boolean counted;
  private final boolean vector;
  private final List<String> names;
  private final int operations;
  private final int flat;

  /**
   * @param counted whether the length of its only loop is an argument
   * @param vector whether it is written as vectors, where it has a loop along which these lie
   */
  LoopNest(Kernel.Loop kernel, boolean counted, boolean vector) {
    this.kernel = kernel;
    this.counted = counted;
    this.vector = vector && !kernel.inner().isEmpty();
    this.names = names(kernel);
    this.operations =
        kernel.stages().stream().mapToInt(s -> OperationCount.of(s.roots().toList())).sum();
    this.flat = ShortRows.flat(kernel, operations);
  }

  /** Counters: the loop over the rows of the batch is called so, the innermost one column. */
  private static List<String> names(Kernel.Loop kernel) {
    var names = new ArrayList<String>();
    for (Size size : kernel.outer()) {
      names.add(name(size, names, "i" + names.size()));
    }
    for (int i = 0; i < kernel.middle().size(); i++) {
      names.add(name(kernel.middle().get(i), names, "m" + i));
    }
    if (!kernel.inner().isEmpty()) {
      names.add(names.isEmpty() ? "i" : "column");
    }
    return names;
  }

  private static String name(Size size, List<String> names, String otherwise) {
    return size.equals(Size.ROWS) && !names.contains("row") ? "row" : otherwise;
  }

  Kernel.Loop kernel() {
    return kernel;
  }

  boolean isVector() {
    return vector;
  }

  /** The counters of all loops, outermost first. */
  List<String> names() {
    return names;
  }

  /** The counter of one of the outer loops. */
  String outer(int loop) {
    return names.get(loop);
  }

  /** The counter of one of the loops of a reduction. */
  String middle(int loop) {
    return names.get(kernel.outer().size() + loop);
  }

  /** The counter of the innermost loop. */
  String inner() {
    return names.get(names.size() - 1);
  }

  /** How many of the outer loops one counter goes through; those behind them are loops. */
  int flat() {
    return flat;
  }

  /** The counter that goes through these. */
  String flatCounter() {
    return flat == 1 ? names.get(0) : "flat";
  }

  /** Operations on a vector in one go through the kernel. */
  int operations() {
    return operations;
  }

  boolean hasOuter() {
    return !kernel.outer().isEmpty();
  }

  /** Whether pieces are parts of the innermost loop. */
  boolean isCutInside() {
    return !hasOuter() && !kernel.inner().isEmpty() && (kernel.columns() || !hasReductions());
  }

  private boolean hasReductions() {
    return kernel.stages().stream().anyMatch(s -> !s.reductions().isEmpty());
  }

  /** Where a piece begins on the innermost loop. */
  String begin() {
    return isCutInside() ? "from" : "0";
  }

  /** Where a piece ends on the innermost loop. */
  String end() {
    return isCutInside() ? "to" : length();
  }

  /** Elements from a vector on to an end. */
  String left(String end) {
    return end + " - " + inner();
  }

  /** How long the innermost loop is. */
  String length() {
    return counted ? "count" : Sizes.of(kernel.inner().get(0));
  }

  /** Whether the last vector of a row is always full, whatever the machine's vectors are. */
  boolean isWhole() {
    Size inner = kernel.inner().get(0);
    return !counted && inner.coefficient() % 16 == 0;
  }

  boolean isChunked() {
    return isChunked(kernel);
  }

  /** Whether reductions add up chunk by chunk, since rows may be long. */
  static boolean isChunked(Kernel.Loop kernel) {
    Size inner = kernel.inner().get(0);
    return !inner.isKnown() || inner.value() > CHUNK;
  }
}
