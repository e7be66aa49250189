package dev.tulle.compiler.drawing;

import java.util.ArrayList;
import java.util.List;

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
    double left = Double.MAX_VALUE;
    double right = -Double.MAX_VALUE;
    for (List<Cell> row : rows) {
      for (Cell cell : row) {
        cell.x = Math.rint(cell.x);
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
        sum += link.weight() * (link.upper().x + link.upperOffset() - link.lowerOffset());
        weight += link.weight();
      }
    }
    if (down) {
      for (Cell.Link link : cell.below) {
        sum += link.weight() * (link.lower().x + link.lowerOffset() - link.upperOffset());
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

  /** How far apart the middles of neighbours are at least; a pixel is for what rounding takes. */
  private static double apart(Cell left, Cell right) {
    boolean boxes = left.kind == Cell.Kind.BOX && right.kind == Cell.Kind.BOX;
    return (left.width + right.width) / 2 + (boxes ? Style.BETWEEN : Style.BETWEEN_LINES) + 1;
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
