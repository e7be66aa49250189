package dev.tulle.runtime.recipe;

import java.util.List;
import java.util.Optional;

/**
 * Where rows come from.
 *
 * @param name the name of the data in the `.net` file
 * @param csv the file as the `.net` file names it
 * @param split how rows are parted; without it all of them train
 * @param fields one for each input and target
 */
public record DataSource(String name, String csv, Optional<Split> split, List<Field> fields) {
  public DataSource {
    fields = List.copyOf(fields);
  }

  /** Fractions of the rows that sum to at most 1, and whether classes are spread evenly. */
  public record Split(double train, double valid, double test, long seed, boolean stratify) {}

  /** What the input or target {@code port} is made of. */
  public record Field(String port, Column value) {}
}
