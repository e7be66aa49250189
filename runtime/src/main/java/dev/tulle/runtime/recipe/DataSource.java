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
 * @param pictures how large the pictures of a folder become
 */
public record DataSource(
    String name,
    Format format,
    String path,
    Optional<Split> split,
    List<Field> fields,
    Optional<Pictures> pictures) {
  /** What rows are kept in. */
  public enum Format {
    /** A table with a header, in one file. */
    CSV,
    /** Pictures and their classes in the files that MNIST came in (LeCun, 1998), in one folder. */
    IDX,
    /** Pictures in files, in a folder for each class, all of them in one folder. */
    IMAGES,
    /** A text, in one file. */
    TEXT
  }

  public DataSource {
    fields = List.copyOf(fields);
  }

  /** Rows of anything but pictures in files. */
  public DataSource(
      String name, Format format, String path, Optional<Split> split, List<Field> fields) {
    this(name, format, path, split, fields, Optional.empty());
  }

  /** Rows of a table. */
  public DataSource(String name, String csv, Optional<Split> split, List<Field> fields) {
    this(name, Format.CSV, csv, split, fields);
  }

  /** The same rows, not parted. */
  public DataSource withoutSplit() {
    return new DataSource(name, format, path, Optional.empty(), fields, pictures);
  }

  /** Fractions of the rows that sum to at most 1, and whether classes are spread evenly. */
  public record Split(double train, double valid, double test, long seed, boolean stratify) {}

  /**
   * What pictures become before anything else is done to them.
   *
   * @param channels 1 for grey, 3 for red, green and blue
   * @param resized whether pictures of another size are drawn out or together; otherwise they are a
   *     mistake
   */
  public record Pictures(int height, int width, int channels, boolean resized) {}

  /** What the input or target {@code port} is made of. */
  public record Field(String port, Column value) {}
}
