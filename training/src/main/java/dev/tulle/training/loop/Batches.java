package dev.tulle.training.loop;

import dev.tulle.runtime.Dim;
import dev.tulle.runtime.Port;
import dev.tulle.runtime.TrainingNet;
import dev.tulle.training.data.DataException;
import dev.tulle.training.data.Dataset;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Copies rows of a dataset to where a net reads its batch. */
final class Batches {
  private final TrainingNet net;
  private final Dataset data;
  private final int[] offsets;
  private final int[] widths;

  /** How long what varies is in all rows of the data. */
  private final int[] lengths;

  Batches(TrainingNet net, Dataset data) {
    this.net = net;
    this.data = data;
    offsets = data.ports().stream().mapToInt(port -> net.offset(port.name())).toArray();
    widths = IntStream.range(0, offsets.length).map(data::width).toArray();
    lengths = lengths();
  }

  private int[] lengths() {
    List<Port> ports = data.ports();
    try {
      return Dim.lengths(net.dims(), ports, port -> widths[ports.indexOf(port)]);
    } catch (IllegalArgumentException e) {
      throw new DataException(
          "D302",
          Objects.requireNonNull(e.getMessage()),
          "inputs and targets that share a dim are of one length, within its bound");
    }
  }

  /** The rows at the places {@code order[from]} to {@code order[from + count - 1]}. */
  void load(int[] order, int from, int count) {
    net.lengths(lengths);
    for (int port = 0; port < offsets.length; port++) {
      for (int row = 0; row < count; row++) {
        data.copy(port, order[from + row], net.workspace, offsets[port] + row * widths[port]);
      }
    }
  }

  /** Rows {@code from} to {@code from + count - 1}. */
  void load(int from, int count) {
    net.lengths(lengths);
    for (int port = 0; port < offsets.length; port++) {
      for (int row = 0; row < count; row++) {
        data.copy(port, data.place(from + row), net.workspace, offsets[port] + row * widths[port]);
      }
    }
  }
}
