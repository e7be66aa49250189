package dev.tulle.training;

import dev.tulle.runtime.TrainingNet;
import dev.tulle.runtime.Weights;
import dev.tulle.runtime.WeightsException;
import dev.tulle.runtime.recipe.FittedFields;
import dev.tulle.runtime.recipe.Recipe;
import dev.tulle.training.data.DataException;
import dev.tulle.training.data.DataFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Weights to go on with.
 *
 * @param weights in the layout of the net, where all of them are taken
 * @param paths the parameters and states that are taken; none where it is all of them
 * @param fields what the weights keep of the data they were trained on, if they are taken whole
 */
record WarmStart(Weights weights, List<String> paths, Optional<FittedFields> fields) {
  /**
   * All of a net's weights.
   *
   * @throws WeightsException where the weights are another net's, or what they keep is damaged
   */
  static WarmStart of(Weights weights, TrainingNet net) throws WeightsException {
    Optional<FittedFields> fields =
        weights.metadata().containsKey(FittedFields.KEY)
            ? Optional.of(StoredFields.of(weights))
            : Optional.empty();
    return new WarmStart(weights.bind(net.layout(), net.name(), net.edition()), List.of(), fields);
  }

  /**
   * What a recipe starts from. Parts of another net were trained on data of their own: fields are
   * fitted to the recipe's.
   *
   * @param folders where the file is looked for
   * @throws DataException S006 where it is not there, D306 where it does not fit
   */
  static WarmStart of(Recipe.Start start, List<Path> folders, TrainingNet net) {
    Path file = DataFiles.locate(start.file(), folders);
    try {
      Weights weights = Weights.read(file);
      if (start.paths().isEmpty()) {
        return of(weights, net);
      }
      weights.checkFit(net.layout(), net.name(), start.paths());
      return new WarmStart(weights, start.paths(), Optional.empty());
    } catch (WeightsException e) {
      DataException mistake = new DataException("D306", String.valueOf(e.getMessage()), e.help());
      mistake.initCause(e);
      throw mistake;
    }
  }

  /** Puts the weights into a net that has begun as its seed says. */
  void load(TrainingNet net) {
    if (paths.isEmpty()) {
      net.load(weights);
    }
    paths.forEach(path -> net.load(weights, path));
  }

  /** The columns that the inputs and targets were made of. */
  Map<String, List<String>> columns() {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    fields.ifPresent(
        all -> all.fields().forEach((port, column) -> columns.put(port, column.sources())));
    return columns;
  }
}
