package dev.tulle.training.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The closing figures of a training.
 *
 * @param net the net's name
 * @param data the name of the data
 * @param seed of weights, shuffling and dropout; with folds, of the first, the others counting on
 * @param threads that worked
 * @param keptFold the fold, from 1, whose net was kept, or 0 without folds
 * @param epochs of the run whose weights were kept
 * @param keptEpoch the epoch, from 1, that the weights are of
 * @param updates that were made, of all folds together
 * @param seconds from the first update to the last figure
 * @param splits figures of {@code train}, {@code valid} and {@code test} where there are such rows;
 *     with folds, those of {@code train} and {@code valid} are the means over the folds, those of
 *     {@code test} the kept net's
 * @param folds each fold, or none
 * @param deviation of the validation figures over the folds
 */
public record RunReport(
    String net,
    String data,
    long seed,
    int threads,
    int keptFold,
    int epochs,
    int keptEpoch,
    long updates,
    double seconds,
    Map<String, Figures> splits,
    List<FoldReport> folds,
    Optional<Figures> deviation) {
  public RunReport {
    splits = Collections.unmodifiableMap(new LinkedHashMap<>(splits));
    folds = List.copyOf(folds);
  }

  /** The figures of a split, if it has rows. */
  public Optional<Figures> split(String name) {
    return Optional.ofNullable(splits.get(name));
  }

  /** As maps, lists and numbers, for JSON; a figure may be NaN, such as r2 of equal targets. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("net", net);
    map.put("data", data);
    map.put("seed", seed);
    map.put("threads", threads);
    map.put("keptFold", keptFold);
    map.put("epochs", epochs);
    map.put("keptEpoch", keptEpoch);
    map.put("updates", updates);
    map.put("seconds", seconds);
    Map<String, Object> figures = new LinkedHashMap<>();
    splits.forEach((name, split) -> figures.put(name, split.toMap()));
    map.put("splits", figures);
    if (!folds.isEmpty()) {
      map.put("folds", folds.stream().map(FoldReport::toMap).toList());
      deviation.ifPresent(d -> map.put("deviation", d.toMap()));
    }
    return map;
  }
}
