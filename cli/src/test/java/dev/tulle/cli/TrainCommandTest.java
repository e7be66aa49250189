package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the weights of a training go. */
class TrainCommandTest {
  @TempDir Path folder;
  private Example iris;

  @BeforeEach
  void copy() throws IOException {
    iris = Example.copy("iris", folder).with("epochs    = 100", "epochs    = 1");
  }

  @Test
  void makesTheFolderOfTheWeights() {
    Path weights = folder.resolve("a/b/iris.safetensors");
    assertThat(Cli.run("train", iris.net(), "--out", weights.toString()).code()).isZero();
    assertThat(weights).isNotEmptyFile();
  }

  @Test
  void makesNoFolderForANetWithAMistake() {
    iris.with("Dense(species)", "Dence(species)");
    Path weights = folder.resolve("a/b/iris.safetensors");
    assertThat(Cli.run("train", iris.net(), "--out", weights.toString()).code()).isEqualTo(1);
    assertThat(folder.resolve("a")).doesNotExist();
  }

  /** What other tools take as options. */
  @Test
  void saysWhereARuleOfTheRecipeStands() {
    Cli run = Cli.run("train", iris.net(), "--batch", "5");
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .contains("`tulle train` has no option `--batch`")
        .contains("write `batch = …` in `train` in the .net file");
  }

  @Test
  void refusesAFolderInPlaceOfAFileBeforeItTrains() throws IOException {
    Path weights = Files.createDirectory(folder.resolve("weights"));
    Cli run = Cli.run("train", iris.net(), "--out", weights.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("weights: it is a folder").doesNotContain("epoch");
  }

  @Test
  void refusesAFileInPlaceOfAFolder() throws IOException {
    Files.writeString(folder.resolve("a"), "");
    Path weights = folder.resolve("a/iris.safetensors");
    Cli run = Cli.run("train", iris.net(), "--out", weights.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith("error: ").doesNotContain("epoch");
  }
}
