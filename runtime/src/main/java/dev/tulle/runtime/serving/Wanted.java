package dev.tulle.runtime.serving;

import dev.tulle.runtime.recipe.FittedColumn;
import dev.tulle.runtime.recipe.FittedFields;
import dev.tulle.runtime.recipe.NearName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The columns that a row by names needs, and those that it may have. */
final class Wanted {
  private static final int SHOWN = 12;

  private final Set<String> needed = new LinkedHashSet<>();

  /** Targets too: a row of the training data is one to predict. */
  private final Set<String> known = new LinkedHashSet<>();

  Wanted(FittedFields fitted, List<String> inputs) {
    inputs.forEach(name -> fitted.field(name).map(FittedColumn::sources).ifPresent(needed::addAll));
    fitted.fields().values().forEach(column -> known.addAll(column.sources()));
  }

  /**
   * Nothing is ignored: what no input and no target reads is a mistake, likely in a name.
   *
   * @throws IllegalArgumentException where a column is missing, or one that nothing reads is there
   */
  void check(Map<String, ?> row) {
    Set<String> strange = new TreeSet<>();
    for (String column : row.keySet()) {
      if (!known.contains(column)) {
        strange.add(String.valueOf(column));
      }
    }
    for (String column : needed) {
      if (!row.containsKey(column)) {
        throw new IllegalArgumentException(
            "the row has no value for `"
                + column
                + "`"
                + NearName.of(column, strange)
                    .map(near -> ", but one for `" + near + "`, which nothing reads")
                    .orElse("")
                + "; the columns are "
                + listed());
      }
    }
    if (!strange.isEmpty()) {
      String column = strange.iterator().next();
      throw new IllegalArgumentException(
          "the row has a value for `"
              + column
              + "`, which nothing reads; "
              + NearName.of(column, known)
                  .map(near -> "a similar name is `" + near + "`")
                  .orElseGet(() -> "the columns are " + listed()));
    }
  }

  private String listed() {
    List<String> names = new ArrayList<>(needed);
    return names.size() <= SHOWN
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, SHOWN)) + " and " + (names.size() - SHOWN) + " more";
  }
}
