package examples.digits;

import dev.tulle.training.TrainedNet;
import dev.tulle.training.Training;
import dev.tulle.training.data.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Trains the net on arrays that the program has, and keeps the weights. */
public final class TrainDigits {
  private TrainDigits() {}

  /** {@code TrainDigits digits.csv digits.safetensors}. */
  public static void main(String[] arguments) throws IOException {
    Rows rows = rows(Path.of(arguments[0]));
    TrainedNet trained =
        Training.of(DigitsTraining::new)
            .data(rows)
            .seed(7)
            .patience(3)
            .onEpoch(e -> System.out.println("epoch " + e.epoch() + ": " + e.losses()))
            .stopWhen(e -> e.losses().get("fit") < 0.01)
            .run();
    System.out.println(trained.report().splits().get("test").metrics());
    Digits digits = trained.model(Digits.class);
    digits.save(Path.of(arguments[1]));
  }

  /** Ink from 0 to 16, as the file has it: what `data` does to it is done by the training. */
  static Rows rows(Path csv) throws IOException {
    List<String> lines = Files.readAllLines(csv);
    float[][] pixels = new float[lines.size() - 1][64];
    int[] label = new int[pixels.length];
    for (int row = 0; row < pixels.length; row++) {
      String[] cells = lines.get(row + 1).split(",");
      for (int i = 0; i < 64; i++) {
        pixels[row][i] = Float.parseFloat(cells[i]);
      }
      label[row] = Integer.parseInt(cells[64]);
    }
    return new Rows().with("pixels", pixels).with("label", label);
  }
}
