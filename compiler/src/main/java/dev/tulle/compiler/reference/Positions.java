package dev.tulle.compiler.reference;

import dev.tulle.compiler.ir.Op;
import java.util.Arrays;

/** Slices by computed positions. */
final class Positions {
  private Positions() {}

  static Tensor gather(Op.Gather gather, Tensor table, Tensor positions, int[] sizes) {
    int picks = positions.sizes().length;
    return Tensor.of(
        sizes, index -> table.at(slot(gather.batch(), picks, index, positions, table.sizes())));
  }

  static Tensor scatter(Op.Scatter scatter, Tensor values, Tensor positions, int[] sizes) {
    var sums = new Tensor(sizes, new double[Tensor.count(sizes)]);
    int picks = positions.sizes().length;
    int[] index = new int[values.sizes().length];
    for (double element : values.elements()) {
      int[] slot = slot(scatter.batch(), picks, index, positions, sizes);
      sums.elements()[sums.position(slot)] += element;
      Tensor.advance(index, values.sizes());
    }
    return sums;
  }

  /**
   * The index {@code [batch…, position, rest…]} that belongs to {@code [batch…, picks…, rest…]}.
   */
  private static int[] slot(int batch, int picks, int[] index, Tensor positions, int[] sizes) {
    double position = Math.floor(positions.at(Arrays.copyOf(index, picks)));
    int[] slot = new int[sizes.length];
    System.arraycopy(index, 0, slot, 0, batch);
    slot[batch] = (int) Math.max(0, Math.min(sizes[batch] - 1, position));
    System.arraycopy(index, picks, slot, batch + 1, slot.length - batch - 1);
    return slot;
  }
}
