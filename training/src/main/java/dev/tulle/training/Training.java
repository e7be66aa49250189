package dev.tulle.training;

import dev.tulle.runtime.Threads;
import dev.tulle.runtime.TrainingNet;
import dev.tulle.runtime.Weights;
import dev.tulle.runtime.WeightsException;
import dev.tulle.runtime.recipe.DataSource;
import dev.tulle.runtime.recipe.Recipe;
import dev.tulle.training.data.Rows;
import dev.tulle.training.data.Table;
import dev.tulle.training.report.Figures;
import dev.tulle.training.report.TrainingEvent;
import dev.tulle.training.report.TrainingListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A training of a net, as its recipe says unless told otherwise here.
 *
 * <pre>{@code
 * TrainedNet trained =
 *     Training.of(DigitsTraining::new)
 *         .data(new Rows().with("pixels", pixels).with("label", labels))
 *         .epochs(10)
 *         .onEpoch(epoch -> System.out.println(epoch.epoch() + ": " + epoch.losses()))
 *         .run();
 * Digits digits = trained.model(Digits.class);
 * }</pre>
 *
 * <p>Rows, lengths, seed, validation and early stopping can differ from run to run. The optimizer
 * and its schedule, penalty, clipping, freezing and metrics are compiled into the net's update: to
 * change these, change the recipe in the {@code .net} file, or give it a second one.
 *
 * <p>A training is set up and run by one thread; the same set-up gives the same bits, whatever the
 * number of threads that help. It may be run again.
 */
public final class Training {
  private final NetFactory factory;
  private final TrainingNet description;
  private final Callbacks callbacks = new Callbacks();
  private final List<Path> folders = new ArrayList<>();
  private TrainingRows rows = RecipeRows.NONE;
  private boolean ownRows = true;
  private int epochs;
  private int steps;
  private int batch;
  private int accumulate;
  private long seed;
  private Recipe.Validation validation;
  private Optional<Recipe.Early> stop;
  private int threads = Runtime.getRuntime().availableProcessors();
  private Optional<Path> best = Optional.empty();
  private Optional<Path> last = Optional.empty();
  private Optional<WarmStart> start = Optional.empty();
  private boolean startsAnew;

  private Training(NetFactory factory) {
    this.factory = factory;
    description = factory.create(1, Threads.single());
    Recipe recipe = description.recipe();
    epochs = recipe.epochs();
    steps = recipe.steps();
    batch = recipe.batch();
    accumulate = recipe.accumulate();
    seed = recipe.seed();
    validation = recipe.validation();
    stop = recipe.stop();
  }

  /**
   * The training of a net.
   *
   * @param net the constructor of the generated class, such as {@code DigitsTraining::new}
   */
  public static Training of(NetFactory net) {
    return new Training(net);
  }

  /**
   * Looks for the file that the recipe's data name in a folder, instead of the working directory.
   * May be called again: folders are searched in the order of the calls.
   */
  public Training folder(Path folder) {
    folders.add(folder);
    return this;
  }

  /** Trains on rows of the program. */
  public Training data(Rows data) {
    return data(data::table);
  }

  /**
   * Trains on another file of the kind that the data name, a text or a CSV file whose header names
   * the columns; read when the training runs.
   */
  public Training data(Path file) {
    return data(
        (data, known) ->
            data.format() == DataSource.Format.TEXT
                ? Table.readText(file, data)
                : Table.read(file));
  }

  /** Trains on a table. */
  public Training data(Table table) {
    return data((data, known) -> table);
  }

  private Training data(TrainingRows.Source source) {
    ownRows = false;
    rows = new TrainingRows(source, rows.valid(), rows.test());
    return this;
  }

  /**
   * Validates on rows of their own. The data's {@code split} and the recipe's {@code validate} are
   * not applied then: all other rows train.
   */
  public Training validData(Rows data) {
    rows = new TrainingRows(rows.rows(), Optional.of(data::table), rows.test());
    return this;
  }

  /** Validates on the rows of another CSV file, as {@link #validData(Rows)} says. */
  public Training validData(Path csv) {
    rows = new TrainingRows(rows.rows(), Optional.of((d, known) -> Table.read(csv)), rows.test());
    return this;
  }

