package dev.tulle.training.data;

import dev.tulle.runtime.Port;
import dev.tulle.runtime.recipe.ClassNames;
import dev.tulle.runtime.recipe.Column;
import dev.tulle.runtime.recipe.DataSource;
import dev.tulle.runtime.recipe.FittedColumn;
import dev.tulle.runtime.recipe.FittedFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Turns the columns of a recipe into fitted ones: names instead of patterns, statistics and classes
 * of the training rows.
 */
public final class Fitter {
  private final Table table;
  private final int[] rows;
  private final Optional<List<String>> given;

  /** Numbers of a position, where the input or target varies in length. */
  private final int position;

  private Fitter(Table table, int[] rows, String port, int position) {
    this.table = table;
    this.rows = rows;
    this.given = table.given(port);
    this.position = position;
  }

  private Fitter(Table table, int[] rows, String port) {
    this(table, rows, port, 1);
  }

  /**
   * Fits every field.
   *
   * @param rows the training rows of {@code table}, at least one: no others are looked at
   * @param ports inputs and targets; each needs a field of its width
   * @throws DataException D302 for a port without a field or of another width, D303 for an unknown
   *     column, D304 for cells that do not fit, D305 for classes that do not match their dim
   */
  public static FittedFields fit(Table table, int[] rows, DataSource data, List<Port> ports) {
    Map<String, FittedColumn> fitted = new LinkedHashMap<>();
    for (DataSource.Field field : data.fields()) {
      try {
        int position =
            ports.stream()
                .filter(port -> port.name().equals(field.port()))
                .mapToInt(Port::position)
                .findFirst()
                .orElse(1);
        fitted.put(
            field.port(), new Fitter(table, rows, field.port(), position).fit(field.value()));
      } catch (DataException e) {
        throw e.in(field.port());
      }
    }
    for (Port port : ports) {
      new Fitter(table, rows, port.name()).checkWidth(port, fitted.get(port.name()), data);
    }
    return new FittedFields(fitted);
  }

  /**
   * The label of every row in the column that a field takes classes from: what stratification
   * spreads evenly.
   *
   * @throws DataException R404 where no field has classes
   */
  public static String[] labels(Table table, DataSource data) {
    int[] all = new int[table.rows()];
    Arrays.setAll(all, i -> i);
    for (DataSource.Field field : data.fields()) {
      if (field.value() instanceof Column.Classes classes
          && classes.of() instanceof Column.Columns) {
        FittedColumn column = new Fitter(table, all, field.port()).fit(classes.of());
        return Arrays.stream(all)
            .mapToObj(row -> String.join("\n", column.labels(table.row(row))))
            .toArray(String[]::new);
      }
    }
    throw new DataException(
        "R404",
        "`stratify` spreads classes evenly, and no field of `"
            + data.name()
            + "` has a class for each row",
        "`column(…) as dim` numbers the classes of a column");
  }

  private void checkWidth(Port port, @Nullable FittedColumn column, DataSource data) {
    if (column == null) {
      throw new DataException(
              "D302",
              "`" + data.name() + "` has no field for `" + port.name() + "`",
              "add `" + port.name() + " = …` to the data")
          .in(port.name());
    }
    if (column.width() > 0 && !Dataset.fits(column.width(), port)) {
      throw new DataException(
              "D302",
              "`"
                  + port.name()
                  + "` is "
                  + port.shape()
                  + ", which is "
                  + (port.varying().isEmpty() ? "" : "at most ")
                  + port.width()
                  + " numbers a row, but its field in `"
                  + data.name()
                  + "` gives "
                  + column.width(),
              widthHelp(column))
          .in(port.name());
    }
  }

  /** What a field of another width than its port is made of, as far as it tells the mistake. */
  private String widthHelp(FittedColumn column) {
    List<String> names = column.sources();
    if (column instanceof FittedColumn.OneHot oneHot && names.size() == 1) {
      List<String> values = oneHot.classes().get(0).names();
      return "`%s` has %d values in the training rows: %s"
          .formatted(names.get(0), values.size(), Names.listed(values));
    }
    List<String> texts = names.stream().filter(name -> table.holdsTexts(name, rows)).toList();
    return texts.isEmpty()
        ? "its columns are " + Names.listed(names)
        : "`%s` holds texts; `-> one_hot` makes a number of each value"
            .formatted(Names.listed(texts));
  }

