package examples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.training.TrainedNet;
import dev.tulle.training.Training;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadDigitsTest {
  private static final Path CSV = Path.of("digits.csv");

  @TempDir static Path folder;
  private static TrainedNet trained;
  private static Path weights;

  @BeforeAll
  static void train() throws IOException {
    trained = Training.of(DigitsTraining::new).run();
    weights = folder.resolve("digits.safetensors");
    trained.weights().write(weights);
  }

  @Test
  void generalizes() {
    assertThat(trained.report().splits().get("test").metrics().get("accuracy"))
        .isGreaterThanOrEqualTo(0.96);
  }

  @Test
  void readsImages() throws IOException {
    var reader = new ReadDigits(Digits.load(weights));
    List<String> lines = Files.readAllLines(CSV);
    int right = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      float[] ink = new float[64];
      for (int i = 0; i < ink.length; i++) {
        ink[i] = Float.parseFloat(cells[i]);
      }
      right += reader.read(ink) == Integer.parseInt(cells[64]) ? 1 : 0;
    }
    assertThat((double) right / (lines.size() - 1)).isGreaterThanOrEqualTo(0.96);
  }

  @Test
  void showsAnImageAndWhatItReads() throws IOException {
    var shown = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(shown, true, StandardCharsets.UTF_8));
    try {
      ReadDigits.main(new String[] {weights.toString(), CSV.toString(), "1"});
    } finally {
      System.setOut(before);
    }
    List<String> lines = shown.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines.subList(0, 8)).allMatch(line -> line.length() == 16);
    assertThat(lines.get(8)).startsWith("reads 0 (");
  }
}
