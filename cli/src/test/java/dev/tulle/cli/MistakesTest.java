package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One thing wrong with digits: a diagnostic, exit code 1, and never a stack trace. */
class MistakesTest {
  @TempDir Path folder;
  private Example digits;

  @BeforeEach
  void copy() {
    digits = Example.copy("digits", folder);
  }

  @Test
  void aWrongShape() {
    refused(
        "T201",
        digits.with("let logits = pixels", "let logits = pixels -> flatten as [400]"),
        "check",
        "[64]",
        "[400]",
        "^^^^^");
  }

  @Test
  void aMisspeltLayer() {
    refused("N101", digits.with("-> Dense(digit)", "-> Dence(digit)"), "check", "`Dense`", "^^^^^");
  }

  @Test
  void aMisspeltArgument() {
    refused("N102", digits.with("Dense(digit)", "Dense(digit, bais = true)"), "check", "bias");
  }

  @Test
  void anUnknownRecipeKey() {
    refused("R403", digits.with("batch     = 32", "bathc     = 32"), "check", "batch");
  }

  @Test
  void twoMistakesAreBothReported() {
    digits.with("-> Dense(digit)", "-> Dence(digit)").with("batch     = 32", "bathc     = 32");
    refused("N101", digits, "check", "error[R403]");
  }

  @Test
  void aFileThatIsNotThere() throws IOException {
    Files.delete(digits.csv());
    refused("S006", digits, "train", "digits.csv", "--data");
    Files.delete(Path.of(digits.net()));
    refused("S006", digits, "check", "digits.net");
  }

  @Test
  void aTableWithoutTheColumn() {
    digits.data(text -> text.replaceFirst("digit\n", "figure\n"));
    refused("D303", digits, "train", "`digit`", "label");
  }

  @Test
  void textInANumber() {
    digits.data(text -> text.replaceFirst("\n0,", "\nink,"));
    refused("D304", digits, "train", "`ink`", "pixel_0_0", "digits.csv:2");
  }

  @Test
  void anEmptyTable() {
    digits.data(text -> "");
    refused("D304", digits, "train", "empty");
  }

  @Test
  void damagedAndForeignWeights() throws IOException {
    Path weights = Path.of(digits.weights());
    train(digits.with("epochs    = 40", "epochs    = 1"));
    byte[] good = Files.readAllBytes(weights);

    Files.write(weights, Arrays.copyOf(good, good.length - 1));
    refusedWeights("digits.safetensors");
    Files.write(weights, Arrays.copyOf(good, 5));
    refusedWeights("digits.safetensors");
    byte[] hostile = good.clone();
    ByteBuffer.wrap(hostile).order(ByteOrder.LITTLE_ENDIAN).putLong(0, Long.MAX_VALUE);
    Files.write(weights, hostile);
    refusedWeights("digits.safetensors");

    Example iris = Example.copy("iris", folder).with("epochs    = 100", "epochs    = 1");
    train(iris);
    Files.copy(Path.of(iris.weights()), weights, StandardCopyOption.REPLACE_EXISTING);
    refusedWeights("Iris", "Digits");

    Files.write(weights, good);
    assertThat(Cli.run("evaluate", digits.net(), "--weights", digits.weights()).code()).isZero();
    // The same net, but another size.
    Cli other =
        Cli.run("evaluate", digits.net(), "--weights", digits.weights(), "--set", "width=32");
    assertRefused(other, "D306");
    assertThat(other.err()).contains("[64, 64]", "[64, 32]");
  }

  private void refusedWeights(String... fragments) {
    for (String command : new String[] {"evaluate", "predict"}) {
      Cli run =
          command.equals("evaluate")
              ? Cli.run(command, digits.net(), "--weights", digits.weights())
              : Cli.run(
                  command,
                  digits.net(),
                  "--weights",
                  digits.weights(),
                  "--input",
                  digits.csv().toString());
      assertRefused(run, "D306");
      assertThat(run.err()).contains(fragments);
      assertThat(run.out()).isEmpty();
    }
  }

  private static void train(Example example) {
    assertThat(Cli.run("train", example.net(), "--out", example.weights()).code()).isZero();
  }

  private static void refused(String code, Example example, String command, String... fragments) {
    Cli run = Cli.run(command, example.net());
    assertRefused(run, code);
    assertThat(run.err()).contains(fragments);
  }

  private static void assertRefused(Cli run, String code) {
    assertThat(run.err()).contains("error[" + code + "]: ").doesNotContain("\tat ", "Exception");
    assertThat(run.code()).isEqualTo(1);
  }
}
