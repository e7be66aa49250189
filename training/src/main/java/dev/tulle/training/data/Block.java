package dev.tulle.training.data;

import java.util.List;

/**
 * What a program gives under one name: a number or text a row, or several numbers a row, as many in
 * each or not.
 *
 * @param name of an input, a target or a column
 * @param rows how many there are
 * @param cells a column for each number of a row; none where rows are of different lengths
 * @param list a column that holds all that a row has
 * @param columns names of these columns, or none where they have no names of their own
 * @param optional whether it may be that no field reads it
 */
record Block(
    String name,
    int rows,
    List<CellColumn> cells,
    CellColumn list,
    List<String> columns,
    boolean optional) {
  Block {
    cells = List.copyOf(cells);
    columns = List.copyOf(columns);
  }

  /** Numbers a row; 0 where each row has its own length. */
  int width() {
    return cells.size();
  }

  Block named(List<String> names) {
    return new Block(name, rows, cells, list, names, optional);
  }

  Block asOptional() {
    return new Block(name, rows, cells, list, columns, true);
  }
}
