package dev.tulle.cli;

import dev.tulle.compiler.summary.TextTable;
import dev.tulle.training.report.Figures;
import dev.tulle.training.report.RunReport;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Losses and metrics as a table: a row each, a column for each set of rows. */
final class FigureTable {
  private FigureTable() {}

  /** The figures of a training; those of folds are means, the validation's with their deviation. */
  static TextTable of(RunReport report) {
    return of(report.splits(), report.folds().size(), report.deviation());
  }

  static TextTable of(Map<String, Figures> splits) {
    return of(splits, 0, Optional.empty());
  }

  private static TextTable of(Map<String, Figures> splits, int folds, Optional<Figures> deviation) {
    var table = new TextTable();
    List<String> head = new ArrayList<>(List.of(""));
    List<String> rows = new ArrayList<>(List.of("rows"));
    splits.forEach(
        (name, figures) -> {
          head.add(folds > 0 && !name.equals("test") ? name + ", " + folds + " folds" : name);
          rows.add(String.format(Locale.ROOT, "%,d", figures.rows()));
        });
    table.row(head).row(rows);
    add(table, splits, deviation, Figures::losses);
    add(table, splits, deviation, Figures::metrics);
    return table;
  }

  private static void add(
      TextTable table,
      Map<String, Figures> splits,
      Optional<Figures> deviation,
      Function<Figures, Map<String, Double>> which) {
    Set<String> names = new LinkedHashSet<>();
    splits.values().forEach(figures -> names.addAll(which.apply(figures).keySet()));
    for (String name : names) {
      List<String> row = new ArrayList<>(List.of(name));
      splits.forEach(
          (split, figures) -> {
            String cell = number(which.apply(figures).get(name));
            Double spread = deviation.map(d -> which.apply(d).get(name)).orElse(null);
            row.add(split.equals("valid") && spread != null ? cell + " ± " + number(spread) : cell);
          });
      table.row(row);
    }
  }

  /** Where the weights come from and what it took. */
  static String closing(RunReport report, int lanes) {
    return String.format(
        Locale.ROOT,
        "%s %d of %d is kept. %,d update%s took %.1f s on %d thread%s, %s.",
        report.keptFold() > 0 ? "Fold " + report.keptFold() + ", epoch" : "Epoch",
        report.keptEpoch(),
        report.epochs(),
        report.updates(),
        report.updates() == 1 ? "" : "s",
        report.seconds(),
        report.threads(),
        report.threads() == 1 ? "" : "s",
        lanes > 1 ? "vectors of " + lanes + " floats" : "scalar kernels");
  }

  /** Four digits behind the point where that says enough, else a power of ten. */
  static String number(@Nullable Double value) {
    if (value == null) {
      return "";
    }
    double size = Math.abs(value);
    return String.format(
        Locale.ROOT, size != 0 && (size < 1e-3 || size >= 1e6) ? "%.3e" : "%.4f", value);
  }
}
