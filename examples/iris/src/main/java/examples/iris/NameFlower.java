package examples.iris;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Names the species of a flower from its measures, as the columns of the training data call them.
 */
public final class NameFlower {
  private NameFlower() {}

  /** {@code NameFlower iris.safetensors sepal_length=5.1 …}: measures in centimetres. */
  public static void main(String[] arguments) throws IOException {
    Iris iris = Iris.load(Path.of(arguments[0]));
    Map<String, String> measures = new LinkedHashMap<>();
    for (int i = 1; i < arguments.length; i++) {
      String[] pair = arguments[i].split("=", 2);
      measures.put(pair[0], pair[1]);
    }
    float[] probs = iris.probs(measures);
    System.out.println(iris.speciesOf(probs));
    for (int i = 0; i < Iris.SPECIES; i++) {
      System.out.printf(Locale.ROOT, "%-12s %5.1f %%%n", iris.speciesName(i), 100 * probs[i]);
    }
  }
}
