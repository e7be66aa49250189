package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.tulle.runtime.Layout;
import dev.tulle.runtime.TrainingNet;
import dev.tulle.runtime.Weights;
import dev.tulle.runtime.recipe.Recipe;
import dev.tulle.training.TrainedNet;
import dev.tulle.training.Training;
import dev.tulle.training.data.DataException;
import dev.tulle.training.loop.DivergedException;
import dev.tulle.training.report.Figures;
import dev.tulle.training.report.TrainingEvent;
import dev.tulle.training.report.TrainingListener;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rules of a recipe do to a whole run: compiled, trained, evaluated. */
class RecipesTest {
  @TempDir private Path folder = Path.of("");

  private static float[] tensor(TrainingNet net, String path) {
    Layout.Entry entry = net.layout().entry(path);
    return Arrays.copyOfRange(net.weights, entry.offset(), entry.offset() + entry.count());
  }

  private static double distance(float[] a, float[] b) {
    double squares = 0;
    double size = 0;
    for (int i = 0; i < a.length; i++) {
      squares += (a[i] - (double) b[i]) * (a[i] - (double) b[i]);
      size += (double) b[i] * b[i];
    }
    return Math.sqrt(squares / size);
  }

  /** The last update of an epoch has fewer rows, in one batch or in two, whole or not. */
  @ParameterizedTest
  @CsvSource({"96, 3", "100, 4", "109, 4", "112, 4", "7, 1"})
  void batchesThatAccumulateAreOneBatch(int rows, int updates) {
    String rules =
        """
        epochs    = 4
        seed      = 5
        optimizer = Sgd(lr = linear(0, 0.2, epochs = 1) -> cosine, momentum = 0.9)
        average   = Ema(memory = 0.9)
        penalty   = 0.01 * l2("**.w")
        clip      = norm(0.5)
        validate  = holdout(0.2)
        """;
    Regime whole = Regime.of(rules + "batch = 32");
    Regime parts = Regime.of(rules + "batch = 8\naccumulate = 4");
    List<Double> wholeLosses = new ArrayList<>();
    List<Double> partLosses = new ArrayList<>();
    // A fifth is held out.
    int all = (int) Math.round(rows / 0.8);
    TrainedNet one =
        whole.training(all).onBatch(b -> wholeLosses.addAll(b.losses().values())).run();
    TrainedNet other =
        parts.training(all).onBatch(b -> partLosses.addAll(b.losses().values())).run();
    assertThat(one.report().split("train").orElseThrow().rows()).isEqualTo(rows);
    assertThat(other.report().updates()).isEqualTo(one.report().updates()).isEqualTo(4L * updates);
    assertThat(distance(parts.net().weights, whole.net().weights)).isLessThan(1e-6);
    assertThat(distance(parts.net().slots, whole.net().slots)).isLessThan(1e-6);
    assertThat(partLosses).hasSameSizeAs(wholeLosses);
    for (int i = 0; i < partLosses.size(); i++) {
      assertThat(partLosses.get(i)).isCloseTo(wholeLosses.get(i), within(1e-6));
    }
    // A difference there is: else nothing was accumulated.
    assertThat(rows < 9 || !Arrays.equals(parts.net().slots, whole.net().slots)).isTrue();
  }

  @Test
  void aProgramMayAccumulateToo() {
    String rules = "epochs = 2\noptimizer = Sgd\nbatch = 8\n";
    Regime recipe = Regime.of(rules + "accumulate = 4");
    Regime program = Regime.of(rules);
    recipe.training(50).run();
    program.training(50).accumulate(4).run();
    assertThat(program.net().weights).isEqualTo(recipe.net().weights);
    assertThatThrownBy(() -> program.training(50).accumulate(0))
        .hasMessageContaining("`accumulate` is 0");
    // More batches than an epoch has are all of them: an update for each epoch.
    TrainedNet all = program.training(50).accumulate(Integer.MAX_VALUE).run();
    assertThat(all.report().updates()).isEqualTo(2);
  }

