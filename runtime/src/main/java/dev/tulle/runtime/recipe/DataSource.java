package dev.tulle.runtime.recipe;

import java.util.List;
import java.util.Optional;

/**
 * Where rows come from.
 *
 * @param name the name of the data in the `.net` file
 * @param format what lies at {@code path}
 * @param path of a file or folder, as the `.net` file names it
 * @param split how rows are parted; without it all of them train
 * @param fields one for each input and target
 */
public record DataSource(
    String name, Format format, String path, Optional<Split> split, List<Field> fields) {
  /** What rows are kept in. */
  public enum Format {
    /** A table with a header, in one file. */
    CSV,
    /** Pictures and their classes in the files that MNIST came in (LeCun, 1998), in one folder. */
    IDX,
    /** A text, in one file. */
    TEXT
  }

  public DataSource {
    fields = List.copyOf(fields);
  }

  /** Rows of a table. */
  public DataSource(String name, String csv, Optional<Split> split, List<Field> fields) {
    this(name, Format.CSV, csv, split, fields);
  }

  /** The same rows, not parted. */
  public DataSource withoutSplit() {
    return new DataSource(name, format, path, Optional.empty(), fields);
  }

  /** Fractions of the rows that sum to at most 1, and whether classes are spread evenly. */
  public record Split(double train, double valid, double test, long seed, boolean stratify) {}

  /** What the input or target {@code port} is made of. */
  public record Field(String port, Column value) {}
}
