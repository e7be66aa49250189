package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.DataSource.Column;
import dev.tulle.compiler.ir.ElementType;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.ir.Size;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An input or output as callers of a serving class see it.
 *
 * @param java its name as a parameter
 * @param member its name as a field or method
 * @param column what the data make it of; null for outputs and where there are no data
 */
record ServingPort(Program.Port port, String java, String member, @Nullable Column column) {
  long width() {
    return port.shape().count().coefficient();
  }

  boolean isIndex() {
    return port.type() == ElementType.INDEX;
  }

  /** The sizes of a row. */
  List<Size> row() {
    return port.shape().sizes().subList(1, port.shape().rank());
  }

  /** {@code float} or {@code int}. */
  String element() {
    return isIndex() ? "int" : "float";
  }

  String array() {
    return element() + "[]";
  }

  /** Its type where there is one row. */
  String single() {
    return width() == 1 ? element() : array();
  }

  /** Its array, given a value of type {@link #single}. */
  String boxed() {
    return width() == 1 ? "new " + array() + " {" + java + "}" : java;
  }

  String text() {
    return Literals.text(port.name());
  }

  /** Channels of a picture of this input, or 0 where it is none. */
  int channels() {
    List<Size> sizes = row();
    if (isIndex() || sizes.size() < 2 || sizes.size() > 3) {
      return 0;
    }
    long channels = sizes.size() == 2 ? 1 : sizes.get(2).value();
    return channels == 1 || channels == 3 ? (int) channels : 0;
  }

  /**
   * Whether a row of it can be an array of numbers: not where it is made of texts, or of several
   * groups of columns.
   */
  boolean takesArrays() {
    if (column == null) {
      return true;
    }
    Set<Column.Columns> groups = new HashSet<>();
    return collect(column, groups) && groups.size() == 1;
  }

  private static boolean collect(Column column, Set<Column.Columns> into) {
    if (column instanceof Column.Columns columns) {
      into.add(columns);
      return true;
    } else if (column instanceof Column.Arithmetic arithmetic) {
      return arithmetic.arguments().stream().allMatch(argument -> collect(argument, into));
    } else if (column instanceof Column.Standardize standardize) {
      return collect(standardize.of(), into);
    } else if (column instanceof Column.Classes classes) {
      return collect(classes.of(), into);
    }
    return column instanceof Column.Number;
  }
}