  /** Weights are seen after each update, and averaged by hand. */
  @Test
  void averagesServe() throws IOException {
    Regime regime =
        Regime.of(
            """
            epochs    = 5
            optimizer = Sgd(lr = 0.3)
            average   = Ema(memory = 0.9)
            validate  = holdout(0.25)
            """);
    List<float[]> weights = new ArrayList<>();
    List<Double> epochs = new ArrayList<>();
    Path last = folder.resolve("last.safetensors");
    TrainedNet trained =
        regime
            .training(80)
            .saveLast(last)
            .onBatch(b -> weights.add(regime.net().weights.clone()))
            .onEpoch(e -> epochs.add(e.valid().orElseThrow().loss()))
            .run();
    assertThat(weights).hasSize(10);
    float[] served = trained.weights().array();
    double total = 0;
    double[] sums = new double[served.length];
    for (int t = 0; t < weights.size(); t++) {
      double counts = Math.pow(0.9, weights.size() - 1 - t);
      total += counts;
      for (int i = 0; i < sums.length; i++) {
        sums[i] += counts * weights.get(t)[i];
      }
    }
    for (int i = 0; i < sums.length; i++) {
      assertThat((double) served[i]).isCloseTo(sums[i] / total, within(1e-6));
    }
    assertThat(distance(served, weights.get(9))).isGreaterThan(1e-3);
    assertThat(Weights.read(last).tensor("body.w")).isEqualTo(trained.weights().tensor("body.w"));
    Figures valid = trained.report().split("valid").orElseThrow();
    assertThat(epochs.get(4)).isEqualTo(valid.loss());
    assertThat(regime.training(80).evaluate(trained.weights()).get("valid")).isEqualTo(valid);
  }

  @Test
  void theBestEpochIsThatOfTheAverages() {
    Regime regime =
        Regime.of(
            """
            epochs    = 12
            optimizer = Sgd(lr = linear(0.3, 2))
            average   = Ema(memory = 0.9)
            validate  = holdout(0.25)
            stop      = early(valid.fit, patience = 12, restore = best)
            """);
    List<Double> losses = new ArrayList<>();
    List<float[]> averages = new ArrayList<>();
    List<float[]> weights = new ArrayList<>();
    TrainedNet trained =
        regime
            .training(30)
            .onBatch(b -> weights.add(regime.net().weights.clone()))
            .onEpoch(
                e -> {
                  losses.add(e.valid().orElseThrow().loss());
                  averages.add(regime.net().weights.clone());
                })
            .run();
    double least = losses.stream().mapToDouble(d -> d).min().orElseThrow();
    int best = losses.indexOf(least);
    // Else the last epoch would be the best one, whatever was kept.
    assertThat(best).isBetween(1, losses.size() - 2);
    assertThat(trained.report().split("valid").orElseThrow().loss()).isEqualTo(least);
    assertThat(trained.weights().array()).isEqualTo(averages.get(best));
    // An epoch is one update.
    assertThat(weights).hasSameSizeAs(averages);
    assertThat(distance(averages.get(best), weights.get(best))).isGreaterThan(1e-3);
  }

  /** An average of one's own: the plain mean of the weights. */
  @Test
  void anAverageMayBeOnesOwn() {
    Regime regime =
        Regime.of(
            "steps = 6\noptimizer = Sgd(lr = 0.3)\naverage = Mean",
            "data Points",
            """
            optimizer Mean {
              input  average, w
              update average = average + (w - average) / step
            }
            data Points""");
    List<float[]> weights = new ArrayList<>();
    TrainedNet trained =
        regime.training(64).onBatch(b -> weights.add(tensor(regime.net(), "head.w"))).run();
    float[] served = trained.weights().tensor("head.w");
    for (int i = 0; i < served.length; i++) {
      int element = i;
      double mean = weights.stream().mapToDouble(w -> w[element]).average().orElseThrow();
      assertThat((double) served[i]).isCloseTo(mean, within(1e-6));
    }
  }

  @Test
  void frozenWeightsKeepTheirBits() {
    Regime free = Regime.of("epochs = 3\noptimizer = Adam");
    free.training(40).run();
    Regime frozen =
        Regime.of("epochs = 3\noptimizer = Adam\nfreeze \"body.**\"\naverage = Ema(0.5)");
    List<float[]> begin = new ArrayList<>();
    frozen.training(40).onBatch(b -> begin.add(tensor(frozen.net(), "body.w"))).run();
    float[] after = tensor(frozen.net(), "body.w");
    assertThat(begin.get(0)).isEqualTo(after);
    TrainingNet fresh = frozen.nets.get(0);
    fresh.initialize(1);
    assertThat(tensor(fresh, "body.w")).isEqualTo(after);
    assertThat(tensor(fresh, "head.w")).isNotEqualTo(tensor(frozen.net(), "head.w"));
    assertThat(tensor(free.net(), "body.w")).isNotEqualTo(after);
  }

