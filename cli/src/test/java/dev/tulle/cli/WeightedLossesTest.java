package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.runtime.Weights;
import dev.tulle.runtime.WeightsException;
import dev.tulle.runtime.recipe.Recipe;
import dev.tulle.training.TrainedNet;
import dev.tulle.training.Training;
import dev.tulle.training.data.Rows;
import dev.tulle.training.report.Figures;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Losses with weights of classes or a mask are those of the whole set, however it is cut. */
class WeightedLossesTest {
  private static final int ROWS = 90;
  private static final double[] WEIGHTS = {1, 0.5, 30, 0.1};

  private static final String TEXT =
      """
      tulle 1
      dim kind = 4
      net Marked {
        input  x: [3]
        target label: kind
        target counts: []
        let logits = x -> body: Dense(kind)
        output logits
        loss weighted = cross_entropy(logits, label, weights = [1, 0.5, 30, 0.1])
        loss masked = 0.1 + 2 * cross_entropy(logits, label, smooth = 0.2, mask = counts)
        loss ratio = sqrt(batch_mean((counts + 1) * mean(logits^2)) / batch_mean(counts + 1))
        loss plain = cross_entropy(logits, label)
      }
      data Points {
        from   = csv("points.csv")
        x      = columns("x*")
        label  = column("label") as kind
        counts = column("counts")
      }
      train Marked on Points {
        epochs    = 1
        batch     = 16
        seed      = 4
        optimizer = Sgd(lr = 0.3)
        validate  = holdout(0.4)
        metrics   = [both: cross_entropy(logits, label, weights = [1, 0.5, 30, 0.1], mask = counts)]
      }
      """;

  private final double[][] x = new double[ROWS][3];
  private final int[] label = new int[ROWS];
  private final double[] counts = new double[ROWS];

  WeightedLossesTest() {
    var random = new SplittableRandom(8);
    for (int row = 0; row < ROWS; row++) {
      for (int i = 0; i < 3; i++) {
        x[row][i] = random.nextDouble(-2, 2);
      }
      // A class that weighs much is rare, and so is a row that the mask lets through.
      label[row] = row % 13 == 5 ? 2 : row % 3 == 0 ? 3 : row % 2;
      counts[row] = row % 5 == 0 ? random.nextDouble(1, 2) : 0;
    }
  }

  private static Training training() {
    CompileResult result =
        TulleCompiler.compileSources(
            List.of(new SourceFile("marked.net", TEXT)), CompileOptions.DEFAULT);
    assertThat(result.diagnostics()).isEmpty();
    return Training.of(new LoadedNet(result.programs().get(0)).factory()).threads(1);
  }

  private Rows rows() {
    return new Rows().with("x", x).with("label", label).with("counts", counts);
  }

  @Test
  void batchesDoNotMatter() throws WeightsException {
    TrainedNet trained = training().data(rows()).run();
    Map<String, Figures> wanted = training().data(rows()).evaluate(trained.weights());
    assertThat(wanted.get("valid").rows()).isEqualTo(36);
    assertThat(wanted).isEqualTo(trained.report().splits());
    for (int batch : new int[] {1, 7, 64}) {
      Map<String, Figures> got = training().data(rows()).batch(batch).evaluate(trained.weights());
      for (String set : List.of("train", "valid")) {
        Figures of = wanted.get(set);
        of.losses().forEach((name, loss) -> close(got.get(set).losses().get(name), loss));
        of.metrics().forEach((name, metric) -> close(got.get(set).metrics().get(name), metric));
      }
    }
  }

  private static void close(double got, double wanted) {
    assertThat(got).isCloseTo(wanted, within(1e-6 * Math.max(1, Math.abs(wanted))));
  }

  @Test
  void figuresAreThoseOfTheFormula() throws WeightsException {
    Weights weights = training().data(rows()).run().weights();
    Figures figures =
        training()
            .data(rows())
            .validate(new Recipe.Validation.OfSplit())
            .evaluate(weights)
            .get("train");
    assertThat(figures.rows()).isEqualTo(ROWS);
    double[][] logits = new double[ROWS][4];
    for (int row = 0; row < ROWS; row++) {
      for (int k = 0; k < 4; k++) {
        logits[row][k] = weights.tensor("body.b")[k];
        for (int i = 0; i < 3; i++) {
          logits[row][k] += x[row][i] * weights.tensor("body.w")[4 * i + k];
        }
      }
    }
    IntToDoubleFunction own = row -> missed(logits[row], label[row]);
    IntToDoubleFunction smooth =
        row -> {
          double all = 0;
          for (int k = 0; k < 4; k++) {
            all += missed(logits[row], k) / 4;
          }
          return 0.8 * missed(logits[row], label[row]) + 0.2 * all;
        };
    IntToDoubleFunction square = row -> Arrays.stream(logits[row]).map(v -> v * v).sum() / 4;
    close(figures.losses().get("weighted"), mean(own, row -> WEIGHTS[label[row]]));
    close(figures.losses().get("masked"), 0.1 + 2 * mean(smooth, row -> counts[row]));
    close(figures.losses().get("ratio"), Math.sqrt(mean(square, row -> counts[row] + 1)));
    close(figures.losses().get("plain"), mean(own, row -> 1));
    close(figures.metrics().get("both"), mean(own, row -> counts[row] * WEIGHTS[label[row]]));
  }

  private static double missed(double[] logits, int chosen) {
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit);
    }
    return Math.log(sum) - logits[chosen];
  }

  private static double mean(IntToDoubleFunction value, IntToDoubleFunction weight) {
    double sum = 0;
    double total = 0;
    for (int row = 0; row < ROWS; row++) {
      sum += weight.applyAsDouble(row) * value.applyAsDouble(row);
      total += weight.applyAsDouble(row);
    }
    return sum / total;
  }
}
