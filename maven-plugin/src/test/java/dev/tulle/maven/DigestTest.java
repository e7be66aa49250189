package dev.tulle.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever decides about the output makes it anew when it changes, each thing by itself. */
class DigestTest {
  private static final String NOTHING = "info nothing to generate: 1 .net file(s) are as they were";

  private static final String NET =
      """
      tulle 1
      module acme.roses
      import acme.parts.{Part}

      net Roses(width = 3) {
        input x: [2]
        output y = x -> Part(width)
      }
      """;

  private static final String PART = "tulle 1\nmodule acme.parts\nblock Part(n) = Dense(n)\n";

  @TempDir Path folder;

  private ProjectFolder project;

  /** Something that changes between two builds. */
  private interface Change {
    void make(ProjectFolder project) throws Exception;
  }

  /** A parameter of the goal. */
  private interface Setting {
    void of(GenerateMojo mojo) throws Exception;
  }

  @BeforeEach
  void netWithAnImport() throws Exception {
    project = new ProjectFolder(folder);
    project.net("roses.net", NET);
    project.net("parts.net", PART);
    build(mojo -> {});
    assertThat(build(mojo -> {})).isEqualTo(NOTHING);
  }

  /** The last line of a build. */
  private String build(Setting setting) throws Exception {
    GenerateMojo mojo = project.generate(new FakeIde());
    ProjectFolder.set(mojo, "excludes", Set.of("parts.net"));
    setting.of(mojo);
    mojo.execute();
    return project.log.all.get(project.log.all.size() - 1);
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        change("a source", p -> p.net("roses.net", NET.replace("= 3", "= 4"))),
        change("an import", p -> p.net("parts.net", PART.replace("(n)\n", "(n) -> tanh\n"))),
        change(
            "another file of an imported module",
            p -> p.net("a/more.net", PART.replace("Part", "More"))),
        change("the version", p -> p.version("1.1")));
  }

  private static Arguments change(String name, Change change) {
    return Arguments.of(name, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void aChangeMakesItAnew(String name, Change change) throws Exception {
    change.make(project);
    Setting same =
        name.startsWith("another")
            ? mojo -> ProjectFolder.set(mojo, "excludes", Set.of("parts.net", "a/more.net"))
            : mojo -> {};
    assertThat(build(same)).as(name).startsWith("info 1 .net file(s), ");
    assertThat(build(same)).isEqualTo(NOTHING);
  }

  static Stream<Arguments> settings() {
    return Stream.of(
        setting("arguments", Map.of("width", "5")),
        setting("encoding", "US-ASCII"),
        setting("excludes", Set.of("parts.net", "roses.net", "a.net")),
        setting("maxParameters", 1_000L),
        setting("maxWorkspaceBytes", 1_000_000L),
        setting("failOnWarning", true));
  }

  private static Arguments setting(String name, Object value) {
    return Arguments.of(name, value);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("settings")
  void aParameterMakesItAnew(String name, Object value) throws Exception {
    Setting setting = mojo -> ProjectFolder.set(mojo, name, value);
    assertThat(build(setting)).as(name).doesNotContain("as they were");
    assertThat(build(mojo -> {})).as("without " + name).doesNotContain("as they were");
    assertThat(build(mojo -> {})).isEqualTo(NOTHING);
  }

  /** Class files of kernels are the compiler's of a JDK. */
  @ParameterizedTest
  @ValueSource(strings = {"java.vendor", "java.runtime.version"})
  void anotherJdkMakesItAnew(String property) throws Exception {
    String before = System.getProperty(property);
    try {
      System.setProperty(property, "another");
      assertThat(build(mojo -> {})).startsWith("info 1 .net file(s), ");
      assertThat(build(mojo -> {})).isEqualTo(NOTHING);
    } finally {
      System.setProperty(property, before);
    }
    assertThat(build(mojo -> {})).startsWith("info 1 .net file(s), ");
  }

  @Test
  void anotherExecutionMakesItAnew() throws Exception {
    Path status = folder.resolve("target/maven-status/tulle");
    List<Path> states;
    try (Stream<Path> files = Files.list(status)) {
      states = files.toList();
    }
    assertThat(states).hasSize(1);
    // What one execution remembers counts for no other, even where it finds it.
    GenerateMojo other = project.generate(new FakeIde(), "other");
    Files.copy(states.get(0), status.resolve(Siblings.name("generate", "other")));
    ProjectFolder.set(other, "excludes", Set.of("parts.net"));
    other.execute();
    assertThat(project.log.all.get(project.log.all.size() - 1)).doesNotContain("as they were");
  }

  @Test
  void anotherDependencyOfThePluginMakesItAnew() throws Exception {
    var library =
        new DefaultArtifact(
            "acme", "lib", "2", "compile", "jar", "", new DefaultArtifactHandler("jar"));
    Setting with =
        mojo ->
            mojo.execution.getMojoDescriptor().getPluginDescriptor().setArtifacts(List.of(library));
    assertThat(build(with)).startsWith("info 1 .net file(s), ");
    assertThat(build(with)).isEqualTo(NOTHING);
  }
}
