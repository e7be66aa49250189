package dev.tulle.training;

import static dev.tulle.training.HandTraining.epochs;
import static dev.tulle.training.HandTraining.iris;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.runtime.Model;
import dev.tulle.runtime.Weights;
import dev.tulle.runtime.WeightsException;
import dev.tulle.runtime.recipe.DataSource;
import dev.tulle.runtime.recipe.FittedFields;
import dev.tulle.runtime.recipe.Recipe.Early;
import dev.tulle.runtime.recipe.Recipe.Validation;
import dev.tulle.training.data.DataException;
import dev.tulle.training.data.Rows;
import dev.tulle.training.data.Table;
import dev.tulle.training.report.TrainingEvent.BatchEnded;
import dev.tulle.training.report.TrainingEvent.EpochEnded;
import dev.tulle.training.report.TrainingEvent.FoldEnded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
  private static final Validation NONE = new Validation.OfSplit();
  private static final Validation HOLDOUT = new Validation.Holdout(0.2, 1, true);
  private static final Path IRIS = HandTraining.RESOURCES.resolve("iris.csv");

  @TempDir Path folder;
  private HandTraining hand;

  @BeforeEach
  void prepare() {
    hand = new HandTraining(folder);
  }

  private Training training() {
    return training(NONE);
  }

  private Training training(Validation validation) {
    return hand.training(iris(epochs(6, validation, Optional.empty())), 1);
  }

  /** Iris as arrays, rows {@code from} to {@code to - 1} of the file. */
  private static Rows flowers(int from, int to) {
    Table table = Table.read(IRIS);
    double[][] measures = new double[to - from][4];
    String[] species = new String[to - from];
    for (int row = from; row < to; row++) {
      for (int i = 0; i < 4; i++) {
        measures[row - from][i] = table.row(row).number(table.columns().get(i));
      }
      species[row - from] = table.row(row).text("species");
    }
    return new Rows().with("x", measures).with("t", species);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] bytes(Weights weights) throws IOException {
    Path file = folder.resolve("bytes");
    weights.write(file);
    return Files.readAllBytes(file);
  }

  @Test
  void trainsOnArraysAsOnTheFile() throws IOException {
    DataSource.Split split = new DataSource.Split(0.8, 0, 0.2, 1, true);
    HandNet.Spec spec =
        iris(
            epochs(3, new Validation.Folds(3, 1, true), Optional.empty()), Optional.of(split), 0.2);
    TrainedNet file = hand.training(spec, 2).run();
    TrainedNet arrays = hand.training(spec, 2).data(flowers(0, 150)).run();
    assertThat(arrays.weights().array()).isEqualTo(file.weights().array());
    assertThat(arrays.report().splits()).isEqualTo(file.report().splits());

    List<String> columns = Table.read(IRIS).columns().subList(0, 4);
    TrainedNet named = hand.training(spec, 2).data(flowers(0, 150).named("x", columns)).run();
    assertThat(bytes(named.weights())).isEqualTo(bytes(file.weights()));
    // Weights know what their columns are called, whatever the rows call them.
    assertThat(hand.training(spec, 2).data(flowers(0, 150)).evaluate(file.weights()))
        .isEqualTo(hand.training(spec, 2).evaluate(file.weights()));
  }

  @Test
  void readsAnotherFileOrATable() throws IOException {
    Path other = Files.copy(IRIS, folder.resolve("other.csv"));
    byte[] expected = bytes(training().run().weights());
    assertThat(bytes(training().data(other).run().weights())).isEqualTo(expected);
    assertThat(bytes(training().data(Table.read(other)).run().weights())).isEqualTo(expected);
    Training missing = training().data(folder.resolve("none.csv"));
    assertThatThrownBy(missing::run).isInstanceOf(DataException.class);
  }

  @Test
  void changesWhatARecipeLeavesToTheRun() {
    Training training = training(HOLDOUT).epochs(2).batch(40).seed(7).validate(NONE);
    TrainedNet trained = training.run();
    assertThat(trained.report().updates()).isEqualTo(2 * 4);
    assertThat(trained.report().seed()).isEqualTo(7);
    assertThat(trained.report().splits()).containsOnlyKeys("train");
    HandNet net = hand.nets.get(1);
    assertThat(net.capacity).isEqualTo(40);
    assertThat(net.seeds).containsOnly(7L);
    assertThat(training.steps(5).run().report().updates()).isEqualTo(5);
    assertThat(training.epochs(1).run().report().updates()).isEqualTo(4);
    assertThat(training.threads(3).run().report().threads()).isEqualTo(3);
    assertThat(training.validate(new Validation.Folds(2, 1, true)).run().report().folds())
        .hasSize(2);
  }

  @Test
  void changesEarlyStopping() {
    Early early = new Early("valid", "accuracy", 1, true);
    HandNet.Spec spec = iris(epochs(30, HOLDOUT, Optional.of(early)));
    int impatient = hand.training(spec, 1).run().report().epochs();
    assertThat(impatient).isLessThan(30);
    assertThat(hand.training(spec, 1).patience(4).run().report().epochs())
        .isBetween(impatient + 1, 29);
    assertThat(hand.training(spec, 1).neverStop().run().report().epochs()).isEqualTo(30);
    Early train = new Early("train", "accuracy", 2, false);
    assertThat(training().epochs(30).stop(train).run().report().epochs()).isLessThan(30);
    assertThatThrownBy(() -> training().patience(3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("`Hand` has no `stop`");
    Training unknown = training(HOLDOUT).stop(new Early("valid", "f1", 2, false));
    assertThatThrownBy(unknown::run).hasMessageContaining("`f1`");
  }

  @Test
  void refusesCountsBelowOne() {
    assertThatThrownBy(() -> training().epochs(0)).hasMessageContaining("`epochs` is 0");
    assertThatThrownBy(() -> training().steps(-1)).hasMessageContaining("`steps` is -1");
    assertThatThrownBy(() -> training().batch(0)).hasMessageContaining("`batch` is 0");
    assertThatThrownBy(() -> training().threads(0)).hasMessageContaining("`threads` is 0");
  }

  @Test
  void givesTheServingClass() {
    TrainedNet trained = training().run();
    Model model = trained.model(Model.class);
    assertThat(model).isSameAs(trained.model());
    assertThat(model.weights().array()).isEqualTo(hand.nets.get(1).weights);
    interface Other extends Model {}
    assertThatThrownBy(() -> trained.model(Other.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("`Hand`")
        .hasMessageContaining("Other");
  }

  @Test
  void callsBackInOrder() {
    List<BatchEnded> batches = new ArrayList<>();
    List<EpochEnded> epochs = new ArrayList<>();
    List<FoldEnded> folds = new ArrayList<>();
    TrainedNet trained =
        training(new Validation.Folds(2, 1, true))
            .epochs(3)
            .onBatch(batches::add)
            .onEpoch(epochs::add)
            .onFold(folds::add)
            .run();
    assertThat(batches).hasSize(2 * 3 * 10);
    assertThat(batches.get(31).fold()).isEqualTo(2);
    assertThat(batches.get(31).epoch()).isEqualTo(1);
    assertThat(batches.get(31).update()).isEqualTo(2);
    assertThat(batches.get(31).updates()).isEqualTo(30);
    assertThat(epochs).extracting(EpochEnded::fold).containsExactly(1, 1, 1, 2, 2, 2);
    assertThat(epochs).extracting(EpochEnded::epoch).containsExactly(1, 2, 3, 1, 2, 3);
    double loss = 0;
    for (int i = 0; i < 10; i++) { // nine batches of 8 rows, one of 3
      loss += batches.get(i).losses().get("fit") * (i == 9 ? 3 : 8) / 75;
    }
    assertThat(epochs.get(0).losses().get("fit"))
        .isCloseTo(loss, org.assertj.core.api.Assertions.within(1e-12));
    EpochEnded first = epochs.get(0);
    assertThat(first.watched().orElseThrow().value()).isEqualTo(first.valid().orElseThrow().loss());
    assertThat(first.best()).isTrue();
    assertThat(folds).extracting(FoldEnded::report).isEqualTo(trained.report().folds());
    assertThat(training().run().report().epochs()).isEqualTo(6);
  }

  @Test
  void stopsWhenTold() {
    TrainedNet trained = training().stopWhen(epoch -> epoch.epoch() == 2).run();
    assertThat(trained.report().epochs()).isEqualTo(2);
    assertThat(trained.report().keptEpoch()).isEqualTo(2);
    TrainedNet folds =
        training(new Validation.Folds(3, 1, true)).stopWhen(e -> e.fold() == 2).run();
    assertThat(folds.report().folds()).extracting(fold -> fold.epochs()).containsExactly(6, 1, 6);
    // The same net as one that was meant to be so long: the hand net has no schedule.
    assertThat(trained.weights().array()).isEqualTo(training().epochs(2).run().weights().array());
  }

  @Test
  void keepsTheBestAndTheLastEpoch() throws IOException {
    Path best = folder.resolve("best.safetensors");
    Path last = folder.resolve("last.safetensors");
    Early early = new Early("valid", "fit", 3, true);
    // So steep that it overshoots.
    HandNet.Spec spec = iris(epochs(40, HOLDOUT, Optional.of(early)), Optional.empty(), 9);
    List<byte[]> ends = new ArrayList<>();
    TrainedNet trained =
        hand.training(spec, 1)
            .saveBest(best)
            .saveLast(last)
            .onEpoch(epoch -> ends.add(read(last)))
            .run();
    assertThat(trained.report().keptEpoch()).isLessThan(trained.report().epochs());
    assertThat(ends).hasSize(trained.report().epochs());
    assertThat(Files.readAllBytes(best))
        .isEqualTo(bytes(trained.weights()))
        .isEqualTo(ends.get(trained.report().keptEpoch() - 1));
    assertThat(Files.readAllBytes(last))
        .isEqualTo(ends.get(ends.size() - 1))
        .isNotEqualTo(Files.readAllBytes(best));
    assertThat(hand.training(spec, 1).evaluate(Weights.read(best)))
        .isEqualTo(trained.report().splits());
  }

  @Test
  void keepsTheBestOfAllFolds() throws IOException {
    Path best = folder.resolve("best.safetensors");
    HandNet.Spec spec =
        iris(
            epochs(
                8,
                new Validation.Folds(4, 1, true),
                Optional.of(new Early("valid", "loss", 8, true))));
    TrainedNet trained = hand.training(spec, 1).saveBest(best).run();
    assertThat(trained.report().keptFold()).isLessThan(4);
    assertThat(Files.readAllBytes(best)).isEqualTo(bytes(trained.weights()));
  }

  @Test
  void refusesCheckpointsThatCannotBe() throws IOException {
    Path file = folder.resolve("w.safetensors");
    assertThatThrownBy(() -> training().saveBest(folder.resolve("none").resolve("w")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none");
    assertThatThrownBy(() -> training().saveLast(folder)).hasMessageContaining("cannot be written");
    assertThatThrownBy(() -> training().saveBest(file).saveLast(file).run())
        .hasMessageContaining("both");
    assertThatThrownBy(() -> training().saveBest(file).run())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no epoch is the best one");
    assertThat(file).doesNotExist();
    Path gone = Files.createDirectory(folder.resolve("gone"));
    Training training = training().saveLast(gone.resolve("w"));
    Files.delete(gone);
    Files.writeString(gone, "in the way");
    assertThatThrownBy(training::run).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void passesExceptionsOnAndLeavesWholeFiles() throws IOException {
    Path last = folder.resolve("last.safetensors");
    IllegalStateException thrown = new IllegalStateException("enough");
    Training training =
        training()
            .threads(2)
            .saveLast(last)
            .onBatch(
                batch -> {
                  if (batch.epoch() == 3) {
                    throw thrown;
                  }
                });
    assertThatThrownBy(training::run).isSameAs(thrown);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(last);
    }
    assertThat(Weights.read(last).tensor("w"))
        .isEqualTo(training().epochs(2).run().weights().tensor("w"));
  }

  @Test
  void endsWhereItsThreadIsInterrupted() {
    List<EpochEnded> epochs = new ArrayList<>();
    Training training =
        training()
            .threads(2)
            .onEpoch(epochs::add)
            .onBatch(
                batch -> {
                  if (batch.update() == 30) {
                    Thread.currentThread().interrupt();
                  }
                });
    assertThatThrownBy(training::run)
        .isInstanceOf(CancellationException.class)
        .hasMessageContaining("in epoch 2, after 30 updates");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(epochs).hasSize(1);
  }

  @Test
  void beginsWithGivenWeights() throws IOException {
    TrainedNet first = training().data(flowers(0, 150)).run();
    TrainedNet second = training().data(flowers(0, 150)).startFrom(first.weights()).epochs(1).run();
    assertThat(second.report().split("train").orElseThrow().loss())
        .isLessThan(first.report().split("train").orElseThrow().loss());
    // Other rows, the old means and classes: none of the rows is of the third kind.
    TrainedNet third = training().data(flowers(10, 90)).startFrom(first.weights()).run();
    assertThat(third.weights().metadata().get(FittedFields.KEY))
        .isEqualTo(first.weights().metadata().get(FittedFields.KEY));
    Weights other = new Weights(first.weights().layout(), first.weights().array(), Map.of());
    assertThatThrownBy(() -> training().startFrom(other)).isInstanceOf(WeightsException.class);
  }

  @Test
  void takesWeightsThatKeepNoFields() throws IOException {
    TrainedNet first = training().run();
    Weights bare =
        new Weights(
            first.weights().layout(),
            first.weights().array(),
            Map.of(Weights.NET, "Hand", Weights.EDITION, "1"));
    assertThat(bytes(training().startFrom(bare).run().weights()))
        .isEqualTo(bytes(training().startFrom(first.weights()).run().weights()))
        .isNotEqualTo(bytes(first.weights()));
  }

  @Test
  void takesRowsThatComeParted() {
    DataSource.Split split = new DataSource.Split(0.5, 0.25, 0.25, 1, true);
    HandNet.Spec spec = iris(epochs(2, NONE, Optional.empty()), Optional.of(split), 0.2);
    TrainedNet trained =
        hand.training(spec, 1)
            .data(flowers(0, 150))
            .validData(flowers(100, 150))
            .testData(flowers(40, 60))
            .run();
    assertThat(trained.report().split("train").orElseThrow().rows()).isEqualTo(150);
    assertThat(trained.report().split("valid").orElseThrow().rows()).isEqualTo(50);
    assertThat(trained.report().split("test").orElseThrow().rows()).isEqualTo(20);
    assertThat(trained.weights().array())
        .isEqualTo(
            hand.training(iris(spec.recipe()), 1).data(flowers(0, 150)).run().weights().array());

    TrainedNet tested =
        hand.training(iris(epochs(2, HOLDOUT, Optional.empty())), 1).testData(IRIS).run();
    assertThat(tested.report().split("train").orElseThrow().rows()).isEqualTo(120);
    assertThat(tested.report().split("valid").orElseThrow().rows()).isEqualTo(30);
    assertThat(tested.report().split("test").orElseThrow().rows()).isEqualTo(150);
    TrainedNet validated = training(HOLDOUT).validData(IRIS).run();
    assertThat(validated.report().split("train").orElseThrow().rows()).isEqualTo(150);
    assertThat(validated.report().split("valid").orElseThrow().rows()).isEqualTo(150);
  }
}
