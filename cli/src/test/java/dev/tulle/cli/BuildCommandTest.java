package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
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
  void writesATrainingClassForEachRecipe() throws IOException {
    Example iris = Example.copy("iris", folder);
    String text = Files.readString(Path.of(iris.net()));
    String recipe = text.substring(text.indexOf("data Garden"));
    iris.with(recipe, recipe + "\n" + recipe.replace("Garden", "Meadow"));
    Path output = folder.resolve("java");
    Cli run = Cli.run("build", iris.net(), "-o", output.toString(), "--json");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat((List<?>) JSON.std.mapFrom(run.out()).get("files")).hasSize(12);
    assertThat(output.resolve("examples/iris/IrisGardenTraining.java"))
        .content()
        .contains("class IrisGardenTraining ");
    assertThat(output.resolve("examples/iris/IrisMeadowTraining.java"))
        .content()
        .contains("class IrisMeadowTraining ");
    assertThat(output.resolve("examples/iris/IrisTraining.java")).doesNotExist();
  }

  @Test
  void overwritesNoClassOfAnotherNet() throws IOException {
    Example iris = Example.copy("iris", folder);
    Path other = Files.createDirectory(folder.resolve("other"));
    Example wider = Example.copy("iris", other).with("Dense(16)", "Dense(20)");
    Path output = folder.resolve("java");
    Cli run = Cli.run("build", iris.net(), wider.net(), "-o", output.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("error[N106]", "`examples.iris.Iris`", "the other");
    assertThat(output).doesNotExist();
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

  @Test
  void anOptionThatIsCutShortIsNamedWhole() {
    Cli run = Cli.run("build", "any.net", "--out", "folder");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("has no option `--out`", "help: a similar name is `--output`");
  }
}
