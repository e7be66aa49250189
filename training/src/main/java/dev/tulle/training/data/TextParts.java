package dev.tulle.training.data;

import dev.tulle.runtime.recipe.DataSource;
import dev.tulle.runtime.recipe.Recipe.Validation;
import java.util.List;

/** Parts a text in its order: what trains stands in front, and what validates and tests behind. */
final class TextParts {
  private final Text text;

  private TextParts(Text text) {
    this.text = text;
  }

  /**
   * Parts the rows of a text.
   *
   * @throws DataException R402 where a part is too short for a window, R404 for what only tables
   *     can do
   */
  static Partition of(Text text, DataSource data, Validation validation) {
    double train = data.split().map(DataSource.Split::train).orElse(1.0);
    double valid = data.split().map(DataSource.Split::valid).orElse(0.0);
    double test = data.split().map(DataSource.Split::test).orElse(0.0);
    if (validation instanceof Validation.Folds) {
      throw new DataException(
          "R404",
          "folds are made of rows that do not follow each other, and `"
              + data.name()
              + "` is a text",
          "`validate = holdout(0.1)` takes the end of what trains");
    }
    if (validation instanceof Validation.Holdout holdout) {
      if (valid > 0) {
        throw new DataException(
            "R404",
            "the split of `"
                + data.name()
                + "` sets a part aside to validate, and `validate` would take another",
            "leave `valid` out of the split, or `validate` out of the recipe");
      }
      valid = train * holdout.fraction();
      train -= valid;
    }
    TextParts parts = new TextParts(text);
    return new Partition(
        parts.part("train", 0, train),
        parts.part("valid", train, valid),
        parts.part("test", train + valid, test),
        List.of());
  }

  private int[] part(String set, double from, double fraction) {
    int start = (int) Math.round(text.size() * from);
    int end = (int) Math.round(text.size() * Math.min(1, from + fraction));
    int[] rows = text.rows(start, end);
    if (fraction > 0 && rows.length == 0) {
      throw new DataException(
          "R402",
          "`%s` has %,d %s of %s, and a row sees %,d of them"
              .formatted(set, end - start, text.units(), text.name(), text.reach()),
          "take shorter windows, a longer text, or a larger part");
    }
    return rows;
  }
}
