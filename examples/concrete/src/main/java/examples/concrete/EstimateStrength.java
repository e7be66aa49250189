package examples.concrete;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Estimates the compressive strength of a concrete from its mix and its age. */
public final class EstimateStrength {
  private EstimateStrength() {}

  /**
   * {@code EstimateStrength concrete.safetensors cement=540 slag=0 … age=28}: kilograms a cubic
   * metre and days.
   */
  public static void main(String[] arguments) throws IOException {
    Map<String, String> sample = new HashMap<>();
    for (int i = 1; i < arguments.length; i++) {
      String[] pair = arguments[i].split("=", 2);
      sample.put(pair[0], pair[1]);
    }
    float strength = Strength.load(Path.of(arguments[0])).strength(sample);
    System.out.printf(Locale.ROOT, "%.1f MPa%n", strength);
  }
}
