package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The language's GPT, four layers of width 128, reads all of Shakespeare's text that we have. */
@Tag("trained")
class GptTest {
  private static final Path NET =
      Path.of("..", "compiler", "src", "test", "resources", "language", "gpt.net");
  private static final Path TEXTS = Path.of("..", "examples", "plays", "whole");

  @TempDir private Path folder = Path.of("");

  /** With the first 600 of its 2,000 steps, on the schedule of all. */
  @Test
  void learnsPlaysIn600StepsAndContinuesThem() throws IOException {
    Path net = Files.writeString(folder.resolve("gpt.net"), cut(Files.readString(NET)));
    String weights = folder.resolve("gpt.safetensors").toString();
    Cli train =
        Cli.run("train", net.toString(), "--data", TEXTS.toString(), "--out", weights, "--json");
    assertThat(train.code()).as(train.err()).isZero();
    Map<String, Object> report = JSON.std.mapFrom(train.out());
    assertThat(report).containsEntry("updates", 600);
    Map<?, ?> splits = (Map<?, ?>) report.get("splits");
    Map<?, ?> valid = (Map<?, ?>) ((Map<?, ?>) splits.get("valid")).get("losses");
    double fit = ((Number) valid.get("fit")).doubleValue();
    // An untrained net is at ln 65 = 4.2, one that counts characters at 3.3, PyTorch's at 2.18.
    assertThat(fit).isLessThan(2.3);

    Cli text =
        Cli.run(
            "generate",
            net.toString(),
            "--weights",
            weights,
            "--prompt",
            "ROMEO:\n",
            "--length",
            "1000",
            "--temperature",
            "0.8",
            "--top-k",
            "20");
    assertThat(text.code()).as(text.err()).isZero();
    assertThat(text.out()).startsWith("ROMEO:\n").hasSize(7 + 1000 + 1);
    // Letters drawn by how often they occur make hardly a word.
    String all = Files.readString(TEXTS.resolve("tinyshakespeare.txt"));
    List<String> words = List.of(text.out().substring(7).split("[^A-Za-z]+"));
    assertThat(words)
        .filteredOn(word -> word.length() > 2 && all.contains(" " + word + " "))
        .hasSizeGreaterThan(words.size() / 25);
  }

  private static String cut(String text) {
    String fewer = text.replace("= 2_000", "= 600");
    String scheduled = fewer.replace("cosine(to = 1e-4)", "cosine(to = 1e-4, steps = 1_900)");
    assertThat(scheduled).hasSize(text.length() - 2 + 15);
    return scheduled;
  }
}
