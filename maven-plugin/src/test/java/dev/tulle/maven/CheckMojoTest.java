package dev.tulle.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckMojoTest {
  private static final String NET =
      "tulle 1\nmodule acme\nnet Sum {\n  input x: [2]\n  output y = x -> Dense(1)\n}\n";

  @TempDir Path folder;
  private ProjectFolder project;
  private CheckMojo check;

  @BeforeEach
  void begin() throws Exception {
    project = new ProjectFolder(folder);
    check = project.check(new FakeIde());
  }

  @Test
  void saysThatAllIsWellAndWritesNothing() throws Exception {
    project.net("a.net", NET);
    check.execute();
    assertThat(project.log.all).containsExactly("info 1 .net file(s) checked: no mistakes");
    assertThat(files()).hasSize(1);
    assertThat(project.project.getCompileSourceRoots()).isEmpty();
  }

  @Test
  void saysWhatIsWrongAndWhere() throws Exception {
    Path file = project.net("a.net", NET.replace("Dense", "Dence"));
    assertThatThrownBy(check::execute)
        .isInstanceOf(MojoFailureException.class)
        .hasMessage("a mistake in a .net file");
    assertThat(project.log.all)
        .singleElement()
        .asString()
        .startsWith("error " + file + ":[5,19] error[N101]: there is no block `Dence`")
        .contains("Dense");
    assertThat(files()).hasSize(1);
  }

  @Test
  void aWarningFailsWhereThePomSaysSo() throws Exception {
    project.net("a.net", NET.replace("[2]", "[2], z: [1]"));
    check.execute();
    assertThat(project.log.all)
        .hasSize(2)
        .last()
        .isEqualTo("info 1 .net file(s) checked: no mistakes, 1 warning(s)");
    ProjectFolder.set(check, "failOnWarning", true);
    assertThatThrownBy(check::execute)
        .isInstanceOf(MojoFailureException.class)
        .hasMessageContaining("failOnWarning");
  }

  @Test
  void holdsNetsToTheirBudgets() throws Exception {
    project.net("a.net", NET);
    ProjectFolder.set(check, "maxParameters", 3L);
    check.execute();
    ProjectFolder.set(check, "maxParameters", 2L);
    assertThatThrownBy(check::execute).isInstanceOf(MojoFailureException.class);
    ProjectFolder.set(check, "maxParameters", 0L);
    ProjectFolder.set(check, "maxWorkspaceBytes", 1L);
    assertThatThrownBy(check::execute).isInstanceOf(MojoFailureException.class);
    assertThat(project.log.all)
        .filteredOn(line -> line.startsWith("error"))
        .satisfiesExactly(
            line -> assertThat(line).contains(":[3,5] ").contains("maxParameters allows 2"),
            line -> assertThat(line).contains(":[3,5] ").contains("maxWorkspaceBytes allows 1"));
  }

  @Test
  void summarisesNetsEvenOverTheirBudgets() throws Exception {
    project.net("a.net", NET);
    project.summary(new FakeIde()).execute();
    assertThat(project.log.all)
        .startsWith("info Sum: x [2] -> y [1]")
        .contains("info 3 parameters (12 B), 2 multiply-adds a row");
    assertThat(files()).hasSize(1);
  }

  @Test
  void saysWhereItFoundNothing() throws Exception {
    check.execute();
    project.summary(new FakeIde()).execute();
    assertThat(project.log.all)
        .containsExactly(
            "info 0 .net file(s) checked: no mistakes",
            "info no net in " + folder.resolve("src/main/tulle"));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
