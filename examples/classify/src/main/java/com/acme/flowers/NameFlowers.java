package com.acme.flowers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;

/** Names the species of flowers: four measures in centimetres a line, in the order of the data. */
public final class NameFlowers {
  private final Iris iris;
  private final PrintStream out;
  private final PrintStream err;

  NameFlowers(Iris iris, PrintStream out, PrintStream err) {
    this.iris = iris;
    this.out = out;
    this.err = err;
  }

  /**
   * {@code java -jar flowers.jar 5.1,3.5,1.4,0.2 …}, or a flower a line on standard input. Ends with
   * 1 where a line could not be read.
   */
  public static void main(String[] arguments) throws IOException {
    Iris iris = Iris.load("iris.safetensors");
    try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      Stream<String> lines = arguments.length > 0 ? Stream.of(arguments) : in.lines();
      int code = new NameFlowers(iris, System.out, System.err).run(lines);
      System.exit(code);
    }
  }

  /** Answers each line; one that is wrong is told of and the others go on. */
  int run(Stream<String> lines) {
    return lines.mapToInt(this::answer).max().orElse(0);
  }

  private int answer(String line) {
    try {
      float[] probabilities = iris.probs(measures(line));
      String species = iris.speciesOf(probabilities);
      float certainty = 0;
      for (float probability : probabilities) {
        certainty = Math.max(certainty, probability);
      }
      out.printf(Locale.ROOT, "%s %.0f %%%n", species, 100 * certainty);
      return 0;
    } catch (IllegalArgumentException e) {
      err.println("`" + line + "`: " + e.getMessage());
      return 1;
    }
  }

  private static float[] measures(String line) {
    String[] cells = line.split(",", -1);
    float[] measures = new float[cells.length];
    for (int i = 0; i < cells.length; i++) {
      try {
        measures[i] = Float.parseFloat(cells[i].strip());
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("`" + cells[i].strip() + "` is no number", e);
      }
    }
    return measures;
  }
}
