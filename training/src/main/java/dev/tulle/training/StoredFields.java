package dev.tulle.training;

import dev.tulle.runtime.Weights;
import dev.tulle.runtime.WeightsException;
import dev.tulle.runtime.json.JsonException;
import dev.tulle.runtime.recipe.FittedFields;

/** The fitted fields that weights carry. */
final class StoredFields {
  private StoredFields() {}

  static FittedFields of(Weights weights) throws WeightsException {
    try {
      return FittedFields.of(weights.metadata())
          .orElseThrow(
              () ->
                  new WeightsException(
                      "the weights do not say what their inputs are made of: the metadata lack `"
                          + FittedFields.KEY
                          + "`"));
    } catch (JsonException e) {
      throw new WeightsException(
          "what the weights say of their inputs is damaged: " + e.getMessage());
    }
  }
}
