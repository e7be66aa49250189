package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.runtime.Threads;
import dev.tulle.runtime.TrainingNet;
import dev.tulle.runtime.Weights;
import dev.tulle.runtime.WeightsException;
import dev.tulle.runtime.recipe.Recipe;
import dev.tulle.training.NetFactory;
import dev.tulle.training.TrainedNet;
import dev.tulle.training.Training;
import dev.tulle.training.data.DataException;
import dev.tulle.training.data.Rows;
import dev.tulle.training.data.Table;
import dev.tulle.training.report.Figures;
import dev.tulle.training.report.FoldReport;
import dev.tulle.training.report.TrainingEvent;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Rows of different lengths in one run: each is computed at its own, and counts as one row. */
class RowLengthsTest {
  private static final int ROWS = 40;
  private static final int WORDS = 7;

  private static final String TEXT =
      """
      tulle 1
      dim word = 7
      dim source <= 6
      dim time <= 5
      net Pairs {
        input  x: [source, 2]
        input  tokens: word[time]
        target next: word[time]
        param  table: [word, 4] ~ normal(0, 0.5)
        let e[i, d] = table[tokens[i], d]
        let memory = x -> Dense(4) -> tanh
        let score[i, j] = sum[d](e[i, d] * memory[j, d])
        let look = softmax(score)
        let mix[i, d] = sum[j](look[i, j] * memory[j, d])
        output logits = concat(mix, e) -> Dense(word)
        loss   fit = cross_entropy(logits, next)
        loss   small = 0.1 * mean(logits^2)
      }
      data Lines {
        from   = csv("lines.csv")
        x      = numbers(column("x"))
        tokens = numbers(column("tokens")) as word
        next   = words(column("next")) as word
      }
      train Pairs on Lines {
        epochs    = 2
        batch     = 4
        seed      = 3
        optimizer = Sgd(lr = 0.5)
        metrics   = [accuracy(logits, next)]
      }
      """;

  private static final NetFactory FACTORY = factory();

  private record Line(float[] x, int[] tokens, int[] next) {}

  private final List<Line> lines = new ArrayList<>();

