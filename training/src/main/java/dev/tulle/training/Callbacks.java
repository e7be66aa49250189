package dev.tulle.training;

import dev.tulle.training.report.TrainingEvent;
import dev.tulle.training.report.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Several listeners as one, called in the order in which they were added. */
final class Callbacks implements TrainingListener {
  private final List<TrainingListener> listeners = new ArrayList<>();

  void add(TrainingListener listener) {
    listeners.add(listener);
  }

  <E extends TrainingEvent> void add(Class<E> type, Consumer<? super E> callback) {
    boolean batches = type == TrainingEvent.BatchEnded.class;
    add(
        new TrainingListener() {
          @Override
          public void on(TrainingEvent event) {
            if (type.isInstance(event)) {
              callback.accept(type.cast(event));
            }
          }

          @Override
          public boolean followsBatches() {
            return batches;
          }
        });
  }

  void addStop(Predicate<? super TrainingEvent.EpochEnded> condition) {
    add(
        new TrainingListener() {
          @Override
          public boolean stopsAfter(TrainingEvent.EpochEnded epoch) {
            return condition.test(epoch);
          }
        });
  }

  @Override
  public void on(TrainingEvent event) {
    boolean batch = event instanceof TrainingEvent.BatchEnded;
    for (TrainingListener listener : listeners) {
      if (!batch || listener.followsBatches()) {
        listener.on(event);
      }
    }
  }

  @Override
  public void progress(long done, long total) {
    for (TrainingListener listener : listeners) {
      listener.progress(done, total);
    }
  }

  @Override
  public boolean followsBatches() {
    // It is asked at every update, and a stream would be an object each time.
    for (TrainingListener listener : listeners) {
      if (listener.followsBatches()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean stopsAfter(TrainingEvent.EpochEnded epoch) {
    boolean stops = false;
    for (TrainingListener listener : listeners) {
      stops |= listener.stopsAfter(epoch);
    }
    return stops;
  }
}
