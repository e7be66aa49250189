package dev.tulle.training;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a recipe leaves to the moment of the run.
 *
 * @param folders where the data's file is looked up, in this order
 * @param seed instead of the recipe's, if present
 * @param threads that work, at least 1; the result is the same for every number
 */
public record TrainingOptions(List<Path> folders, OptionalLong seed, int threads) {
  public TrainingOptions {
    folders = List.copyOf(folders);
  }

  /** The recipe's seed, one thread, and one folder. */
  public static TrainingOptions in(Path folder) {
    return new TrainingOptions(List.of(folder), OptionalLong.empty(), 1);
  }
}