  /** The rate is read off each update: what a weight moved, by its gradient. */
  @ParameterizedTest
  @ValueSource(strings = {"valid", "train"})
  void aPlateauLowersTheRate(String set) {
    Regime regime =
        Regime.of(
            """
            epochs    = 24
            batch     = 64
            optimizer = Sgd(lr = linear(0.05, 0.4, epochs = 3)
                          -> plateau(%s.fit, factor = 0.5, patience = 1, threshold = 0.05, cooldown = 2,
                                     least = 0.07))
            validate  = holdout(0.2)
            stop      = early(%s.fit, patience = 100)
            """
                .formatted(set, set));
    List<Double> rates = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    List<float[]> before = new ArrayList<>();
    TrainedNet trained =
        regime
            .training(40)
            .onBatch(
                b -> {
                  TrainingNet net = regime.net();
                  if (!before.isEmpty()) {
                    rates.add(rate(before.get(before.size() - 1), net));
                  }
                  before.add(net.weights.clone());
                })
            .onEpoch(e -> losses.add(e.watched().orElseThrow().value()))
            .run();
    assertThat(trained.report().updates()).isEqualTo(24);
    // By hand: epochs 1 to 3 warm up; the first epoch after them is the best so far.
    double best = Double.NaN;
    int bad = 0;
    int cooling = 0;
    int stalls = 0;
    for (int epoch = 4; epoch < 24; epoch++) {
      double value = losses.get(epoch - 1);
      if (Double.isNaN(best) || value < 0.95 * best) {
        best = value;
        bad = 0;
      } else {
        bad++;
      }
      if (cooling > 0) {
        cooling--;
        bad = 0;
      }
      if (bad > 1) {
        stalls++;
        cooling = 2;
        bad = 0;
      }
      double expected = Math.max(0.07, 0.4 * Math.pow(0.5, stalls));
      assertThat(rates.get(epoch - 1)).as("epoch %d", epoch + 1).isCloseTo(expected, within(2e-3));
    }
    assertThat(stalls).isGreaterThanOrEqualTo(2);
    assertThat(regime.net().stalls).hasSize(1);
  }

  private static double rate(float[] before, TrainingNet net) {
    Layout.Entry entry = net.layout().entry("head.b");
    int i = entry.offset();
    return (before[i] - (double) net.weights[i]) / net.gradients[i];
  }

  @Test
  void eachFoldCountsItsOwnStalls() {
    Regime regime =
        Regime.of(
            """
            epochs    = 8
            optimizer = Sgd(lr = 0.1 -> plateau(valid.loss, patience = 0, threshold = 0.5))
            validate  = kfold(3)
            """);
    regime.training(60).run();
    assertThat(regime.nets).hasSize(4);
    assertThat(regime.nets.subList(1, 4)).allMatch(net -> net.stalls[0] > 0 && net.stalls[0] < 8);
  }

  @Test
  void aPlateauNeedsRowsThatValidate() {
    Regime regime =
        Regime.of("epochs = 2\nvalidate = holdout(0.2)\noptimizer = Sgd(lr = plateau(valid.fit))");
    Training training = regime.training(20).validate(new Recipe.Validation.OfSplit());
    assertThatThrownBy(training::run)
        .isInstanceOf(DataException.class)
        .hasMessage("a schedule watches the validation rows, and there are none");
  }

  /** Losses that are finite, and whose gradients are not. */
  @ParameterizedTest
  @CsvSource({
    "clip = norm(1), sqrt(abs(y) - stop_gradient(abs(y))), the gradient of `body.w` became .*",
    "clip = value(1), sqrt(abs(y) - stop_gradient(abs(y))), the gradient of `body.w` became .*",
    "'', sqrt(abs(y) - stop_gradient(abs(y))), `body.w` became .*",
    "clip = norm(1), sqrt(w - stop_gradient(w)), the gradient of `w` became Infinity",
    "clip = value(1), sqrt(w - stop_gradient(w)), the gradient of `w` became Infinity",
    "'', sqrt(w - stop_gradient(w)), `w` became -Infinity"
  })
  void gradientsThatAreNoNumbersEndTheRun(String clip, String term, String message) {
    Regime regime =
        Regime.of(
            "epochs = 2\nbatch = 100\noptimizer = Sgd\n" + clip,
            "loss fit = mse(y, t)",
            (term.contains("w -") ? "param w: [2] = 1\n" : "")
                + "loss fit = mse(y, t) + mean("
                + term
                + ")");
    assertThatThrownBy(() -> regime.training(20).run())
        .isInstanceOf(DivergedException.class)
        .hasMessageMatching(message + " in epoch 1, at update 1");
  }

  @Test
  void startsFromAFile() throws IOException {
    Regime first = Regime.of("epochs = 3\noptimizer = Sgd");
    TrainedNet trained = first.training(40).run();
    trained.weights().write(folder.resolve("first.safetensors"));
    Regime second = Regime.of("epochs = 1\noptimizer = Sgd\nstart = \"first.safetensors\"");
    TrainedNet further = second.training(40).folder(folder).run();
    Regime given = Regime.of("epochs = 1\noptimizer = Sgd");
    TrainedNet expected = given.training(40).startFrom(trained.weights()).run();
    assertThat(further.weights().array()).isEqualTo(expected.weights().array());
    TrainedNet anew = second.training(40).folder(folder).startAnew().run();
    assertThat(anew.weights().array()).isEqualTo(given.training(40).run().weights().array());
    assertThatThrownBy(() -> second.training(40).run())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("there is no file `first.safetensors`");
  }

