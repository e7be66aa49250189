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

  private final Digits net;

  public ReadDigits(Digits net) {
    this.net = net;
  }

  /** The most probable digit of an image: 64 values of ink from 0 to 16, row by row. */
  public int read(float[] ink) {
    float[] probabilities = probabilities(ink);
    int best = 0;
    for (int digit = 1; digit < probabilities.length; digit++) {
      if (probabilities[digit] > probabilities[best]) {
        best = digit;
      }
    }
    return best;
  }

  /** The probabilities of the digits 0 to 9. */
  public float[] probabilities(float[] ink) {
    float[] pixels = new float[ink.length];
    for (int i = 0; i < ink.length; i++) {
      pixels[i] = ink[i] / 16; // as the net's data does
    }
    return net.probs(pixels);
  }

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
    var reader = new ReadDigits(Digits.load(Path.of(arguments[0])));
    List<String> lines = Files.readAllLines(Path.of(arguments[1]));
    for (String line : lines.subList(1, 1 + Integer.parseInt(arguments[2]))) {
      String[] cells = line.split(",");
      float[] ink = new float[SIDE * SIDE];
      for (int i = 0; i < ink.length; i++) {
        ink[i] = Float.parseFloat(cells[i]);
      }
      int digit = reader.read(ink);
      System.out.print(picture(ink));
      System.out.printf(
          Locale.ROOT, "reads %d (%.1f %%)%n%n", digit, 100 * reader.probabilities(ink)[digit]);
    }
  }
}