  private FittedColumn fit(Column column) {
    if (column instanceof Column.Columns columns) {
      return source(columns);
    } else if (column instanceof Column.Sequence sequence) {
      return sequence(sequence);
    } else if (column instanceof Column.Number number) {
      return new FittedColumn.Number(number.value());
    } else if (column instanceof Column.Arithmetic arithmetic) {
      return arithmetic(arithmetic);
    } else if (column instanceof Column.Mapped mapped) {
      return new FittedColumn.Mapped(mapped.function(), fit(mapped.of()));
    } else if (column instanceof Column.Standardize standardize) {
      return standardize(fit(standardize.of()), standardize.channels());
    } else if (column instanceof Column.OneHot oneHot) {
      return oneHot(fit(oneHot.of()));
    } else if (column instanceof Column.Classes classes) {
      return classes(classes);
    }
    throw new AssertionError(column);
  }

  private FittedColumn source(Column.Columns columns) {
    if (given.isPresent()) {
      List<String> names = given.get();
      return names.size() == 1 && table.holdsLists(names.get(0))
          ? new FittedColumn.Sequence(names.get(0), Column.Unit.NUMBERS)
          : new FittedColumn.Source(names);
    }
    var header = new Header(table.name(), table.columns());
    columns.include().forEach(header::require);
    columns.except().forEach(header::require);
    List<String> names =
        table.columns().stream()
            .filter(n -> columns.include().isEmpty() || anyMatches(columns.include(), n))
            .filter(n -> !anyMatches(columns.except(), n))
            .toList();
    if (names.isEmpty()) {
      throw new DataException(
          "D303",
          "`except` leaves no column of " + table.name(),
          "the columns are " + Names.listed(table.columns()));
    }
    return new FittedColumn.Source(names);
  }

  /** All of a cell; where a program gives arrays, their numbers are the symbols. */
  private FittedColumn sequence(Column.Sequence sequence) {
    FittedColumn of = source(sequence.of());
    if (of.sources().size() != 1) {
      throw new DataException(
          "D302",
          "a sequence is in one column, and these are " + Names.listed(of.sources()),
          "name one of them");
    }
    String name = of.sources().get(0);
    return new FittedColumn.Sequence(
        name, table.holdsLists(name) ? Column.Unit.NUMBERS : sequence.unit());
  }

  private boolean anyMatches(List<String> patterns, String name) {
    return patterns.stream().anyMatch(p -> Names.matches(p, name));
  }

  private FittedColumn arithmetic(Column.Arithmetic arithmetic) {
    FittedColumn left = fit(arithmetic.left());
    FittedColumn right = fit(arithmetic.right());
    if (left.width() != right.width() && left.width() != 1 && right.width() != 1) {
      throw new DataException(
          "D302",
          "arithmetic on " + several(left) + " and " + several(right),
          "both sides need the same number of columns, or one of them a single one");
    }
    return new FittedColumn.Arithmetic(arithmetic.operator(), left, right);
  }

  private static String several(FittedColumn column) {
    return column.width() == 0 ? "a sequence" : column.width() + " columns";
  }

  private FittedColumn standardize(FittedColumn of, int channels) {
    int width = of.width();
    int groups = channels > 0 ? channels : width > 0 ? width : position;
    if (width % groups != 0) {
      throw new DataException(
          "D302",
          width + " columns are not those of pixels with " + groups + " channels",
          "`per = channel` takes all numbers of a picture, pixel by pixel");
    }
    return Moments.standardize(table, rows, of, groups);
  }

  private FittedColumn oneHot(FittedColumn of) {
    List<ClassNames> classes = new ArrayList<>();
    for (int i = 0; i < of.width(); i++) {
      Set<String> labels = new TreeSet<>();
      for (int row : rows) {
        labels.add(of.labels(table.row(row))[i]);
      }
      classes.add(ClassNames.of(labels, 0));
    }
    return new FittedColumn.OneHot(of, classes);
  }

  private FittedColumn classes(Column.Classes column) {
    ClassFitter classes = new ClassFitter(table, rows, column);
    return column.of() instanceof Column.Window window
        ? classes.symbols(window)
        : classes.fit(fit(column.of()));
  }
}
