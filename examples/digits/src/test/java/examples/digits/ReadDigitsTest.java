package examples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.runtime.json.JsonException;
import dev.tulle.runtime.recipe.FittedFields;
import dev.tulle.training.TrainedNet;
import dev.tulle.training.Training;
import dev.tulle.training.data.Dataset;
import dev.tulle.training.data.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
    Digits digits = Digits.load(weights);
    List<String> lines = Files.readAllLines(CSV);
    int right = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      float[] ink = new float[64];
      for (int i = 0; i < ink.length; i++) {
        ink[i] = Float.parseFloat(cells[i]);
      }
      right += digits.digitOf(digits.probs(ink)).equals(cells[64]) ? 1 : 0;
    }
    assertThat((double) right / (lines.size() - 1)).isGreaterThanOrEqualTo(0.96);
  }

  /** Arrays, rows by column name and the training's own tables lead to the same bits. */
  @Test
  void everyWayInGivesTheSameBits() throws IOException, JsonException {
    Digits digits = Digits.load(weights);
    Table table = Table.read(CSV);
    int[] all = IntStream.range(0, table.rows()).toArray();
    FittedFields fields = FittedFields.of(digits.weights().metadata()).orElseThrow();
    float[] tensor = Dataset.of(table, all, fields, digits.inputs()).values(0);
    float[] wanted = new float[all.length * Digits.DIGIT];
    digits.predict(new float[][] {tensor}, all.length, new float[][] {wanted});

    List<String> lines = Files.readAllLines(CSV);
    List<String> columns = List.of(lines.get(0).split(","));
    float[] pixels = new float[all.length * 64];
    for (int row = 0; row < all.length; row++) {
      String[] cells = lines.get(row + 1).split(",");
      for (int i = 0; i < 64; i++) {
        pixels[row * 64 + i] = Float.parseFloat(cells[i]);
      }
    }
    assertThat(digits.probs(pixels, all.length)).isEqualTo(wanted);

    Map<String, String> row = new HashMap<>();
    String[] cells = lines.get(1).split(",");
    for (int i = 0; i < 64; i++) {
      row.put(columns.get(i), cells[i]);
    }
    assertThat(digits.probs(row)).isEqualTo(digits.probs(Arrays.copyOf(pixels, 64)));
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
