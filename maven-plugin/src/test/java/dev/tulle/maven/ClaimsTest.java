package dev.tulle.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two executions of one project's build. */
class ClaimsTest {
  private static final String NET =
      """
      tulle 1
      module acme
      net Sum {
        input x: [2]
        target t: [1]
        let y = x -> Dense(1)
        output z = y
        loss l = mse(y, t)
      }
      data Rows {
        from = csv("rows.csv")
        x = columns("a", "b")
        t = column("c")
      }
      train Sum on Rows {
        epochs = 1
        optimizer = Sgd(lr = 0.1)
      }
      """;

  @TempDir Path folder;
  private ProjectFolder project;

  @BeforeEach
  void begin() throws Exception {
    project = new ProjectFolder(folder);
    project.net("one/a.net", NET);
  }

  @Test
  void theSameFilesMadeAlikeAreNoClash() throws Exception {
    project.net("two/a.net", NET);
    generate("one").execute();
    generate("two").execute();
    assertThat(errors()).isEmpty();
  }

  @Test
  void aServingClassOfAnotherNet() throws Exception {
    project.net("two/b.net", NET.replace("Dense(1)", "Dense(2) -> Dense(1)"));
    refuses(
        "b.net:[3,5] error: the class `acme.Sum` is made by `generate (one)` too",
        "give one of the nets another module");
  }

  @Test
  void aTrainingClassOfAnotherRecipe() throws Exception {
    project.net("two/a.net", NET.replace("lr = 0.1", "lr = 0.2"));
    refuses("a.net:[3,5] error: the class `acme.SumTraining", "is made by `generate (one)` too");
  }

  @Test
  void aClassWhoseNameDiffersInCaseAlone() throws Exception {
    project.net("two/b.net", NET.replace("Sum", "SUM"));
    refuses("b.net:[3,5] error: the class `acme.SUM` is made by", "too, as `acme.Sum`");
  }

  @Test
  void aTextForImportersOfTheSameName() throws Exception {
    project.net("two/a.net", NET.replace("Sum", "Product"));
    String file = "target/generated-resources/tulle/META-INF/tulle/acme/a.net";
    refuses("error: the file `" + file + "` is made by `generate (one)` too", "another name");
    assertThat(folder.resolve(file)).content().contains("net Sum");
  }

  @Test
  void aClassInAnotherFolder() throws Exception {
    project.net("two/a.net", NET);
    generate("one").execute();
    GenerateMojo second = generate("two");
    ProjectFolder.set(second, "outputDirectory", folder.resolve("target/other").toFile());
    assertThatThrownBy(second::execute).isInstanceOf(MojoFailureException.class);
    assertThat(errors()).singleElement().asString().contains("the class `acme.Sum` is made by");
  }

  @Test
  void whatWillNotBeOverwrittenAgainIsFoundAgain() throws Exception {
    Path other = project.net("two/b.net", NET.replace("Sum", "SUM").replace("acme", "acme.b"));
    generate("one").execute();
    generate("two").execute();
    Files.writeString(other, NET.replace("Sum", "SUM"));
    for (int i = 0; i < 2; i++) {
      project.log.all.clear();
      generate("one").execute();
      assertThatThrownBy(generate("two")::execute).isInstanceOf(MojoFailureException.class);
      assertThat(errors()).singleElement().asString().contains("`acme.SUM`");
    }
  }

  private void refuses(String... texts) throws Exception {
    generate("one").execute();
    String sum = Files.readString(java("Sum"));
    assertThatThrownBy(generate("two")::execute).isInstanceOf(MojoFailureException.class);
    assertThat(errors()).singleElement().asString().contains(texts);
    assertThat(java("Sum")).hasContent(sum);
  }

  private Path java(String name) throws IOException {
    return folder.resolve("target/generated-sources/tulle/acme/" + name + ".java");
  }

  private List<String> errors() {
    return project.log.all.stream().filter(line -> line.startsWith("error")).toList();
  }

  /** An execution that compiles the files of the folder that is called like it. */
  private GenerateMojo generate(String id) {
    GenerateMojo mojo = project.generate(new FakeIde(), id);
    ProjectFolder.set(mojo, "includes", Set.of(id + "/*.net"));
    return mojo;
  }
}
