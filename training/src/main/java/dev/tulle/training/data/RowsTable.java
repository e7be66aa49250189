package dev.tulle.training.data;

import dev.tulle.runtime.recipe.DataSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Finds out which columns the blocks of a program's rows stand for. */
final class RowsTable {
  private final List<Block> blocks;
  private final DataSource data;
  private final Map<String, List<String>> known;
  private final Map<String, CellColumn> cells = new HashMap<>();
  private final List<String> columns = new ArrayList<>();
  private final Map<String, List<String>> given = new HashMap<>();

  RowsTable(List<Block> blocks, DataSource data, Map<String, List<String>> known) {
    this.blocks = blocks;
    this.data = data;
    this.known = known;
  }

  Table table() {
    if (blocks.isEmpty()) {
      throw new DataException("D304", "there are no rows", needs());
    }
    for (Block block : blocks) {
      Optional<FieldColumns> field = field(block);
      if (field.isPresent()) {
        takeField(block, field.get());
      } else {
        takeColumn(block);
      }
    }
    data.fields().forEach(this::requireField);
    return new Table("the table", blocks.get(0).rows(), Rows::place, cells, columns, given);
  }

  /** The field that a block stands for, unless the block is the one column of that name. */
  private Optional<FieldColumns> field(Block block) {
    return data.fields().stream()
        .filter(field -> field.port().equals(block.name()))
        .map(FieldColumns::of)
        .filter(field -> block.width() != 1 || !field.includes(block.name()))
        .filter(field -> field.isOneGroup() || !block.optional())
        .findFirst();
  }

  private void takeField(Block block, FieldColumns field) {
    if (!field.isOneGroup()) {
      throw new DataException(
              "D303",
              "`"
                  + block.name()
                  + "` is computed from several columns, so that it cannot be given as a whole",
              "give its columns by their names: " + Names.listed(field.patterns()))
          .in(block.name());
    }
    boolean list = field.sequence() || block.width() == 0;
    List<CellColumn> values = list ? List.of(block.list()) : block.cells();
    Optional<List<String>> names = names(block, field, values.size());
    List<String> taken =
        names.orElseGet(
            () ->
                values.size() == 1
                    ? List.of(block.name())
                    : IntStream.range(0, values.size())
                        .mapToObj(i -> block.name() + "[" + i + "]")
                        .toList());
    for (int i = 0; i < taken.size(); i++) {
      put(taken.get(i), values.get(i));
    }
    names.ifPresent(columns::addAll);
    given.put(block.name(), taken);
  }

  /** What the block's columns are called: by the program, by the weights, or by the field. */
  private Optional<List<String>> names(Block block, FieldColumns field, int count) {
    return Optional.of(block.columns())
        .filter(names -> !names.isEmpty())
        .or(() -> Optional.ofNullable(known.get(block.name())))
        .or(field::literal)
        .filter(names -> names.size() == count);
  }

  private void takeColumn(Block block) {
    boolean list =
        data.fields().stream()
            .map(FieldColumns::of)
            .anyMatch(field -> field.sequence() && field.includes(block.name()));
    if (block.width() != 1 && !list) {
      if (block.optional()) {
        return;
      }
      throw new DataException(
          "D303",
          "`"
              + block.name()
              + "` has "
              + (block.width() == 0 ? "several" : block.width())
              + " numbers a row, and is no input or target that `"
              + data.name()
              + "` has a field for",
          hint(block.name()));
    }
    boolean read =
        data.fields().stream().map(FieldColumns::of).anyMatch(f -> f.mentions(block.name()));
    if (!read && !block.optional()) {
      throw new DataException(
          "D303",
          "`"
              + block.name()
              + "` is no input or target that `"
              + data.name()
              + "` has a field for, and no column that it reads",
          hint(block.name()));
    }
    put(block.name(), list ? block.list() : block.cells().get(0));
    columns.add(block.name());
  }

  private void put(String column, CellColumn values) {
    if (cells.put(column, values) != null) {
      throw new DataException(
          "D304",
          "the rows give the column `" + column + "` more than once",
          "give it by its own name, and none of the inputs and targets that are made of it");
    }
  }

  private void requireField(DataSource.Field field) {
    if (given.containsKey(field.port())) {
      return;
    }
    List<String> missing =
        FieldColumns.of(field).patterns().stream()
            .filter(pattern -> columns.stream().noneMatch(name -> Names.matches(pattern, name)))
            .toList();
    if (!missing.isEmpty()) {
      throw new DataException(
              "D303",
              "the rows have no values for `" + field.port() + "`",
              "give `"
                  + field.port()
                  + "` itself, or what `"
                  + data.name()
                  + "` makes it of: "
                  + Names.listed(missing))
          .in(field.port());
    }
  }

  private String hint(String name) {
    List<String> names = new ArrayList<>();
    for (DataSource.Field field : data.fields()) {
      names.add(field.port());
      FieldColumns.of(field).literal().ifPresent(names::addAll);
    }
    return Names.nearest(name, names)
        .map(near -> "a similar name is `" + near + "`")
        .orElse(needs());
  }

  private String needs() {
    return "`"
        + data.name()
        + "` has fields for "
        + Names.listed(data.fields().stream().map(DataSource.Field::port).toList());
  }
}
