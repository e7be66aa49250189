package dev.tulle.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.codehaus.plexus.build.BuildContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an IDE sees of the goals. */
class IdeTest {
  private static final String NET =
      """
      tulle 1
      module acme.nets
      net Sum {
        input x: [2]
        output y = x -> Dense(1)
      }
      """;
  private static final String WARNING = NET.replace("input x: [2]", "input x: [2], unused: [1]");
  private static final String MISTAKE = NET.replace("= x", "= z");

  @TempDir Path folder;
  private ProjectFolder project;
  private Path file;
  private final FakeIde ide = new FakeIde();

  @BeforeEach
  void begin() throws Exception {
    project = new ProjectFolder(folder);
    file = project.net("nets.net", NET);
  }

  private void build() throws Exception {
    ide.refreshed.clear();
    project.log.all.clear();
    GenerateMojo generate = project.generate(ide);
    ProjectFolder.set(generate, "m2eVersion", "2.0");
    generate.execute();
  }

  @Test
  void refreshesWhatWasWrittenAndNothingElse() throws Exception {
    build();
    assertThat(ide.refreshed)
        .contains(java("Sum"), java("SumScalar"))
        .allMatch(File::isFile)
        .doesNotHaveDuplicates();
    build();
    assertThat(ide.refreshed).isEmpty();
    assertThat(project.log.all)
        .containsExactly("info nothing to generate: 1 .net file(s) are as they were");
    Files.delete(java("Sum").toPath());
    build();
    assertThat(ide.refreshed).containsExactly(java("Sum"));
  }

  @Test
  void refreshesWhatWasDeleted() throws Exception {
    build();
    List<File> written = List.copyOf(ide.refreshed);
    Files.delete(file);
    build();
    assertThat(ide.refreshed).containsExactlyInAnyOrderElementsOf(written);
    assertThat(written).noneMatch(File::exists);
  }

  @Test
  void marksAMistakeUntilItIsMended() throws Exception {
    build();
    Files.writeString(file, MISTAKE);
    assertThatThrownBy(this::build).isInstanceOf(MojoFailureException.class);
    assertThatThrownBy(this::build).isInstanceOf(MojoFailureException.class);
    assertThat(ide.messages).hasSize(1);
    FakeIde.Message message = ide.messages.get(0);
    assertThat(message.file()).isEqualTo(file.toFile());
    assertThat(List.of(message.line(), message.column())).containsExactly(5, 14);
    assertThat(message.severity()).isEqualTo(BuildContext.SEVERITY_ERROR);
    assertThat(message.text()).startsWith("error[N101]: ").contains("`z`");
    // Undone, not rewritten: the digests are those of the last good build.
    Files.writeString(file, NET);
    build();
    assertThat(ide.messages).isEmpty();
    assertThat(ide.refreshed).isEmpty();
  }

  @Test
  void keepsWarningsThroughBuildsThatDoNothing() throws Exception {
    Files.writeString(file, WARNING);
    build();
    build();
    assertThat(ide.refreshed).isEmpty();
    assertThat(ide.messages)
        .extracting(FakeIde.Message::severity)
        .containsExactly(BuildContext.SEVERITY_WARNING);
  }

  @Test
  void repeatsWarningsInAFullBuild() throws Exception {
    Files.writeString(file, WARNING);
    build();
    ide.clean();
    build();
    assertThat(ide.messages).hasSize(1);
    assertThat(ide.refreshed).isEmpty();
  }

  @Test
  void marksANetThatIsOverItsBudget() {
    GenerateMojo generate = project.generate(ide);
    ProjectFolder.set(generate, "m2eVersion", "2.0");
    ProjectFolder.set(generate, "maxParameters", 2L);
    assertThatThrownBy(generate::execute).isInstanceOf(MojoFailureException.class);
    assertThat(ide.messages)
        .containsExactly(
            new FakeIde.Message(
                file.toFile(),
                3,
                5,
                "error: the net `Sum` has 3 parameters; maxParameters allows 2",
                BuildContext.SEVERITY_ERROR));
  }

  @Test
  void aPlainBuildSaysThingsOnce() throws Exception {
    Files.writeString(file, MISTAKE);
    assertThatThrownBy(() -> project.generate(ide).execute())
        .isInstanceOf(MojoFailureException.class);
    assertThat(ide.messages).isEmpty();
    assertThat(project.log.all).hasSize(1);
  }

  private File java(String name) {
    return folder.resolve("target/generated-sources/tulle/acme/nets/" + name + ".java").toFile();
  }
}
