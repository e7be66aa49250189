package examples.iris;

import dev.tulle.runtime.json.JsonException;
import dev.tulle.runtime.recipe.Cells;
import dev.tulle.runtime.recipe.ClassNames;
import dev.tulle.runtime.recipe.FittedColumn;
import dev.tulle.runtime.recipe.FittedFields;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Names the species of a flower from its measures, as the columns of the training data call them.
 */
public final class NameFlower {
  private final Iris net;
  private final FittedColumn flower;
  private final ClassNames species;

  /** Takes from the weights what training fitted: means and deviations, and the species' names. */
  public NameFlower(Iris net) throws JsonException {
    this.net = net;
    FittedFields fitted = FittedFields.of(net.weights().metadata()).orElseThrow();
    this.flower = fitted.field("flower").orElseThrow();
    this.species = fitted.classes("species").orElseThrow();
  }

  /** The probability of each species for measures in centimetres, such as {@code petal_width}. */
  public Map<String, Float> probabilities(Map<String, String> measures) {
    double[] standardized = new double[flower.width()];
    flower.apply(Cells.of(measures), standardized, 0);
    float[] input = new float[standardized.length];
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) standardized[i];
    }
    float[] probabilities = net.probs(input);
    Map<String, Float> named = new LinkedHashMap<>();
    for (int i = 0; i < probabilities.length; i++) {
      named.put(species.names().get(i), probabilities[i]);
    }
    return named;
  }

  /** {@code NameFlower iris.safetensors sepal_length=5.1 …} */
  public static void main(String[] arguments) throws IOException, JsonException {
    Map<String, String> measures = new LinkedHashMap<>();
    for (int i = 1; i < arguments.length; i++) {
      String[] pair = arguments[i].split("=", 2);
      measures.put(pair[0], pair[1]);
    }
    new NameFlower(Iris.load(Path.of(arguments[0])))
        .probabilities(measures)
        .forEach((name, p) -> System.out.printf(Locale.ROOT, "%-12s %5.1f %%%n", name, 100 * p));
  }
}
