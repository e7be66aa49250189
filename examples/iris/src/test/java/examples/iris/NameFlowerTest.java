package examples.iris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tulle.runtime.json.JsonException;
import dev.tulle.training.TrainedNet;
import dev.tulle.training.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NameFlowerTest {
  @TempDir Path folder;

  @Test
  void namesTheSpeciesOfAFlower() throws IOException, JsonException {
    TrainedNet trained = Training.of(IrisTraining::new).run();
    assertThat(trained.report().folds()).hasSize(5);
    assertThat(trained.report().splits().get("valid").metrics().get("accuracy"))
        .isGreaterThanOrEqualTo(0.94);

    Path weights = folder.resolve("iris.safetensors");
    trained.weights().write(weights);
    Map<String, Float> probabilities =
        new NameFlower(Iris.load(weights))
            .probabilities(
                Map.of(
                    "sepal_length", "5.1",
                    "sepal_width", "3.5",
                    "petal_length", "1.4",
                    "petal_width", "0.2"));
    assertThat(probabilities).containsOnlyKeys("setosa", "versicolor", "virginica");
    assertThat(probabilities.get("setosa")).isGreaterThan(0.9f);
    assertThat(probabilities.values().stream().mapToDouble(Float::doubleValue).sum())
        .isCloseTo(1, within(1e-5));
  }
}