  /** The body of a net with another head. */
  @Test
  void startsFromParts() throws IOException {
    TrainedNet trained = Regime.of("epochs = 3\noptimizer = Sgd").training(40).run();
    trained.weights().write(folder.resolve("first.safetensors"));
    String rules =
        "epochs = 2\noptimizer = Sgd\nfreeze \"body.**\"\n"
            + "start = from(\"first.safetensors\", \"body.*\")";
    Regime part = Regime.of(rules, "head: Dense(2)", "Dense(9) -> relu -> head: Dense(2)");
    TrainedNet moved = part.training(40).folder(folder).run();
    assertThat(moved.weights().tensor("body.w")).isEqualTo(trained.weights().tensor("body.w"));
    assertThat(moved.weights().tensor("body.b")).isEqualTo(trained.weights().tensor("body.b"));
    assertThat(part.training(40).folder(folder).run().weights().array())
        .isEqualTo(moved.weights().array());

    Regime wider = Regime.of(rules, "width = 7", "width = 9");
    assertThatThrownBy(() -> wider.training(40).folder(folder).run())
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(
            "first.safetensors does not fit `Curve`: `body.b` is [7], but the net has [9];"
                + " `body.w` is [3, 7], but the net has [3, 9]");
  }

  /** Averages begin with the weights of the file: with these they are far from random ones. */
  @Test
  void averagesBeginWhereTheWeightsDo() throws IOException {
    Regime first = Regime.of("epochs = 30\noptimizer = Adam(lr = 0.03)");
    TrainedNet trained = first.training(40).run();
    Regime slow =
        Regime.of(
            "steps = 1\noptimizer = Sgd(lr = 0)\naverage = Slow",
            "data Points",
            """
            optimizer Slow {
              input  average, w
              update average = 0.5 * average + 0.5 * w
            }
            data Points""");
    TrainedNet same = slow.training(40).startFrom(trained.weights()).run();
    assertThat(same.weights().array()).isEqualTo(trained.weights().array());
    slow.training(40).run();
    TrainingNet fresh = slow.nets.get(0);
    fresh.initialize(1);
    fresh.exchangeAverages();
    float[] average = tensor(fresh, "body.w");
    fresh.exchangeAverages();
    assertThat(average).isEqualTo(tensor(fresh, "body.w"));
  }

  /** Vectors are objects until the compiler has seen through them. */
  @Test
  void aSteadyUpdateAllocatesNothing() {
    Regime regime =
        Regime.of(
            """
            batch      = 8
            accumulate = 3
            optimizer  = Adam(lr = 0.01 -> plateau(train.loss))
            average    = Ema
            clip       = norm(1)
            penalty    = 0.01 * l2("**.w")
            """);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] before = {0, 0};
    long[] least = {Long.MAX_VALUE};
    // In the midst of an epoch of 500 updates.
    TrainingListener meter =
        new TrainingListener() {
          @Override
          public void on(TrainingEvent event) {}

          @Override
          public void progress(long done, long total) {
            if (done % 500 == 100) {
              before[0] = threads.getCurrentThreadAllocatedBytes();
            } else if (done % 500 == 400) {
              long allocated = threads.getCurrentThreadAllocatedBytes() - before[0];
              least[0] = Math.min(least[0], Math.max(0, allocated - 64));
            }
          }

          @Override
          public boolean stopsAfter(TrainingEvent.EpochEnded epoch) {
            return least[0] == 0;
          }
        };
    regime.training(12_000).epochs(300).listener(meter).run();
    assertThat(least[0]).as("bytes in 300 updates").isZero();
  }

  @Test
  void theCommandLineSaysWhatDoesNotFit() throws IOException {
    TrainedNet trained = Regime.of("epochs = 1\noptimizer = Sgd").training(10).run();
    trained.weights().write(folder.resolve("first.safetensors"));
    String text =
        Regime.text("optimizer = Sgd\nstart = \"first.safetensors\"")
            .replace("width = 7", "width = 5");
    Path net = Files.writeString(folder.resolve("curve.net"), text);
    Files.writeString(folder.resolve("points.csv"), "x1,x2,x3,t1,t2\n1,2,3,4,5\n2,3,4,5,6\n");
    Cli run = Cli.run("train", net.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("error[D306]: ")
        .contains("`body.w` is [3, 7], but the net has [3, 5]")
        .contains("help: ");
  }
}
