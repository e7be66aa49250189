package examples.concrete;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.training.TrainedNet;
import dev.tulle.training.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EstimateStrengthTest {
  @TempDir Path folder;

  @Test
  void estimatesTheStrengthOfASample() throws IOException {
    TrainedNet trained = Training.of(StrengthTraining::new).run();
    assertThat(trained.report().splits().get("valid").metrics().get("r2"))
        .isGreaterThanOrEqualTo(0.83);

    Path weights = folder.resolve("concrete.safetensors");
    trained.weights().write(weights);
    Strength net = Strength.load(weights);
    List<String> lines = Files.readAllLines(Path.of("concrete.csv"));
    List<String> columns = List.of(lines.get(0).split(","));
    double error = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      Map<String, String> sample = new HashMap<>();
      for (int i = 0; i < 8; i++) {
        sample.put(columns.get(i), cells[i]);
      }
      error += Math.abs(net.strength(sample) - Double.parseDouble(cells[8]));
    }
    // The mean strength is 36 MPa; a net that learnt nothing would be 13 MPa off.
    assertThat(error / (lines.size() - 1)).isLessThan(6);
  }
}
