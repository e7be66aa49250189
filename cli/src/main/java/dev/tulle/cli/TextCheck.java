package dev.tulle.cli;

import dev.tulle.compiler.ir.DataSource.Column;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.ir.Recipe.Validation;
import dev.tulle.runtime.recipe.DataSource;
import dev.tulle.runtime.recipe.Recipe;
import dev.tulle.training.data.DataException;
import dev.tulle.training.data.Fitter;
import dev.tulle.training.data.Partition;
import dev.tulle.training.data.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a text has as many symbols in the part that trains as a net's data say. */
final class TextCheck {
  /** Larger files are for `train` to look at: a check should not take long. In MiB. */
  static final int MOST = 64;

  private TextCheck() {}

  /**
   * Looks at a text.
   *
   * @throws DataException as a training would
   */
  static void check(Path file, Program.Training training) {
    try {
      if (Files.size(file) > (long) MOST << 20) {
        return;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    DataSource data = data(training.data());
    Table table = Table.readText(file, data);
    Partition parts = Partition.of(table, data, validation(training.recipe().validation()));
    Fitter.fit(table, parts.train(), data, List.of());
  }

  /** The data as the runtime has them; every field of a text is a window. */
  private static DataSource data(dev.tulle.compiler.ir.DataSource data) {
    var fields = new ArrayList<DataSource.Field>();
    for (var field : data.fields()) {
      if (field.value() instanceof Column.Classes classes
          && classes.of() instanceof Column.Window window) {
        fields.add(
            new DataSource.Field(
                field.port(),
                new dev.tulle.runtime.recipe.Column.Classes(
                    new dev.tulle.runtime.recipe.Column.Window(
                        dev.tulle.runtime.recipe.Column.Unit.valueOf(window.unit().name()),
                        window.length(),
                        window.offset()),
                    classes.dim(),
                    classes.count())));
      }
    }
    var split = data.split();
    return new DataSource(
        data.name(),
        DataSource.Format.TEXT,
        data.path(),
        split == null
            ? Optional.empty()
            : Optional.of(
                new DataSource.Split(
                    split.train(), split.valid(), split.test(), split.seed(), split.stratify())),
        fields);
  }

  private static Recipe.Validation validation(Validation rule) {
    if (rule instanceof Validation.Holdout holdout) {
      return new Recipe.Validation.Holdout(holdout.fraction(), holdout.seed(), holdout.stratify());
    }
    // Folds of a text are refused before.
    return new Recipe.Validation.OfSplit();
  }
}
