package dev.tulle.training.data;

import dev.tulle.runtime.recipe.FittedColumn;
import dev.tulle.runtime.recipe.FittedFields;
import dev.tulle.training.report.TrainingEvent;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Class numbers below a dim that no row has: a dim may be larger than what it counts. */
public final class AbsentClasses {
  private AbsentClasses() {}

  /**
   * What to warn of, in the order of the fields. Sequences of classes need not have all of them.
   */
  public static List<TrainingEvent.Warned> of(Table table, FittedFields fields) {
    var warnings = new ArrayList<TrainingEvent.Warned>();
    for (Map.Entry<String, FittedColumn> field : fields.fields().entrySet()) {
      if (field.getValue() instanceof FittedColumn.Classes classes
          && classes.classes().whole()
          && classes.width() == 1) {
        BitSet seen = seen(table, classes);
        if (seen.cardinality() < classes.classes().names().size()) {
          warnings.add(warned(field.getKey(), classes, seen));
        }
      }
    }
    return warnings;
  }

  /** Looks at no more rows than it takes to find all. */
  private static BitSet seen(Table table, FittedColumn.Classes classes) {
    var seen = new BitSet();
    int count = classes.classes().names().size();
    for (int row = 0; row < table.rows() && seen.cardinality() < count; row++) {
      int index = classes.classes().index(classes.of().labels(table.row(row))[0]);
      if (index >= 0) {
        seen.set(index);
      }
    }
    return seen;
  }

  private static TrainingEvent.Warned warned(
      String port, FittedColumn.Classes classes, BitSet seen) {
    List<String> names = classes.classes().names();
    List<String> absent =
        IntStream.range(0, names.size()).filter(i -> !seen.get(i)).mapToObj(names::get).toList();
    boolean atEnd = seen.length() == seen.cardinality();
    return new TrainingEvent.Warned(
        "D305",
        "`%s` has %d classes in all rows, but `dim %s = %d`: none is %s"
            .formatted(
                Names.listed(classes.sources()),
                seen.cardinality(),
                classes.dim(),
                names.size(),
                Names.listed(absent)),
        atEnd
            ? "`dim %s = %d`, unless rows to come have the others: nothing trains these"
                .formatted(classes.dim(), seen.cardinality())
            : "add rows of these classes: nothing trains what the net says of them",
        port);
  }
}
