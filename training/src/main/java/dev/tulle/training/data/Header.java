package dev.tulle.training.data;

import java.nio.file.Path;
import java.util.List;

/**
 * The columns of a table.
 *
 * @param name what messages call the table
 * @param columns their names, in order
 */
public record Header(String name, List<String> columns) {
  public Header {
    columns = List.copyOf(columns);
  }

  /**
   * The first line of a CSV file.
   *
   * @throws DataException where it cannot be read (S006), or does not name columns (D304)
   */
  public static Header read(Path file) {
    return TableReader.header(file);
  }

  /**
   * Looks for a column.
   *
   * @param pattern a name, in which {@code *} stands for any text and {@code ?} for one character
   * @throws DataException D303 where none has such a name
   */
  public void require(String pattern) {
    if (columns.stream().noneMatch(name -> Names.matches(pattern, name))) {
      throw new DataException(
          "D303", name + " has no column `" + pattern + "`", Names.didYouMean(pattern, columns));
    }
  }
}
