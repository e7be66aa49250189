package dev.tulle.training;

import dev.tulle.runtime.Threads;
import dev.tulle.runtime.recipe.Column;
import dev.tulle.runtime.recipe.DataSource;
import dev.tulle.runtime.recipe.Recipe;
import dev.tulle.runtime.recipe.Recipe.Early;
import dev.tulle.runtime.recipe.Recipe.Validation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Trains {@link HandNet}s and keeps all that were made: the first describes, each other trains. */
final class HandTraining {
  static final Path RESOURCES = Path.of("src/test/resources/dev/tulle/training");

  final List<HandNet> nets = new ArrayList<>();
  private final Path folder;

  /**
   * Prepares.
   *
   * @param folder where data are looked for first
   */
  HandTraining(Path folder) {
    this.folder = folder;
  }

  static Recipe epochs(int epochs, Validation validation, Optional<Early> stop) {
    return new Recipe(epochs, 0, 8, 1, validation, stop);
  }

  static HandNet.Spec iris(Recipe recipe) {
    return iris(recipe, Optional.empty(), 0.2);
  }

  static HandNet.Spec iris(Recipe recipe, Optional<DataSource.Split> split, double rate) {
    return new HandNet.Spec(
        4,
        3,
        true,
        rate,
        recipe,
        new DataSource(
            "Garden",
            "iris.csv",
            split,
            List.of(
                new DataSource.Field(
                    "x", new Column.Standardize(new Column.Columns(List.of(), List.of("species")))),
                new DataSource.Field(
                    "t",
                    new Column.Classes(
                        new Column.Columns(List.of("species"), List.of()), "kind", 3)))));
  }

  Training training(HandNet.Spec spec, int threads) {
    return training((capacity, pool) -> new HandNet(spec, capacity, pool), threads);
  }

  /** A net as its capacity and its threads make it. */
  interface Maker {
    HandNet make(int capacity, Threads threads);
  }

  Training training(Maker maker, int threads) {
    return Training.of(
            (capacity, pool) -> {
              HandNet net = maker.make(capacity, pool);
              nets.add(net);
              return net;
            })
        .folder(folder)
        .folder(RESOURCES)
        .threads(threads);
  }

  TrainedNet train(HandNet.Spec spec) {
    return training(spec, 1).run();
  }
}
