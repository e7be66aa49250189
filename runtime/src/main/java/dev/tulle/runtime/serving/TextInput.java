package dev.tulle.runtime.serving;

import dev.tulle.runtime.Port;
import dev.tulle.runtime.kernel.Lengths;
import dev.tulle.runtime.kernel.Workspace;
import dev.tulle.runtime.recipe.ClassNames;
import dev.tulle.runtime.recipe.FittedColumn;
import dev.tulle.runtime.recipe.UnseenClassException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An input whose columns are texts that become a one among zeros: a text for each column. A text
 * that stands as training saw it is found without allocating.
 */
public final class TextInput {
  private final Port port;

  /** Floats a row. */
  private final int width;

  /** The classes of each column; empty where the weights keep none. */
  private final List<ClassNames> classes;

  private final List<Map<String, Integer>> indices;

  TextInput(Port port, Optional<FittedColumn> column) {
    this.port = port;
    this.width = port.width();
    this.classes =
        column
            .filter(FittedColumn.OneHot.class::isInstance)
            .map(FittedColumn.OneHot.class::cast)
            .filter(hot -> hot.of() instanceof FittedColumn.Source)
            .map(FittedColumn.OneHot::classes)
            .orElse(List.of());
    this.indices = classes.stream().map(TextInput::indices).toList();
  }

  private static Map<String, Integer> indices(ClassNames classes) {
    Map<String, Integer> map = new HashMap<>();
    for (String name : classes.names()) {
      map.put(name, map.size());
    }
    return map;
  }

  /**
   * Checks an array of some rows that may be longer.
   *
   * @throws IllegalArgumentException where it is too short, with both lengths
   * @throws IllegalStateException where the weights do not say which texts there are
   */
  public void check(String[] values, int rows) {
    Lengths.check(port.name(), values, rows, texts());
  }

  /**
   * Checks an array that must not be longer either.
   *
   * @throws IllegalArgumentException where it has another length, with both
   * @throws IllegalStateException where the weights do not say which texts there are
   */
  public void checkAll(String[] values, int rows) {
    Lengths.checkAll(port.name(), values, rows, texts());
  }

  /** Texts a row. */
  private int texts() {
    if (classes.isEmpty()) {
      throw new IllegalStateException(
          "these weights do not say which texts `"
              + port.name()
              + "` is made of; weights that were trained on them do");
    }
    return classes.size();
  }

  /**
   * Writes some rows as the net takes them.
   *
   * @param first the first row
   * @param count how many
   * @param space is not needed, and is there as for numbers
   * @param into where they go, from {@code at} on
   * @throws UnseenClassException for a text that training did not have
   * @throws IllegalArgumentException where a text is null or blank
   */
  public void put(String[] values, int first, int count, Workspace space, float[] into, int at) {
    int texts = classes.size();
    int to = at;
    Arrays.fill(into, at, at + count * width, 0);
    for (int row = first; row < first + count; row++) {
      for (int i = 0; i < texts; i++) {
        into[to + index(values[row * texts + i], row, i)] = 1;
        to += classes.get(i).names().size();
      }
    }
  }

  private int index(String value, int row, int column) {
    Integer known = indices.get(column).get(value);
    return known == null ? searched(value, row, column) : known;
  }

  /** Blanks around a text do not count, and 1.0 is class 1 where classes are whole numbers. */
  private int searched(String value, int row, int column) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          "`%s`%s of row %s is %s"
              .formatted(
                  port.name(),
                  classes.size() == 1 ? "" : "[" + column + "]",
                  row,
                  value == null ? "null" : "blank"));
    }
    String label = value.strip();
    int index = classes.get(column).index(label);
    if (index < 0) {
      throw new UnseenClassException(label, classes.get(column));
    }
    return index;
  }
}