  /** Tests on rows of their own, at the end. The data's {@code split} is not applied then. */
  public Training testData(Rows data) {
    rows = new TrainingRows(rows.rows(), rows.valid(), Optional.of(data::table));
    return this;
  }

  /** Tests on the rows of another CSV file, as {@link #testData(Rows)} says. */
  public Training testData(Path csv) {
    rows = new TrainingRows(rows.rows(), rows.valid(), Optional.of((d, known) -> Table.read(csv)));
    return this;
  }

  /**
   * Passes over the training rows, instead of the recipe's {@code epochs} or {@code steps}. A
   * schedule stretches over the new length.
   *
   * @param count at least 1
   */
  public Training epochs(int count) {
    epochs = atLeastOne("epochs", count);
    steps = 0;
    return this;
  }

  /**
   * Updates in all, instead of the recipe's {@code epochs} or {@code steps}.
   *
   * @param count at least 1
   */
  public Training steps(int count) {
    steps = atLeastOne("steps", count);
    epochs = 0;
    return this;
  }

  /**
   * Rows of which gradients are computed at a time: those of an update, unless batches accumulate.
   *
   * @param rows at least 1
   */
  public Training batch(int rows) {
    batch = atLeastOne("batch", rows);
    return this;
  }

  /**
   * Batches whose gradients make one update: with as many rows as memory has room for, as if there
   * were more. Steps and schedules count updates.
   *
   * @param batches at least 1
   */
  public Training accumulate(int batches) {
    accumulate = atLeastOne("accumulate", batches);
    return this;
  }

  /** The seed of weights, shuffling and dropout. */
  public Training seed(long seed) {
    this.seed = seed;
    return this;
  }

  /** Where validation rows come from: a holdout, folds, or the data's split. */
  public Training validate(Recipe.Validation validation) {
    this.validation = validation;
    return this;
  }

  /** Stops early by another rule than the recipe's, or by one where it has none. */
  public Training stop(Recipe.Early rule) {
    stop = Optional.of(rule);
    return this;
  }

  /**
   * Gives the recipe's early stopping another patience.
   *
   * @param epochs without a better value before a run ends, at least 1
   * @throws IllegalStateException where the recipe does not stop early
   */
  public Training patience(int epochs) {
    Recipe.Early rule =
        stop.orElseThrow(
            () ->
                new IllegalStateException(
                    "the recipe of `"
                        + description.name()
                        + "` has no `stop` to be patient with; call `stop` with a rule"));
    return stop(
        new Recipe.Early(
            rule.set(), rule.measure(), atLeastOne("patience", epochs), rule.restoreBest()));
  }

  /** Trains to the last epoch and keeps its weights, whatever the recipe's {@code stop} says. */
  public Training neverStop() {
    stop = Optional.empty();
    return this;
  }

  /**
   * Threads that compute, all processors unless told; the result does not depend on it.
   *
   * @param count at least 1
   */
  public Training threads(int count) {
    threads = atLeastOne("threads", count);
    return this;
  }

  /**
   * Begins with these weights instead of random ones or those of the recipe's {@code start}; the
   * optimizer begins anew. What the weights keep of their own training, such as means, deviations
   * and class names, stays as it is, since they were trained for it. With folds, every fold begins
   * so.
   *
   * @throws WeightsException where the weights are another net's
   */
  public Training startFrom(Weights weights) throws WeightsException {
    start = Optional.of(WarmStart.of(weights, description));
    return this;
  }

  /** Begins with random weights, whatever the recipe's {@code start} says. */
  public Training startAnew() {
    startsAnew = true;
    start = Optional.empty();
    return this;
  }

  /**
   * Writes the weights of the best epoch so far to a file, whenever there is a better one: by the
   * measure of early stopping, or else by the loss of the validation rows. With folds, it is the
   * best of all of them. The file is whole at any time, also where the training fails.
   *
   * @throws IllegalArgumentException where there is no such folder
   */
  public Training saveBest(Path file) {
    best = Optional.of(writable(file));
    return this;
  }

