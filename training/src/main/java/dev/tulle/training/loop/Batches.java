package dev.tulle.training.loop;

import dev.tulle.runtime.TrainingNet;
import dev.tulle.training.data.Dataset;

/** Copies rows of a dataset to where a net reads its batch. */
final class Batches {
  private final TrainingNet net;
  private final Dataset data;
  private final int[] offsets;
  private final int[] widths;

  Batches(TrainingNet net, Dataset data) {
    this.net = net;
    this.data = data;
    offsets = data.ports().stream().mapToInt(port -> net.offset(port.name())).toArray();
    widths = data.ports().stream().mapToInt(port -> port.width()).toArray();
  }

  /** The rows at the places {@code order[from]} to {@code order[from + count - 1]}. */
  void load(int[] order, int from, int count) {
    for (int port = 0; port < offsets.length; port++) {
      for (int row = 0; row < count; row++) {
        data.copy(port, order[from + row], net.workspace, offsets[port] + row * widths[port]);
      }
    }
  }

  /** Rows {@code from} to {@code from + count - 1}. */
  void load(int from, int count) {
    for (int port = 0; port < offsets.length; port++) {
      for (int row = 0; row < count; row++) {
        data.copy(port, data.place(from + row), net.workspace, offsets[port] + row * widths[port]);
      }
    }
  }
}
