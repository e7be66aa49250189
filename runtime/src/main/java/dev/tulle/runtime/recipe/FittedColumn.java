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
  /** Numbers a row. */
  int width();

  /** The columns of the table that it is computed from, as often as it reads them. */
  List<String> sources();

  /**
   * Computes a row.
   *
   * @param into receives {@link #width} numbers from {@code at} on
   * @throws UnseenClassException for a label that training did not have
   */
  void apply(Cells cells, double[] into, int at);

  /**
   * The row's labels where classes are wanted: texts as they stand, numbers in their shortest form.
   */
  default String[] labels(Cells cells) {
    double[] values = new double[width()];
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
      return leftWidth == 1 ? right.width() : leftWidth;
    }

    @Override
    public void apply(Cells cells, double[] into, int at) {
      double[] a = new double[left.width()];
      double[] b = new double[right.width()];
      left.apply(cells, a, 0);
      right.apply(cells, b, 0);
      for (int i = 0; i < width(); i++) {
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
    public void apply(Cells cells, double[] into, int at) {
      of.apply(cells, into, at);
      for (int i = at; i < at + width(); i++) {
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
    public void apply(Cells cells, double[] into, int at) {
      of.apply(cells, into, at);
      int width = width();
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
