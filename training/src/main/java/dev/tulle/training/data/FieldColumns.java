package dev.tulle.training.data;

import dev.tulle.runtime.recipe.Column;
import dev.tulle.runtime.recipe.DataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The groups of columns that a field reads.
 *
 * @param sequence whether it takes all that a cell holds
 */
record FieldColumns(List<Column.Columns> groups, boolean sequence) {
  static FieldColumns of(DataSource.Field field) {
    List<Column.Columns> groups = new ArrayList<>();
    boolean sequence = collect(field.value(), groups);
    return new FieldColumns(groups.stream().distinct().toList(), sequence);
  }

  private static boolean collect(Column column, List<Column.Columns> into) {
    if (column instanceof Column.Columns columns) {
      into.add(columns);
    } else if (column instanceof Column.Sequence sequence) {
      into.add(sequence.of());
      return true;
    } else if (column instanceof Column.Arithmetic arithmetic) {
      return collect(arithmetic.left(), into) | collect(arithmetic.right(), into);
    } else if (column instanceof Column.Mapped mapped) {
      return collect(mapped.of(), into);
    } else if (column instanceof Column.Standardize standardize) {
      return collect(standardize.of(), into);
    } else if (column instanceof Column.OneHot oneHot) {
      return collect(oneHot.of(), into);
    } else if (column instanceof Column.Classes classes) {
      return collect(classes.of(), into);
    }
    return false;
  }

  boolean isOneGroup() {
    return groups.size() == 1;
  }

  List<String> patterns() {
    return groups.stream().flatMap(group -> group.include().stream()).distinct().toList();
  }

  /** Whether the field reads a column of that name, which it does not leave to a lone except. */
  boolean includes(String name) {
    return groups.stream()
        .anyMatch(group -> matches(group.include(), name) && !matches(group.except(), name));
  }

  /** Whether the field says anything of a column of that name. */
  boolean mentions(String name) {
    return groups.stream()
        .anyMatch(
            group ->
                group.include().isEmpty()
                    || matches(group.include(), name)
                    || matches(group.except(), name));
  }

  /** The names of the field's columns, where it says them without patterns. */
  Optional<List<String>> literal() {
    return Optional.of(groups)
        .filter(all -> all.size() == 1 && all.get(0).except().isEmpty())
        .map(all -> all.get(0).include())
        .filter(names -> !names.isEmpty())
        .filter(names -> names.stream().noneMatch(n -> n.contains("*") || n.contains("?")));
  }

  private static boolean matches(List<String> patterns, String name) {
    return patterns.stream().anyMatch(pattern -> Names.matches(pattern, name));
  }
}
