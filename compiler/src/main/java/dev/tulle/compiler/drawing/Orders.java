package dev.tulle.compiler.drawing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Puts the cells of each row into an order in which few lines cross: sweeps of barycentres. */
final class Orders {
  private static final int SWEEPS = 12;

  private final List<List<Cell>> rows;

  private Orders(List<List<Cell>> rows) {
    this.rows = rows;
  }

  /** Orders the rows in place; without crossings the order of the text stays. */
  static void arrange(List<List<Cell>> rows) {
    new Orders(rows).arrange();
  }

  private void arrange() {
    number();
    long fewest = crossings();
    List<List<Cell>> best = copy();
    for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
      if (sweep % 2 == 0) {
        for (int row = 1; row < rows.size(); row++) {
          sort(rows.get(row), cell -> barycentre(cell, cell.above, true));
        }
      } else {
        for (int row = rows.size() - 2; row >= 0; row--) {
          sort(rows.get(row), cell -> barycentre(cell, cell.below, false));
        }
      }
      long crossings = crossings();
      if (crossings < fewest) {
        fewest = crossings;
        best = copy();
      }
    }
    for (int row = 0; row < rows.size(); row++) {
      rows.set(row, best.get(row));
    }
    number();
  }

  private void number() {
    rows.forEach(Orders::number);
  }

  private static void number(List<Cell> row) {
    for (int i = 0; i < row.size(); i++) {
      row.get(i).place = i;
    }
  }

  private List<List<Cell>> copy() {
    return rows.stream().<List<Cell>>map(ArrayList::new).toList();
  }

  private static void sort(List<Cell> row, Function<Cell, Double> centre) {
    Map<Cell, Double> centres = new HashMap<>();
    row.forEach(cell -> centres.put(cell, centre.apply(cell)));
    row.sort(Comparator.comparingDouble(cell -> centres.getOrDefault(cell, 0.0)));
    number(row);
  }

  private static double barycentre(Cell cell, List<Cell.Link> links, boolean upper) {
    return links.stream()
        .mapToDouble(
            link ->
                upper
                    ? position(link.upper(), link.upperOffset())
                    : position(link.lower(), link.lowerOffset()))
        .average()
        .orElse(cell.place);
  }

  /** A block has several ends of lines; they stand in their order within its place. */
  private static double position(Cell cell, double offset) {
    return cell.place + (cell.width == 0 ? 0 : offset / cell.width / 2);
  }

  private long crossings() {
    long count = 0;
    for (List<Cell> row : rows) {
      var links = row.stream().flatMap(cell -> cell.below.stream()).toList();
      for (int i = 0; i < links.size(); i++) {
        for (int j = i + 1; j < links.size(); j++) {
          count += cross(links.get(i), links.get(j)) ? 1 : 0;
        }
      }
    }
    return count;
  }

  private static boolean cross(Cell.Link one, Cell.Link other) {
    double above =
        position(one.upper(), one.upperOffset()) - position(other.upper(), other.upperOffset());
    double below =
        position(one.lower(), one.lowerOffset()) - position(other.lower(), other.lowerOffset());
    return above * below < 0;
  }
}
