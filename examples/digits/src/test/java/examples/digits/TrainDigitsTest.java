package examples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.training.TrainedNet;
import dev.tulle.training.Training;
import dev.tulle.training.data.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainDigitsTest {
  private static final Path CSV = Path.of("digits.csv");

  @TempDir Path folder;

  @Test
  void trainsToTheSameBytesAsOnTheFile() throws IOException {
    List<String> pixels = Table.read(CSV).columns().subList(0, 64);
    TrainedNet arrays = training().data(TrainDigits.rows(CSV).named("pixels", pixels)).run();
    TrainedNet file = training().run();
    assertThat(bytes(arrays)).isEqualTo(bytes(file));
    assertThat(arrays.report().splits()).isEqualTo(file.report().splits());
  }

  private static Training training() {
    return Training.of(DigitsTraining::new).epochs(3);
  }

  private byte[] bytes(TrainedNet trained) throws IOException {
    Path file = folder.resolve("w.safetensors");
    trained.weights().write(file);
    return Files.readAllBytes(file);
  }

  @Test
  void trainsAndKeepsTheWeights() throws IOException {
    Path weights = folder.resolve("digits.safetensors");
    var shown = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(shown, true, StandardCharsets.UTF_8));
    try {
      TrainDigits.main(new String[] {CSV.toString(), weights.toString()});
    } finally {
      System.setOut(before);
    }
    List<String> lines = shown.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines.get(0)).startsWith("epoch 1: {fit=");
    assertThat(lines.get(lines.size() - 1)).startsWith("{accuracy=0.9");
    assertThat(Digits.load(weights).name()).isEqualTo("Digits");
  }
}
