package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildCommandTest {
  @TempDir Path folder;

  @Test
  void writesClassesIntoTheirPackageAndLeavesUnchangedFilesAlone() throws IOException {
    Example iris = Example.copy("iris", folder);
    Path output = folder.resolve("java");
    assertThat(Cli.run("build", iris.net(), "-o", output.toString()).code()).isZero();
    Path serving = output.resolve("examples/iris/Iris.java");
    Path training = output.resolve("examples/iris/IrisTraining.java");
    assertThat(serving).content().contains("package examples.iris;", "class Iris ");
    FileTime old = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(serving, old);
    Files.writeString(training, "");

    Cli again = Cli.run("build", iris.net(), "-o", output.toString());
    assertThat(again.err()).contains("1 of them changed");
    assertThat(Files.getLastModifiedTime(serving)).isEqualTo(old);
    assertThat(training).content().contains("class IrisTraining ");
  }

  @Test
  void dumpsTheGraphsAfterAPass() {
    Example iris = Example.copy("iris", folder);
    Cli dump = Cli.run("build", iris.net(), "--dump-after", "lower");
    assertThat(dump.code()).isZero();
    assertThat(dump.out()).contains("predict {", "dense1.w");
    Cli unknown = Cli.run("build", iris.net(), "--dump-after=fold");
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.err()).contains("`fold`", "lower");
    assertThat(folder.resolve("examples")).doesNotExist();
  }
}
