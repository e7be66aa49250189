package dev.tulle.compiler.drawing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds where the cells of each row stand from left to right: as near to what they are connected
 * with as their neighbours let them.
 */
final class Columns {
  private static final int SWEEPS = 16;
  private static final double FREE = 0.01;

  private final List<List<Cell>> rows;

  private Columns(List<List<Cell>> rows) {
    this.rows = rows;
  }

  /** Sets the middles; the left edge of the leftmost cell is at 0. Gives the width of all. */
  static double place(List<List<Cell>> rows) {
    return new Columns(rows).place();
  }

  private double place() {
    rows.forEach(row -> pull(row, false, false));
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int row = 1; row < rows.size(); row++) {
        pull(rows.get(row), true, false);
      }
      for (int row = rows.size() - 2; row >= 0; row--) {
        pull(rows.get(row), sweep > SWEEPS / 2, true);
      }
    }
    for (int row = 1; row < rows.size(); row++) {
      pull(rows.get(row), true, false);
    }
    rows.forEach(row -> row.forEach(cell -> cell.x = Math.rint(cell.x)));
    rows.forEach(row -> row.forEach(this::straighten));
    double left = Double.MAX_VALUE;
    double right = -Double.MAX_VALUE;
    for (List<Cell> row : rows) {
      for (Cell cell : row) {
        left = Math.min(left, cell.x - Math.ceil(cell.width / 2));
        right = Math.max(right, cell.x + Math.ceil(cell.width / 2));
      }
    }
    for (List<Cell> row : rows) {
      for (Cell cell : row) {
        cell.x -= left;
      }
    }
    return right - left;
  }

  /**
   * Moves the cells of a row to the mean of what they are connected with, in the sense of least
   * squares: neighbours that would come too near to each other move as one (pool adjacent
   * violators).
   */
  private static void pull(List<Cell> row, boolean up, boolean down) {
    double[] offsets = new double[row.size()];
    var groups = new ArrayList<Group>();
    for (int i = 0; i < row.size(); i++) {
      offsets[i] = i == 0 ? 0 : offsets[i - 1] + apart(row.get(i - 1), row.get(i));
      Group group = group(row.get(i), i, offsets[i], up, down);
      while (!groups.isEmpty() && groups.get(groups.size() - 1).mean() > group.mean()) {
        group = groups.remove(groups.size() - 1).with(group);
      }
      groups.add(group);
    }
    for (Group group : groups) {
      for (int i = group.first; i <= group.last; i++) {
        row.get(i).x = group.mean() + offsets[i];
      }
    }
  }

  private static Group group(Cell cell, int place, double offset, boolean up, boolean down) {
    double sum = 0;
    double weight = 0;
    if (up) {
      for (Cell.Link link : cell.above) {
        sum += link.weight() * (link.from() - link.lowerOffset());
        weight += link.weight();
      }
    }
    if (down) {
      for (Cell.Link link : cell.below) {
        sum += link.weight() * (link.to() - link.upperOffset());
        weight += link.weight();
      }
    }
    if (weight == 0) {
      // Nothing pulls it: it stays, and gives way.
      weight = FREE;
      sum = weight * cell.x;
    }
    return new Group(place, place, sum - weight * offset, weight);
  }

  /** Puts the places that a long line passes below each other, as many as there is room for. */
  private void straighten(Cell start) {
    if (start.above.size() == 1 && passes(start.above.get(0).upper()) && passes(start)) {
      return;
    }
    var straight = new ArrayList<Cell>();
    double low = -Double.MAX_VALUE;
    double high = Double.MAX_VALUE;
    for (Cell cell = start; cell != null && passes(cell); cell = next(cell)) {
      if (Math.max(low, lowest(cell)) > Math.min(high, highest(cell))) {
        align(straight, low, high);
        straight.clear();
        low = -Double.MAX_VALUE;
        high = Double.MAX_VALUE;
      }
      low = Math.max(low, lowest(cell));
      high = Math.min(high, highest(cell));
      straight.add(cell);
    }
    align(straight, low, high);
  }

  private static boolean passes(Cell cell) {
    return cell.kind == Cell.Kind.PASS
        || cell.kind == Cell.Kind.LABEL
            && cell.below.size() == 1
            && cell.below.get(0).lower().kind == Cell.Kind.PASS;
  }

  private static @Nullable Cell next(Cell cell) {
    return cell.below.size() == 1 ? cell.below.get(0).lower() : null;
  }

  private static void align(List<Cell> cells, double low, double high) {
    double mean = cells.stream().mapToDouble(cell -> cell.x).average().orElse(0);
    double x = Math.rint(Math.min(high, Math.max(low, mean)));
    cells.forEach(cell -> cell.x = x);
  }

  private double lowest(Cell cell) {
    List<Cell> row = rows.get(cell.row);
    Cell left = cell.place == 0 ? null : row.get(cell.place - 1);
    return left == null ? -Double.MAX_VALUE : Math.ceil(left.x + apart(left, cell));
  }

  private double highest(Cell cell) {
    List<Cell> row = rows.get(cell.row);
    Cell right = cell.place == row.size() - 1 ? null : row.get(cell.place + 1);
    return right == null ? Double.MAX_VALUE : Math.floor(right.x - apart(cell, right));
  }

  /** How far apart the middles of neighbours are at least, before rounding. */
  private static double apart(Cell left, Cell right) {
    boolean boxes = left.kind == Cell.Kind.BOX && right.kind == Cell.Kind.BOX;
    return (left.width + right.width) / 2 + (boxes ? Style.BETWEEN : Style.BETWEEN_LINES);
  }

  /** Neighbours that move as one; their distances are taken off. */
  private record Group(int first, int last, double sum, double weight) {
    double mean() {
      return sum / weight;
    }

    Group with(Group next) {
      return new Group(first, next.last, sum + next.sum, weight + next.weight);
    }
  }
}