  /**
   * Writes the weights to a file after every epoch. The file is whole at any time, also where the
   * training fails.
   *
   * @throws IllegalArgumentException where there is no such folder
   */
  public Training saveLast(Path file) {
    last = Optional.of(writable(file));
    return this;
  }

  /**
   * Calls back after every update.
   *
   * @param callback on the thread that trains; what it throws ends the training and goes through to
   *     the caller of {@link #run}
   */
  public Training onBatch(Consumer<? super TrainingEvent.BatchEnded> callback) {
    callbacks.add(TrainingEvent.BatchEnded.class, callback);
    return this;
  }

  /** Calls back after every epoch, as {@link #onBatch} does. */
  public Training onEpoch(Consumer<? super TrainingEvent.EpochEnded> callback) {
    callbacks.add(TrainingEvent.EpochEnded.class, callback);
    return this;
  }

  /** Calls back after every fold, as {@link #onBatch} does. */
  public Training onFold(Consumer<? super TrainingEvent.FoldEnded> callback) {
    callbacks.add(TrainingEvent.FoldEnded.class, callback);
    return this;
  }

  /** Calls back where the data are hardly meant as they are, before the first run. */
  public Training onWarning(Consumer<? super TrainingEvent.Warned> callback) {
    callbacks.add(TrainingEvent.Warned.class, callback);
    return this;
  }

  /**
   * Ends a run after an epoch for which the condition holds, besides the recipe's early stopping.
   * Where that restores the best epoch, so it does here; with folds, the next fold begins.
   */
  public Training stopWhen(Predicate<? super TrainingEvent.EpochEnded> condition) {
    callbacks.addStop(condition);
    return this;
  }

  /** Tells a listener of all that happens. */
  public Training listener(TrainingListener listener) {
    callbacks.add(listener);
    return this;
  }

  /**
   * Trains. To cancel it, interrupt the thread.
   *
   * @throws dev.tulle.training.data.DataException where data and recipe do not go together
   * @throws dev.tulle.training.loop.DivergedException where a loss is no number any more
   * @throws java.util.concurrent.CancellationException where the thread was interrupted, which it
   *     stays; what {@link #saveBest} and {@link #saveLast} wrote is there
   * @throws java.io.UncheckedIOException where weights cannot be written
   */
  public TrainedNet run() {
    if (best.isPresent() && best.equals(last)) {
      throw new IllegalStateException("`saveBest` and `saveLast` both write " + best.get());
    }
    return trainer(start.or(this::recipeStart)).train(new Checkpoints(best, last));
  }

  /**
   * Losses and metrics of each split of the data with given weights, and the fitted fields that
   * these carry. Nothing is trained.
   *
   * @return {@code train}, {@code valid} and {@code test}, where there are such rows; with folds,
   *     {@code train} is all rows that the folds are made of
   * @throws WeightsException where the weights are another net's
   * @throws dev.tulle.training.data.DataException where the data do not go with them
   */
  public Map<String, Figures> evaluate(Weights weights) throws WeightsException {
    StoredFields.of(weights);
    return trainer(Optional.empty()).evaluate(WarmStart.of(weights, description));
  }

  private Optional<WarmStart> recipeStart() {
    return startsAnew
        ? Optional.empty()
        : description
            .recipe()
            .start()
            .map(rule -> WarmStart.of(rule, RecipeRows.searched(folders), description));
  }

  private Trainer trainer(Optional<WarmStart> start) {
    TrainingRows rows =
        ownRows ? RecipeRows.of(description.data(), folders, this.rows, callbacks) : this.rows;
    Recipe recipe =
        new Recipe(
            epochs,
            steps,
            batch,
            accumulate,
            seed,
            validation,
            stop,
            description.recipe().start(),
            description.recipe().plateaus());
    return new Trainer(factory, description, recipe, rows, threads, start, callbacks);
  }

  private static int atLeastOne(String what, int number) {
    if (number < 1) {
      throw new IllegalArgumentException(
          "`" + what + "` is " + number + ", and must be at least 1");
    }
    return number;
  }

  /** Before a long training, not in the midst of it. */
  private static Path writable(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
      throw new IllegalArgumentException(
          file + " cannot be written: there is no such folder, or the name is that of a folder");
    }
    return file;
  }
}
