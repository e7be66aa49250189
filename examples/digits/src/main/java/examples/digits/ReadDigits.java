package examples.digits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Shows images of digits and says what the net reads in them. */
public final class ReadDigits {
  private static final int SIDE = 8;
  private static final String INK = " .:-=+*#@";

  private ReadDigits() {}

  private static String picture(float[] ink) {
    var text = new StringBuilder();
    for (int i = 0; i < ink.length; i++) {
      text.append(String.valueOf(INK.charAt((int) (ink[i] / 16 * (INK.length() - 1)))).repeat(2));
      if (i % SIDE == SIDE - 1) {
        text.append(System.lineSeparator());
      }
    }
    return text.toString();
  }

  /**
   * {@code ReadDigits digits.safetensors digits.csv 3}: reads the first three images of the file.
   */
  public static void main(String[] arguments) throws IOException {
    Digits digits = Digits.load(Path.of(arguments[0]));
    List<String> lines = Files.readAllLines(Path.of(arguments[1]));
    for (String line : lines.subList(1, 1 + Integer.parseInt(arguments[2]))) {
      String[] cells = line.split(",");
      float[] ink = new float[SIDE * SIDE];
      for (int i = 0; i < ink.length; i++) {
        ink[i] = Float.parseFloat(cells[i]);
      }
      float[] probs = digits.probs(ink);
      System.out.print(picture(ink));
      System.out.printf(
          Locale.ROOT,
          "reads %s (%.1f %%)%n%n",
          digits.digitOf(probs),
          100 * probs[digits.digitIndexOf(probs)]);
    }
  }
}
