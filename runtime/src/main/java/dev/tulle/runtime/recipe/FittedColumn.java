package dev.tulle.runtime.recipe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A {@link Column} after fitting: its columns by name, with the statistics and classes of the
 * training rows.
 */
public sealed interface FittedColumn {
  /** Numbers a row; 0 where each row has its own length, which {@link #width(Cells)} counts. */
  int width();

  /** Numbers of this row. */
  default int width(Cells cells) {
    return width();
  }

  /** The columns of the table that it is computed from, as often as it reads them. */
  List<String> sources();

  /**
   * Computes a row.
   *
   * @param into receives {@link #width(Cells)} numbers from {@code at} on
   * @throws UnseenClassException for a label that training did not have
   */
  void apply(Cells cells, double[] into, int at);

  /**
   * The row's labels where classes are wanted: texts as they stand, numbers in their shortest form.
   */
  default String[] labels(Cells cells) {
    double[] values = new double[width(cells)];
    apply(cells, values, 0);
    return Arrays.stream(values).mapToObj(ClassNames::label).toArray(String[]::new);
  }

  /** Columns of the table. */
  record Source(List<String> columns) implements FittedColumn {
    public Source {
      columns = List.copyOf(columns);
    }

    @Override
    public List<String> sources() {
      return columns;
    }

    @Override
    public int width() {
      return columns.size();
    }

    @Override
    public void apply(Cells cells, double[] into, int at) {
      for (int i = 0; i < columns.size(); i++) {
        into[at + i] = cells.number(columns.get(i));
      }
    }

    @Override
    public String[] labels(Cells cells) {
      return columns.stream().map(cells::text).toArray(String[]::new);
    }
  }

