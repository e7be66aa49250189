package dev.tulle.training.loop;

import dev.tulle.runtime.TrainingNet;
import dev.tulle.training.data.Dataset;

/** Copies rows of a dataset to where a net reads its batch. */
final class Batches {
  private final TrainingNet net;
  private final Dataset data;
  private final int[] offsets;
  private final int[][] widths;
  private final int[][] lengths;

  Batches(TrainingNet net, Dataset data) {
    this.net = net;
    this.data = data;
    offsets = data.ports().stream().mapToInt(port -> net.offset(port.name())).toArray();
    widths = new int[data.kinds()][];
    lengths = new int[data.kinds()][];
    for (int kind = 0; kind < widths.length; kind++) {
      widths[kind] = data.widths(kind);
      lengths[kind] = data.lengths(kind);
    }
  }

  /**
   * The rows at the places {@code order[from]} to {@code order[from + count - 1]}, all of one kind.
   */
  void load(int[] order, int from, int count) {
    int kind = data.kind(order[from]);
    net.lengths(lengths[kind]);
    for (int port = 0; port < offsets.length; port++) {
      int width = widths[kind][port];
      for (int row = 0; row < count; row++) {
        data.copy(port, order[from + row], net.workspace, offsets[port] + row * width);
      }
    }
  }
}
