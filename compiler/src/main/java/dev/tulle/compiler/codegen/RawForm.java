package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.DataSource.Column;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a caller of a serving class gives for an input. */
enum RawForm {
  /** Numbers, or classes, as the data have them: what {@code data} does to them is done. */
  VALUES,
  /** The text of the one column that becomes a one among zeros. */
  TEXT,
  /** A text for each of some columns. */
  TEXTS,
  /**
   * Numbers as the net takes them, since no one array holds what they are made of: several groups
   * of columns, or texts among other things.
   */
  PREPARED;

  /** The form of an input that the data make of that column; of null where there are no data. */
  static RawForm of(@Nullable Column column) {
    if (column == null || column instanceof Column.Classes) {
      return VALUES;
    }
    if (column instanceof Column.OneHot hot && hot.of() instanceof Column.Columns columns) {
      return isOne(columns) ? TEXT : TEXTS;
    }
    Set<Column> groups = new HashSet<>();
    return collect(column, groups) && groups.size() == 1 ? VALUES : PREPARED;
  }

  /** Whether it is one column whatever the file has. */
  private static boolean isOne(Column.Columns columns) {
    return columns.include().size() == 1
        && columns.include().get(0).chars().noneMatch(c -> c == '*' || c == '?');
  }

  private static boolean collect(Column column, Set<Column> into) {
    if (column instanceof Column.Columns
        || column instanceof Column.Pixels
        || column instanceof Column.Sequence) {
      into.add(column);
      return true;
    } else if (column instanceof Column.Arithmetic arithmetic) {
      return arithmetic.arguments().stream().allMatch(argument -> collect(argument, into));
    } else if (column instanceof Column.Standardize standardize) {
      return collect(standardize.of(), into);
    }
    return column instanceof Column.Number;
  }
}
