package dev.tulle.training;

import dev.tulle.runtime.TrainingNet;
import dev.tulle.runtime.Weights;
import dev.tulle.runtime.WeightsException;
import dev.tulle.runtime.recipe.FittedFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Weights to go on with.
 *
 * @param weights in the layout of the net
 * @param fields what they keep of the data they were trained on, if anything
 */
record WarmStart(Weights weights, Optional<FittedFields> fields) {
  /**
   * @throws WeightsException where the weights are another net's, or what they keep is damaged
   */
  static WarmStart of(Weights weights, TrainingNet net) throws WeightsException {
    Optional<FittedFields> fields =
        weights.metadata().containsKey(FittedFields.KEY)
            ? Optional.of(StoredFields.of(weights))
            : Optional.empty();
    return new WarmStart(weights.bind(net.layout(), net.name(), net.edition()), fields);
  }

  /** The columns that the inputs and targets were made of. */
  Map<String, List<String>> columns() {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    fields.ifPresent(
        all -> all.fields().forEach((port, column) -> columns.put(port, column.sources())));
    return columns;
  }
}