  /**
   * So many symbols of a text behind each other. A row has the text under the name of what it is
   * made of: {@code chars} or {@code bytes}.
   *
   * @param length how many symbols
   * @param offset how far behind the place of a row the first of them is, where a file has them
   */
  record Symbols(Column.Unit unit, int length, int offset) implements FittedColumn {
    @Override
    public List<String> sources() {
      return List.of(unit.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public int width() {
      return length;
    }

    @Override
    public void apply(Cells cells, double[] into, int at) {
      throw new IllegalStateException("the symbols of a text are classes, and no numbers");
    }

    @Override
    public String[] labels(Cells cells) {
      String[] labels = TextSymbols.split(unit, cells.written(sources().get(0)));
      if (labels.length != length) {
        throw new IllegalArgumentException(
            "`%s` holds %d symbols, and %d are wanted"
                .formatted(sources().get(0), labels.length, length));
      }
      return labels;
    }
  }

  /** All that a cell holds, behind each other: numbers, or the symbols of a text. */
  record Sequence(String column, Column.Unit unit) implements FittedColumn {
    @Override
    public List<String> sources() {
      return List.of(column);
    }

    @Override
    public int width() {
      return 0;
    }

    @Override
    public int width(Cells cells) {
      return isNumbers() ? cells.numbers(column).length : labels(cells).length;
    }

    @Override
    public void apply(Cells cells, double[] into, int at) {
      if (!isNumbers()) {
        throw new IllegalStateException("the symbols of a text are classes, and no numbers");
      }
      double[] numbers = cells.numbers(column);
      System.arraycopy(numbers, 0, into, at, numbers.length);
    }

    @Override
    public String[] labels(Cells cells) {
      return isNumbers()
          ? FittedColumn.super.labels(cells)
          : TextSymbols.split(unit, cells.written(column).strip());
    }

    private boolean isNumbers() {
      return unit == Column.Unit.NUMBERS;
    }
  }

  /** A number for every row. */
  record Number(double value) implements FittedColumn {
    @Override
    public List<String> sources() {
      return List.of();
    }

    @Override
    public int width() {
      return 1;
    }

    @Override
    public void apply(Cells cells, double[] into, int at) {
      into[at] = value;
    }
  }

  /** Elementwise; one column goes with many. */
  record Arithmetic(Column.Operator operator, FittedColumn left, FittedColumn right)
      implements FittedColumn {
    @Override
    public List<String> sources() {
      List<String> names = new ArrayList<>(left.sources());
      names.addAll(right.sources());
      return names;
    }

    @Override
    public int width() {
      int leftWidth = left.width();
      return leftWidth == 1 ? right.width() : leftWidth * Math.min(1, right.width());
    }

    @Override
    public int width(Cells cells) {
      int leftWidth = left.width(cells);
      return leftWidth == 1 ? right.width(cells) : leftWidth;
    }

    @Override
    public void apply(Cells cells, double[] into, int at) {
      double[] a = new double[left.width(cells)];
      double[] b = new double[right.width(cells)];
      if (a.length != b.length && a.length != 1 && b.length != 1) {
        throw new IllegalArgumentException(
            "arithmetic on %s numbers and %s numbers".formatted(a.length, b.length));
      }
      left.apply(cells, a, 0);
      right.apply(cells, b, 0);
      for (int i = 0; i < Math.max(a.length, b.length); i++) {
        into[at + i] = operator.apply(a[a.length == 1 ? 0 : i], b[b.length == 1 ? 0 : i]);
      }
    }
  }

  /** A function of each element. */
  record Mapped(Column.Function function, FittedColumn of) implements FittedColumn {
    @Override
    public List<String> sources() {
      return of.sources();
    }

    @Override
    public int width() {
      return of.width();
    }

    @Override
    public int width(Cells cells) {
      return of.width(cells);
    }

    @Override
    public void apply(Cells cells, double[] into, int at) {
      of.apply(cells, into, at);
      for (int i = at; i < at + width(cells); i++) {
        into[i] = function.apply(into[i]);
      }
    }
  }

  /**
   * {@code (x - mean) / deviation}: by column, or by channel where there are fewer means than
   * columns, over and over.
   */
  record Standardize(FittedColumn of, List<Double> mean, List<Double> deviation)
      implements FittedColumn {
    public Standardize {
      mean = List.copyOf(mean);
      deviation = List.copyOf(deviation);
    }

    @Override
    public List<String> sources() {
      return of.sources();
    }

    @Override
    public int width() {
      return of.width();
    }

    @Override
    public int width(Cells cells) {
      return of.width(cells);
    }

    @Override
    public void apply(Cells cells, double[] into, int at) {
      of.apply(cells, into, at);
      int width = width(cells);
      for (int i = 0; i < width; i++) {
        int channel = i % mean.size();
        into[at + i] = (into[at + i] - mean.get(channel)) / deviation.get(channel);
      }
    }
  }

  /** A one among zeros for the class of each column. */
  record OneHot(FittedColumn of, List<ClassNames> classes) implements FittedColumn {
    public OneHot {
      classes = List.copyOf(classes);
    }

    @Override
    public List<String> sources() {
      return of.sources();
    }

    @Override
    public int width() {
      return classes.stream().mapToInt(c -> c.names().size()).sum();
    }

    @Override
    public void apply(Cells cells, double[] into, int at) {
      Arrays.fill(into, at, at + width(), 0);
      String[] labels = of.labels(cells);
      int from = at;
      for (int i = 0; i < labels.length; i++) {
        into[from + indexOf(labels[i], classes.get(i))] = 1;
        from += classes.get(i).names().size();
      }
    }
  }

  /** The index of a column's class, below the size of a dim. */
  record Classes(FittedColumn of, String dim, ClassNames classes) implements FittedColumn {
    @Override
    public List<String> sources() {
      return of.sources();
    }

    @Override
    public int width() {
      return of.width();
    }

    @Override
    public int width(Cells cells) {
      return of.width(cells);
    }

    @Override
    public void apply(Cells cells, double[] into, int at) {
      String[] labels = of.labels(cells);
      for (int i = 0; i < labels.length; i++) {
        into[at + i] = indexOf(labels[i], classes);
      }
    }
  }

  private static int indexOf(String label, ClassNames classes) {
    int index = classes.index(label);
    if (index < 0) {
      throw new UnseenClassException(label, classes);
    }
    return index;
  }
}
