package dev.tulle.training.data;

import dev.tulle.runtime.recipe.ClassNames;
import dev.tulle.runtime.recipe.Column;
import dev.tulle.runtime.recipe.FittedColumn;
import dev.tulle.runtime.recipe.TextSymbols;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Numbers the classes that the training rows have. */
final class ClassFitter {
  private final Table table;
  private final int[] rows;
  private final Column.Classes column;

  ClassFitter(Table table, int[] rows, Column.Classes column) {
    this.table = table;
    this.rows = rows;
    this.column = column;
  }

  /** The classes of what a table holds. */
  FittedColumn fit(FittedColumn of) {
    return column.of() instanceof Column.Sequence sequence
            && sequence.unknown()
            && of instanceof FittedColumn.Sequence known
            && known.unit() == sequence.unit()
        ? frequent(known)
        : all(of);
  }

  /** The symbols that occur most often, and a class for all others. */
  private FittedColumn frequent(FittedColumn.Sequence of) {
    Map<String, Integer> occurrences = new HashMap<>();
    for (int row : rows) {
      for (String label : of.labels(table.row(row))) {
        occurrences.merge(label, 1, Integer::sum);
      }
    }
    ClassNames classes = ClassNames.ofFrequent(occurrences, column.count());
    int found = classes.names().size();
    if (found < column.count()) {
      throw new DataException(
          "D305",
          "`%s` has %d different symbols in the training rows, which is %d classes with that of all"
                  .formatted(of.column(), found - 1, found)
              + " others, but `dim %s = %d`".formatted(column.dim(), column.count()),
          "`dim %s = %d`, or fewer: the most frequent have classes of their own"
              .formatted(column.dim(), found));
    }
    return new FittedColumn.Classes(of, column.dim(), classes);
  }

  private FittedColumn all(FittedColumn of) {
    Set<String> labels = new TreeSet<>();
    for (int row : rows) {
      labels.addAll(List.of(of.labels(table.row(row))));
    }
    ClassNames classes = ClassNames.of(labels, column.count());
    int found = classes.names().size();
    if (found != column.count()) {
      String columns = Names.listed(of.sources());
      throw new DataException(
          "D305",
          "`"
              + columns
              + "` has "
              + found
              + " classes in the training rows, but `dim "
              + column.dim()
              + " = "
              + column.count()
              + "`",
          "`dim %s = %d` has a place for each of ".formatted(column.dim(), found)
              + Names.listed(classes.names())
              + more(of, found));
    }
    return new FittedColumn.Classes(of, column.dim(), classes);
  }

  /** What else helps where there are too few or too many classes. */
  private String more(FittedColumn of, int found) {
    if (found > column.count()) {
      return sharing(of);
    }
    return of.width() == 0
        ? ""
        : "; a stratified split gives the training rows some of every class";
  }

  /** What helps where a text has too many symbols, or some that training did not have. */
  static String sharing(FittedColumn of) {
    return of instanceof FittedColumn.Sequence sequence
            && (sequence.unit() == Column.Unit.WORDS || sequence.unit() == Column.Unit.CHARS)
        ? "; `unknown = true` makes one class of all that are rare"
        : "";
  }

  /** The classes of a text. */
  FittedColumn symbols(Column.Window window) {
    Text text = table.text().orElseThrow(() -> noText(window));
    ClassNames classes = text.classes(rows);
    int found = classes.names().size();
    if (found != column.count()) {
      throw new DataException(
          "D305",
          "%s has %d different %s in the part that trains, but `dim %s = %d`"
              .formatted(text.name(), found, text.units(), column.dim(), column.count()),
          "`dim %s = %d`; they are %s"
              .formatted(
                  column.dim(),
                  found,
                  Names.listed(classes.names().stream().map(TextSymbols::shown).toList())));
    }
    return new FittedColumn.Classes(
        new FittedColumn.Symbols(window.unit(), window.length(), window.offset()),
        column.dim(),
        classes);
  }

  private DataException noText(Column.Window window) {
    return new DataException(
        "D302",
        "the data take %d symbols of a text a row, and %s is none"
            .formatted(window.length(), table.name()),
        "`Training.data(Path)` reads another text");
  }
}
