package dev.tulle.training.report;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one fold came to.
 *
 * @param fold from 1
 * @param epochs that were run
 * @param keptEpoch the epoch, from 1, whose weights gave the figures
 * @param updates that were made
 * @param train figures of the rows it trained with
 * @param valid figures of the rows of the fold
 */
public record FoldReport(
    int fold, int epochs, int keptEpoch, long updates, Figures train, Figures valid) {
  /** As maps and numbers, for JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("fold", fold);
    map.put("epochs", epochs);
    map.put("keptEpoch", keptEpoch);
    map.put("updates", updates);
    map.put("train", train.toMap());
    map.put("valid", valid.toMap());
    return map;
  }
}
