package examples.iris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tulle.training.TrainedNet;
import dev.tulle.training.Training;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NameFlowerTest {
  @TempDir Path folder;

  @Test
  void namesTheSpeciesOfAFlower() throws IOException {
    TrainedNet trained = Training.of(IrisTraining::new).run();
    assertThat(trained.report().folds()).hasSize(5);
    assertThat(trained.report().splits().get("valid").metrics().get("accuracy"))
        .isGreaterThanOrEqualTo(0.94);

    Path weights = folder.resolve("iris.safetensors");
    trained.weights().write(weights);
    Iris iris = Iris.load(weights);
    assertThat(iris.speciesNames()).containsExactly("setosa", "versicolor", "virginica");
    float[] probs =
        iris.probs(
            Map.of(
                "sepal_length", "5.1",
                "sepal_width", "3.5",
                "petal_length", "1.4",
                "petal_width", "0.2"));
    assertThat(iris.speciesOf(probs)).isEqualTo("setosa");
    assertThat(probs[0]).isGreaterThan(0.9f);
    assertThat(probs[0] + probs[1] + probs[2]).isCloseTo(1, within(1e-5f));
    // The array has the columns in the file's order; a float is not the text's double.
    assertThat(iris.probs(new float[] {5.1f, 3.5f, 1.4f, 0.2f}))
        .containsExactly(probs, within(1e-5f));
  }

  @Test
  void showsTheSpecies() throws IOException {
    Path weights = folder.resolve("initial.safetensors");
    Training.of(IrisTraining::new).epochs(1).run().weights().write(weights);
    var shown = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(shown, true, StandardCharsets.UTF_8));
    try {
      NameFlower.main(
          new String[] {
            weights.toString(),
            "sepal_length=5.1",
            "sepal_width=3.5",
            "petal_length=1.4",
            "petal_width=0.2"
          });
    } finally {
      System.setOut(before);
    }
    assertThat(shown.toString(StandardCharsets.UTF_8)).contains("versicolor").hasLineCount(4);
  }
}