  RowLengthsTest() {
    var random = new SplittableRandom(5);
    for (int row = 0; row < ROWS; row++) {
      // Some pairs of lengths have several batches, and one is as long as can be.
      float[] x = new float[2 * (row == 0 ? 6 : random.nextInt(1, 4))];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) random.nextDouble(-2, 2);
      }
      int[] tokens = random.ints(row == 0 ? 5 : random.nextInt(1, 4), 0, WORDS).toArray();
      lines.add(new Line(x, tokens, random.ints(tokens.length, 0, WORDS).toArray()));
    }
  }

  private static NetFactory factory() {
    CompileResult result =
        TulleCompiler.compileSources(
            List.of(new SourceFile("pairs.net", TEXT)), CompileOptions.DEFAULT);
    assertThat(result.diagnostics()).isEmpty();
    return new LoadedNet(result.programs().get(0)).factory();
  }

  private Training training(int threads) {
    return Training.of(FACTORY).threads(threads).data(arrays());
  }

  private Rows arrays() {
    return new Rows()
        .with("x", lines.stream().map(Line::x).toArray(float[][]::new))
        .with("tokens", lines.stream().map(Line::tokens).toArray(int[][]::new))
        .with("next", lines.stream().map(Line::next).toArray(int[][]::new));
  }

  private int kinds() {
    return groups().size();
  }

  /** How many rows there are of each pair of lengths. */
  private List<Integer> groups() {
    return List.copyOf(
        lines.stream()
            .collect(
                Collectors.groupingBy(
                    line -> List.of(line.x().length, line.tokens().length),
                    Collectors.summingInt(line -> 1)))
            .values());
  }

  /** A net whose workspace holds one row. */
  private static void load(TrainingNet net, Line line) {
    net.lengths(
        net.dims().stream()
            .mapToInt(d -> d.name().equals("time") ? line.tokens().length : line.x().length / 2)
            .toArray());
    System.arraycopy(line.x(), 0, net.workspace, net.offset("x"), line.x().length);
    for (int i = 0; i < line.tokens().length; i++) {
      net.workspace[net.offset("tokens") + i] = line.tokens()[i];
      net.workspace[net.offset("next") + i] = line.next()[i];
    }
  }

  @Test
  void anUpdateOverAllRowsIsTheMeanOfWhatEachRowSays() {
    TrainingNet net = FACTORY.create(1, Threads.single());
    net.initialize(3);
    double[] wanted = new double[net.weights.length];
    double loss = 0;
    for (Line line : lines) {
      load(net, line);
      net.gradient(1, 3, 1);
      loss += net.lossValues[0] / ROWS;
      for (int i = 0; i < wanted.length; i++) {
        wanted[i] += net.gradients[i] / (double) ROWS;
      }
    }
    List<Double> reported = new ArrayList<>();
    TrainedNet trained =
        training(2)
            .epochs(1)
            .accumulate(1000)
            .onEpoch(epoch -> reported.add(epoch.losses().get("fit")))
            .run();
    assertThat(trained.report().updates()).isEqualTo(1);
    float[] got = trained.weights().array();
    for (int i = 0; i < wanted.length; i++) {
      assertThat((double) got[i]).isCloseTo(net.weights[i] - 0.5 * wanted[i], within(2e-6));
    }
    assertThat(reported.get(0)).isCloseTo(loss, within(1e-6));
  }

  @Test
  void figuresAreMeansOverRows() throws WeightsException {
    TrainedNet trained = training(1).run();
    TrainingNet net = FACTORY.create(1, Threads.single());
    net.load(trained.weights());
    double loss = 0;
    double right = 0;
    for (Line line : lines) {
      load(net, line);
      net.evaluate(1);
      loss += net.meanLosses(net.sums, 1)[0] / ROWS;
      right += net.metricValues(net.sums, 1)[0] / ROWS;
    }
    Figures figures = trained.report().splits().get("train");
    assertThat(figures.rows()).isEqualTo(ROWS);
    assertThat(figures.losses().get("fit")).isCloseTo(loss, within(1e-6));
    assertThat(figures.metrics().get("accuracy")).isCloseTo(right, within(1e-6));
    for (int batch : new int[] {1, 3, 64}) {
      Figures again = training(1).batch(batch).evaluate(trained.weights()).get("train");
      assertThat(again.losses().get("fit")).isCloseTo(loss, within(1e-6));
    }
  }

  @Test
  void theBitsDependOnTheSeedAlone() {
    float[] one = training(1).run().weights().array();
    for (int threads : new int[] {1, 2, 3}) {
      assertThat(training(threads).run().weights().array()).isEqualTo(one);
    }
    assertThat(training(1).seed(4).run().weights().array()).isNotEqualTo(one);
  }

  @Test
  void whatStartsFromWeightsGivesTheSameBits() throws WeightsException {
    Weights before = training(1).run().weights();
    float[] one = training(1).startFrom(before).seed(9).run().weights().array();
    assertThat(training(3).startFrom(before).seed(9).run().weights().array()).isEqualTo(one);
  }

  @Test
  void recordsAndFilesGiveTheBitsOfArrays() {
    float[] wanted = training(1).run().weights().array();
    Rows records = Rows.records(lines.stream());
    assertThat(training(1).data(records).run().weights().array()).isEqualTo(wanted);
    var csv = new StringBuilder("x,tokens,next\n");
    for (Line line : lines) {
      csv.append(Arrays.toString(line.x()).replace(",", "")).append(',');
      csv.append(joined(line.tokens(), ";")).append(',').append(joined(line.next(), "  "));
      csv.append('\n');
    }
    Table table =
        Table.read(
            "lines.csv", new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.UTF_8)));
    assertThat(training(1).data(table).run().weights().array()).isEqualTo(wanted);
  }

  private static String joined(int[] numbers, String by) {
    return Arrays.stream(numbers).mapToObj(String::valueOf).collect(Collectors.joining(by));
  }

  @Test
  void anEpochHasTheBatchesOfEachLength() {
    int batches = groups().stream().mapToInt(rows -> (rows + 3) / 4).sum();
    assertThat(kinds()).isGreaterThan(5);
    assertThat(batches).isGreaterThan(kinds());
    Set<Long> totals = new HashSet<>();
    List<Integer> epochs = new ArrayList<>();
    TrainedNet trained =
        training(1)
            .onBatch(
                batch -> {
                  totals.add(batch.updates());
                  epochs.add(batch.epoch());
                })
            .run();
    assertThat(trained.report().updates()).isEqualTo(2L * batches);
    assertThat(totals).containsExactly(2L * batches);
    assertThat(epochs.stream().filter(epoch -> epoch == 1).count()).isEqualTo(batches);
    assertThat(training(1).accumulate(3).epochs(1).run().report().updates())
        .isEqualTo((batches + 2) / 3);
  }

  @Test
  void foldsAndEarlyStopping() {
    TrainedNet trained =
        training(2)
            .epochs(30)
            .validate(new Recipe.Validation.Folds(4, 1, false))
            .stop(new Recipe.Early("valid", "fit", 1, true))
            .run();
    List<FoldReport> folds = trained.report().folds();
    assertThat(folds).hasSize(4);
    assertThat(folds.stream().mapToLong(fold -> fold.valid().rows()).sum()).isEqualTo(ROWS);
    assertThat(folds).allSatisfy(fold -> assertThat(fold.epochs()).isLessThan(30));
  }

  @Test
  void aRowThatDoesNotFitIsNamed() {
    refused(new Line(new float[14], new int[2], new int[2]), "`x` makes `source` 7 long", "<= 6");
    refused(new Line(new float[2], new int[6], new int[6]), "`tokens` makes `time` 6 long", "<= 5");
    refused(new Line(new float[3], new int[2], new int[2]), "`x` has 3 numbers", "the 2 of a");
    refused(new Line(new float[2], new int[2], new int[3]), "`next` have 3 numbers", "and 2 where");
    assertThatThrownBy(() -> add(new Line(new float[0], new int[2], new int[2])).run())
        .hasMessageContaining("`x` has no numbers in rows[40]");
  }

  private Training add(Line line) {
    lines.add(line);
    try {
      return training(1);
    } finally {
      lines.remove(ROWS);
    }
  }

  private void refused(Line line, String... says) {
    Training training = add(line);
    List<TrainingEvent.EpochEnded> events = new ArrayList<>();
    assertThatThrownBy(() -> training.onEpoch(events::add).run())
        .asInstanceOf(InstanceOfAssertFactories.type(DataException.class))
        .satisfies(e -> assertThat(e.code()).isEqualTo("D304"))
        .extracting(Throwable::getMessage)
        .asInstanceOf(InstanceOfAssertFactories.STRING)
        .startsWith("rows[40]: ")
        .contains(says);
    assertThat(events).isEmpty();
  }
}
