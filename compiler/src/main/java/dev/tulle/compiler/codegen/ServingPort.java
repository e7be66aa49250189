package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.DataSource.Column;
import dev.tulle.compiler.ir.ElementType;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.ir.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An input or output as callers of a serving class see it.
 *
 * @param java its name as a parameter
 * @param member its name as a field or method
 * @param column what the data make it of; null for outputs and where there are no data
 */
record ServingPort(Program.Port port, String java, String member, @Nullable Column column) {
  Size width() {
    return port.shape().count().dividedBy(Size.ROWS);
  }

  /** Whether a row is longer in one call than in another. */
  boolean varies() {
    return !width().isKnown();
  }

  boolean isIndex() {
    return port.type() == ElementType.INDEX;
  }

  /** The sizes of a row. */
  List<Size> row() {
    return port.shape().sizes().subList(1, port.shape().rank());
  }

  /** What callers give for it. */
  RawForm form() {
    return RawForm.of(column);
  }

  /** Whether callers give texts. */
  boolean isTexts() {
    return form() == RawForm.TEXT || form() == RawForm.TEXTS;
  }

  /** {@code float}, {@code int} or {@code String}. */
  String element() {
    return isTexts() ? "String" : isIndex() ? "int" : "float";
  }

  String array() {
    return element() + "[]";
  }

  /** Whether one row of it is one value, and no array. */
  boolean isOne() {
    return isTexts() ? form() == RawForm.TEXT : width().isOne();
  }

  /** Its type where there is one row. */
  String single() {
    return isOne() ? element() : array();
  }

  /** Its array, given a value of type {@link #single}. */
  String boxed() {
    return isOne() ? "new " + array() + " {" + java + "}" : java;
  }

  String text() {
    return Literals.text(port.name());
  }

  /** Whether a picture of any size will do, as the data resize it. */
  boolean isResized() {
    return resizes(column);
  }

  private static boolean resizes(@Nullable Column column) {
    if (column instanceof Column.Arithmetic arithmetic) {
      return arithmetic.arguments().stream().anyMatch(ServingPort::resizes);
    } else if (column instanceof Column.Standardize standardize) {
      return resizes(standardize.of());
    }
    return column instanceof Column.Pixels pixels && pixels.resized();
  }

  /** Channels of a picture of this input, or 0 where it is none. */
  int channels() {
    List<Size> sizes = row();
    if (isIndex() || varies() || form() != RawForm.VALUES || sizes.size() < 2 || sizes.size() > 3) {
      return 0;
    }
    long channels = sizes.size() == 2 ? 1 : sizes.get(2).value();
    return channels == 1 || channels == 3 ? (int) channels : 0;
  }
}
