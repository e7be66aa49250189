package dev.tulle.training.data;

import dev.tulle.runtime.Dim;
import dev.tulle.runtime.Port;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** How long the dims of a net are in each row, and so which rows can be of one batch. */
final class RowLengths {
  /** As long as each other: numbers a row of each port, and the length of each dim. */
  private record Kind(int[] widths, int[] lengths) {}

  private final List<Kind> kinds = new ArrayList<>();

  /** The kind of each row; empty where all are of one. */
  private final int[] kind;

  private RowLengths(int rows) {
    kind = new int[rows];
  }

  /**
   * Finds out the lengths.
   *
   * @throws DataException D302 where the widths that all rows have are no lengths within the
   *     bounds, D304 where those of one row are not
   */
  static RowLengths of(
      Table table, int[] rows, List<Port> ports, List<Dim> dims, List<Stretches> values) {
    boolean uneven = values.stream().anyMatch(Stretches::isUneven);
    RowLengths lengths = new RowLengths(uneven ? rows.length : 0);
    Map<List<Integer>, Integer> known = new HashMap<>();
    for (int row = 0; row < (uneven ? rows.length : 1); row++) {
      List<Integer> widths = new ArrayList<>();
      for (Stretches stretches : values) {
        widths.add(stretches.width(row));
      }
      Integer kind = known.get(widths);
      if (kind == null) {
        kind = known.size();
        known.put(widths, kind);
        int[] found =
            uneven ? lengths(table, rows, row, ports, dims, values) : common(ports, dims, widths);
        lengths.kinds.add(new Kind(widths.stream().mapToInt(w -> w).toArray(), found));
      }
      if (uneven) {
        lengths.kind[row] = kind;
      }
    }
    return lengths;
  }

  private static int[] common(List<Port> ports, List<Dim> dims, List<Integer> widths) {
    try {
      return Dim.lengths(dims, ports, port -> widths.get(ports.indexOf(port)));
    } catch (IllegalArgumentException e) {
      throw new DataException(
          "D302",
          Objects.requireNonNull(e.getMessage()),
          "inputs and targets that share a dim are of one length, within its bound");
    }
  }

  private static int[] lengths(
      Table table, int[] rows, int row, List<Port> ports, List<Dim> dims, List<Stretches> values) {
    String place = table.place(rows[row]);
    for (int p = 0; p < values.size(); p++) {
      if (values.get(p).isUneven()) {
        check(place, ports.get(p), dims, values.get(p), row);
      }
    }
    try {
      return Dim.lengths(dims, ports, port -> values.get(ports.indexOf(port)).width(row));
    } catch (IllegalArgumentException e) {
      throw new DataException(
          "D304",
          place + ": " + e.getMessage(),
          "inputs and targets that share a dim are of one length in a row");
    }
  }

  /** Refuses a row whose port says by itself that it does not fit. */
  private static void check(String place, Port port, List<Dim> dims, Stretches values, int row) {
    int width = values.width(row);
    int position = port.position();
    DataException mistake = null;
    if (port.varying().isEmpty()) {
      if (width != port.width()) {
        mistake =
            new DataException(
                "D304",
                "%s: `%s` has %d numbers, and the net takes %d"
                    .formatted(place, port.name(), width, port.width()),
                "give every row as many, or let a dim of the input vary: `dim time <= %d`"
                    .formatted(Math.max(width, port.width())));
      }
    } else if (width == 0) {
      mistake =
          new DataException(
              "D304",
              "%s: `%s` is empty, a length of 0".formatted(place, port.name()),
              "a row has one position at least: leave this one out");
    } else if (width % position != 0) {
      mistake =
          new DataException(
              "D304",
              "%s: `%s` has %d numbers, which is no multiple of the %d of a position"
                  .formatted(place, port.name(), width, position),
              "the numbers of a row stand position by position");
    } else if (port.varying().size() == 1) {
      Port.Varying axis = port.varying().get(0);
      Dim dim = dims.stream().filter(d -> d.name().equals(axis.dim())).findFirst().orElseThrow();
      int length = (width / position - axis.plus()) / axis.times();
      if (length > dim.most()) {
        int longest =
            IntStream.range(0, values.starts().length - 1).map(values::width).max().orElse(0);
        mistake =
            new DataException(
                "D304",
                "%s: `%s` makes `%s` %d long, and `dim %s <= %d`"
                    .formatted(place, port.name(), dim.name(), length, dim.name(), dim.most()),
                "shorten the row, or let the dim be longer; `dim %s <= %d` takes all rows"
                    .formatted(dim.name(), (longest / position - axis.plus()) / axis.times()));
      }
    }
    if (mistake != null) {
      throw mistake.in(port.name());
    }
  }

  /** How many kinds of rows there are. */
  int kinds() {
    return kinds.size();
  }

  int kind(int place) {
    return kind.length == 0 ? 0 : kind[place];
  }

  int[] widths(int kind) {
    return kinds.get(kind).widths();
  }

  int[] lengths(int kind) {
    return kinds.get(kind).lengths();
  }
}
