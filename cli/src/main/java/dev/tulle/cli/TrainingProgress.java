package dev.tulle.cli;

import dev.tulle.runtime.kernel.Simd;
import dev.tulle.training.report.Figures;
import dev.tulle.training.report.TrainingEvent;
import dev.tulle.training.report.TrainingListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows a training: a bar with the time left in a terminal, a line now and then elsewhere. */
final class TrainingProgress implements TrainingListener, AutoCloseable {
  /** About as many lines for a run as a screen has. */
  private static final int LINES = 20;

  private final Console console;
  private volatile @Nullable ProgressBar bar;
  private volatile boolean ended;

  TrainingProgress(Console console) {
    this.console = console;
  }

  @Override
  public void on(TrainingEvent event) {
    if (ended) {
      return;
    }
    if (event instanceof TrainingEvent.Reading reading) {
      line(
          String.format(
              Locale.ROOT, "%,d of %,d pictures are read", reading.done(), reading.all()));
    } else if (event instanceof TrainingEvent.Started started) {
      started(started);
    } else if (event instanceof TrainingEvent.RunStarted run) {
      runStarted(run);
    } else if (event instanceof TrainingEvent.EpochEnded epoch) {
      epochEnded(epoch);
    } else if (event instanceof TrainingEvent.FoldEnded fold) {
      close();
      line("fold " + fold.report().fold() + ": valid " + figures(fold.report().valid()));
    } else if (event instanceof TrainingEvent.Finished) {
      close();
    }
  }

  @Override
  public void progress(long done, long total) {
    ProgressBar shown = bar;
    if (shown != null) {
      shown.stepTo(done);
    }
  }

  @Override
  public void close() {
    ProgressBar shown = bar;
    bar = null;
    if (shown != null) {
      shown.close();
    }
  }

  /** Takes the bar away and is silent from now on; may be called from any thread. */
  void end() {
    ended = true;
    close();
  }

  private void started(TrainingEvent.Started start) {
    line(
        String.format(
            Locale.ROOT,
            "%s on %s: %,d rows, %,d parameters, seed %d",
            start.net(),
            start.data(),
            start.rows(),
            start.parameters(),
            start.seed()));
    if (!Simd.available()) {
      line("Scalar kernels: " + Simd.reason());
    }
  }

  private void runStarted(TrainingEvent.RunStarted run) {
    close();
    String name = run.fold() > 0 ? "fold " + run.fold() + " of " + run.runs() : "training";
    String rows = String.format(Locale.ROOT, "%s: %,d rows to train", name, run.trainRows());
    line(
        run.validRows() == 0
            ? rows
            : String.format(Locale.ROOT, "%s, %,d to validate", rows, run.validRows()));
    if (console.terminal()) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(name)
              .setInitialMax(run.updates())
              .setStyle(
                  console.colour()
                      ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK
                      : ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis((int) Duration.ofMillis(200).toMillis())
              .setConsumer(new ConsoleProgressBarConsumer(console.err(), console.width()))
              .clearDisplayOnFinish()
              .build();
    }
  }

  private void epochEnded(TrainingEvent.EpochEnded epoch) {
    String figures =
        losses(epoch.losses()) + epoch.valid().map(v -> "  valid " + figures(v)).orElse("");
    ProgressBar shown = bar;
    if (shown != null) {
      shown.setExtraMessage(" epoch " + epoch.epoch() + "  " + figures);
      return;
    }
    int every = Math.max(1, (epoch.epochs() + LINES - 1) / LINES);
    if (epoch.epoch() % every == 0 || epoch.epoch() == epoch.epochs()) {
      line("epoch " + epoch.epoch() + "/" + epoch.epochs() + "  " + figures);
    }
  }

  private void line(String text) {
    console.err().println(text);
  }

  private static String figures(Figures figures) {
    String losses = losses(figures.losses());
    return figures.metrics().isEmpty() ? losses : losses + "  " + losses(figures.metrics());
  }

  private static String losses(Map<String, Double> named) {
    List<String> parts = new ArrayList<>();
    named.forEach((name, value) -> parts.add(name + " " + FigureTable.number(value)));
    return String.join("  ", parts);
  }
}
