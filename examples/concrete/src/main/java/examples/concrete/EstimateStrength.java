package examples.concrete;

import dev.tulle.runtime.json.JsonException;
import dev.tulle.runtime.recipe.Cells;
import dev.tulle.runtime.recipe.FittedColumn;
import dev.tulle.runtime.recipe.FittedFields;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Estimates the compressive strength of a concrete from its mix and its age. */
public final class EstimateStrength {
  private final Strength net;
  private final FittedColumn mix;

  /** Takes from the weights the means and deviations that training measured. */
  public EstimateStrength(Strength net) throws JsonException {
    this.net = net;
    this.mix = FittedFields.of(net.weights().metadata()).orElseThrow().field("mix").orElseThrow();
  }

  /** The strength in MPa of a mix in kg a cubic metre and an age in days, by column name. */
  public float megapascals(Map<String, String> sample) {
    double[] standardized = new double[mix.width()];
    mix.apply(Cells.of(sample), standardized, 0);
    float[] input = new float[standardized.length];
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) standardized[i];
    }
    return net.strength(input)[0];
  }

  /** {@code EstimateStrength concrete.safetensors cement=540 slag=0 … age=28} */
  public static void main(String[] arguments) throws IOException, JsonException {
    Map<String, String> sample = new HashMap<>();
    for (int i = 1; i < arguments.length; i++) {
      String[] pair = arguments[i].split("=", 2);
      sample.put(pair[0], pair[1]);
    }
    float strength = new EstimateStrength(Strength.load(Path.of(arguments[0]))).megapascals(sample);
    System.out.printf(Locale.ROOT, "%.1f MPa%n", strength);
  }
}
