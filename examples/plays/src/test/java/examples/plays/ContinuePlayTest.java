package examples.plays;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.runtime.serving.Sampling;
import dev.tulle.runtime.serving.TextGenerator;
import dev.tulle.training.TrainedNet;
import dev.tulle.training.Training;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContinuePlayTest {
  @TempDir Path folder;

  @Test
  void continuesAPlay() throws IOException {
    TrainedNet trained = Training.of(PlayTraining::new).steps(100).run();
    // An untrained net is at ln 61 = 4.1, one that counts characters at 3.3.
    assertThat(trained.report().splits().get("valid").losses().get("fit")).isLessThan(2.8);
    TextGenerator plays = TextGenerator.of(trained.model(Play.class));
    String scene = plays.generate("First Citizen:\n", 40, new Sampling(0.8, 20, 1));
    assertThat(scene).hasSize(40);

    Path weights = folder.resolve("plays.safetensors");
    trained.weights().write(weights);
    String shown = shown(weights.toString(), "First Citizen:\n");
    assertThat(shown)
        .startsWith("First Citizen:\n" + scene)
        .hasSize(315 + System.lineSeparator().length());
  }

  private static String shown(String... arguments) throws IOException {
    var shown = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(shown, true, StandardCharsets.UTF_8));
    try {
      ContinuePlay.main(arguments);
    } finally {
      System.setOut(before);
    }
    return shown.toString(StandardCharsets.UTF_8);
  }
}
