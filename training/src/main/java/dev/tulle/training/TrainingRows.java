package dev.tulle.training;

import dev.tulle.runtime.recipe.DataSource;
import dev.tulle.runtime.recipe.Recipe.Validation;
import dev.tulle.training.data.Partition;
import dev.tulle.training.data.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The rows of a training.
 *
 * @param rows that data and recipe part
 * @param valid rows that validate, in place of what data and recipe say
 * @param test rows that test, likewise
 */
record TrainingRows(Source rows, Optional<Source> valid, Optional<Source> test) {
  /** Where a table comes from. */
  @FunctionalInterface
  interface Source {
    /**
     * @param known names of the columns of inputs and targets that have some already
     */
    Table table(DataSource data, Map<String, List<String>> known);
  }

  /** A table, and which of its rows do what. */
  record Parted(Table table, Partition partition) {}

  /** Rows that come parted are not parted again: the data's split is not applied then. */
  Parted part(DataSource data, Validation validation, Map<String, List<String>> known) {
    Table table = rows.table(data, known);
    if (valid.isEmpty() && test.isEmpty()) {
      return new Parted(table, Partition.of(table, data, validation));
    }
    DataSource unsplit = data.withoutSplit();
    Validation within = valid.isPresent() ? new Validation.OfSplit() : validation;
    Partition parted = Partition.of(table, unsplit, within);
    List<Table> tables = new ArrayList<>(List.of(table));
    int validRows = append(tables, valid, data, known);
    int testRows = append(tables, test, data, known);
    int validFrom = table.rows();
    int testFrom = validFrom + validRows;
    Partition all =
        new Partition(
            parted.train(),
            valid.isPresent() ? range(validFrom, validRows) : parted.valid(),
            range(testFrom, testRows),
            parted.folds());
    return new Parted(Table.chain(tables), all);
  }

  private static int append(
      List<Table> tables,
      Optional<Source> source,
      DataSource data,
      Map<String, List<String>> known) {
    if (source.isEmpty()) {
      return 0;
    }
    Table table = source.get().table(data, known);
    tables.add(table);
    return table.rows();
  }

  private static int[] range(int from, int count) {
    return IntStream.range(from, from + count).toArray();
  }
}
