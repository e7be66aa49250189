package dev.tulle.training;

import dev.tulle.runtime.Weights;
import dev.tulle.runtime.WeightsException;
import dev.tulle.training.data.DataException;
import dev.tulle.training.report.TrainingEvent;
import dev.tulle.training.report.TrainingListener;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** Files of weights that are written while a net is trained, each whole or not at all. */
final class Checkpoints {
  private final Optional<Path> best;
  private final Optional<Path> last;
  private double bestValue = Double.NaN;

  /**
   * @param best has the weights of the best epoch so far, over all folds
   * @param last has the weights of the last epoch
   */
  Checkpoints(Optional<Path> best, Optional<Path> last) {
    this.best = best;
    this.last = last;
  }

  static Checkpoints none() {
    return new Checkpoints(Optional.empty(), Optional.empty());
  }

  /**
   * Writes at the end of each epoch of a run, and then tells another listener.
   *
   * @param weights of the net as it is
   */
  TrainingListener follow(Supplier<Weights> weights, TrainingListener then) {
    return new TrainingListener() {
      @Override
      public void on(TrainingEvent event) {
        if (event instanceof TrainingEvent.EpochEnded ended) {
          write(ended, weights);
        }
        then.on(event);
      }

      @Override
      public void progress(long done, long total) {
        then.progress(done, total);
      }

      @Override
      public boolean followsBatches() {
        return then.followsBatches();
      }

      @Override
      public boolean stopsAfter(TrainingEvent.EpochEnded epoch) {
        return then.stopsAfter(epoch);
      }
    };
  }

  private void write(TrainingEvent.EpochEnded ended, Supplier<Weights> weights) {
    last.ifPresent(file -> write(weights, file));
    if (best.isPresent()) {
      TrainingEvent.Watched watched =
          ended
              .watched()
              .orElseThrow(
                  () ->
                      new DataException(
                          "R402",
                          "no epoch is the best one: there are no validation rows, and nothing is"
                              + " watched",
                          "set validation rows aside, or keep the last epoch with `saveLast`"));
      if (watched.best() && watched.measure().isBetter(watched.value(), bestValue)) {
        bestValue = watched.value();
        write(weights, best.get());
      }
    }
  }

  private static void write(Supplier<Weights> weights, Path file) {
    try {
      weights.get().write(file);
    } catch (WeightsException e) {
      throw new UncheckedIOException(e);
    }
  }
}
