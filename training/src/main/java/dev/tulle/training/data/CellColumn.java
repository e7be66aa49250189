package dev.tulle.training.data;

import dev.tulle.runtime.recipe.Cells;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The cells of one column of a table. */
interface CellColumn {
  /** The cell as a finite number, or NaN where it is none. */
  double number(int row);

  /** The cell in words, without blanks around it; empty where there is no value. */
  String text(int row);

  /** What stands in the cell, also where it means that there is no value. */
  default String written(int row) {
    return text(row);
  }

  /** The numbers that the cell holds behind each other; NaN for what is none. */
  default double[] numbers(int row) {
    return new double[] {number(row)};
  }

  /** Whether cells are several numbers each and nothing else. */
  default boolean isLists() {
    return false;
  }

  /** Cells of text, as a file has them. */
  static CellColumn texts(String[] cells) {
    return new Texts(cells);
  }

  /**
   * Cells that are numbers.
   *
   * @param text how a cell reads as the name of a class: {@code 3} rather than {@code 3.0}
   */
  static CellColumn numbers(IntToDoubleFunction number, IntFunction<String> text) {
    return new CellColumn() {
      @Override
      public double number(int row) {
        double value = number.applyAsDouble(row);
        return Double.isInfinite(value) ? Double.NaN : value;
      }

      @Override
      public String text(int row) {
        return text.apply(row);
      }
    };
  }

  /** Cells of several numbers each, or of none. */
  static CellColumn lists(IntFunction<double[]> numbers) {
    return new CellColumn() {
      @Override
      public double[] numbers(int row) {
        return Arrays.stream(numbers.apply(row))
            .map(value -> Double.isInfinite(value) ? Double.NaN : value)
            .toArray();
      }

      @Override
      public boolean isLists() {
        return true;
      }

      @Override
      public double number(int row) {
        double[] values = numbers(row);
        return values.length == 1 ? values[0] : Double.NaN;
      }

      @Override
      public String text(int row) {
        return Arrays.stream(numbers.apply(row))
            .mapToObj(Double::toString)
            .collect(Collectors.joining(" "));
      }
    };
  }

  /** The cells of several columns behind each other. */
  static CellColumn chain(List<CellColumn> parts, RowRanges ranges) {
    return new CellColumn() {
      @Override
      public double number(int row) {
        int part = ranges.part(row);
        return parts.get(part).number(row - ranges.start(part));
      }

      @Override
      public String text(int row) {
        int part = ranges.part(row);
        return parts.get(part).text(row - ranges.start(part));
      }

      @Override
      public double[] numbers(int row) {
        int part = ranges.part(row);
        return parts.get(part).numbers(row - ranges.start(part));
      }

      @Override
      public boolean isLists() {
        return parts.get(0).isLists();
      }

      @Override
      public String written(int row) {
        int part = ranges.part(row);
        return parts.get(part).written(row - ranges.start(part));
      }
    };
  }

  /** Texts, read as numbers, or as lists of them, once where numbers are wanted. */
  final class Texts implements CellColumn {
    /** How files say that there is no value; an empty cell says so too. */
    private static final Set<String> MISSING =
        Set.of("", "?", "NA", "N/A", "na", "n/a", "NaN", "nan", "NULL", "null");

    private final String[] cells;
    private double[] numbers = {};
    private double[] @Nullable [] lists = {};

    Texts(String[] cells) {
      this.cells = cells;
    }

    @Override
    public double number(int row) {
      if (numbers.length == 0) {
        double[] values = new double[cells.length];
        for (int i = 0; i < values.length; i++) {
          values[i] = Cells.parse(cells[i]);
        }
        numbers = values;
      }
      return numbers[row];
    }

    @Override
    public double[] numbers(int row) {
      if (lists.length == 0) {
        lists = new double[cells.length][];
      }
      double[] known = lists[row];
      if (known == null) {
        known = Arrays.stream(Cells.items(cells[row])).mapToDouble(Cells::parse).toArray();
        lists[row] = known;
      }
      return known;
    }

    @Override
    public String written(int row) {
      return cells[row].strip();
    }

    @Override
    public String text(int row) {
      String cell = written(row);
      return MISSING.contains(cell) ? "" : cell;
    }
  }
}
