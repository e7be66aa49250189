package dev.tulle.maven;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildStateTest {
  @TempDir Path base;
  private Path library;
  private Path output;

  @BeforeEach
  void files() throws IOException {
    output =
        Files.writeString(Files.createDirectories(base.resolve("out/a")).resolve("A.java"), "a");
    library = base.resolve("classes");
    Path folder = Files.createDirectories(library.resolve("META-INF/tulle/acme/layers"));
    Files.writeString(folder.resolve("layers.net"), "tulle 1\nmodule acme.layers\n");
  }

  private ModulePath path() {
    return new ModulePath(base.resolve("src"), List.of(), List.of(library));
  }

  private BuildState state() throws IOException {
    ModulePath path = path();
    assertThat(path.find("acme.layers")).hasSize(1);
    assertThat(path.find("acme.none")).isEmpty();
    return new BuildState(
        "1",
        path.answers(),
        Map.of("out/a/A.java", Sha256.of(Files.readAllBytes(output))),
        Map.of("classes/A.class", Sha256.of(Files.readAllBytes(output))),
        List.of("first line\n  second \\ line"));
  }

  @Test
  void holdsAsLongAsInputImportsAndOutputStay() throws IOException {
    Path file = base.resolve("status/generate-default.txt");
    state().write(file);
    BuildState state = BuildState.read(file);
    assertThat(state).isEqualTo(state());
    assertThat(state.holds("1", path(), base)).isTrue();
    assertThat(state.holds("2", path(), base)).isFalse();
    state.outdated().write(file);
    assertThat(BuildState.read(file)).isEqualTo(state.outdated());
    assertThat(BuildState.read(file).holds("1", path(), base)).isFalse();
    Files.writeString(output, "edited");
    assertThat(state.holds("1", path(), base)).isFalse();
    Files.delete(output);
    assertThat(state.holds("1", path(), base)).isFalse();
  }

  @Test
  void aDamagedFileIsOutdated() throws IOException {
    Path file = base.resolve("status/generate-default.txt");
    state().write(file);
    byte[] text = Files.readAllBytes(file);
    Files.write(file, "output\ninput 1 .\nwarning . \\q\noutput 0 a".getBytes(UTF_8));
    assertThat(BuildState.read(file).input()).isEmpty();
    text[text.length - 2] = (byte) 0xff;
    Files.write(file, text);
    assertThat(BuildState.read(file).outputs()).isEqualTo(state().outputs());
  }

  @Test
  void remembersExecutionsByNamesThatFilesCanHave() throws IOException {
    assertThat(Siblings.name("generate", "default")).isEqualTo("generate-default.txt");
    String name = Siblings.name("generate", "nets/large: 1");
    assertThat(name).matches("[\\w.-]+").isNotEqualTo(Siblings.name("generate", "nets_large: 1"));
    Path own = base.resolve("status/generate-one.txt");
    Files.createDirectories(own.resolveSibling("folder"));
    assertThat(Siblings.read(own, Set.of()).gone()).isEmpty();
  }

  @Test
  void noticesAChangedAndANewImport() throws IOException {
    BuildState state = state();
    Path none = Files.createDirectories(library.resolve("META-INF/tulle/acme/none"));
    assertThat(state.holds("1", path(), base)).isTrue();
    Files.writeString(none.resolve("none.net"), "tulle 1\n");
    assertThat(state.holds("1", path(), base)).isFalse();
    Files.delete(none.resolve("none.net"));
    Files.writeString(library.resolve("META-INF/tulle/acme/layers/layers.net"), "tulle 1\n");
    assertThat(state.holds("1", path(), base)).isFalse();
  }

  @Test
  void deletesOnlyWhatNoOtherExecutionMade() throws IOException {
    Path own = base.resolve("status/generate-one.txt");
    Path other = base.resolve("status/generate-two.txt");
    BuildState next = BuildState.NONE;
    state().write(own);
    state().write(other);
    Set<String> both = Set.of("generate-one.txt", "generate-two.txt");
    assertThat(state().prune(next, Siblings.read(own, both), base)).isEmpty();
    assertThat(output).exists();
    Files.delete(other);
    assertThat(state().prune(next, Siblings.read(own, both), base)).containsExactly(output);
    assertThat(base.resolve("out")).doesNotExist();
  }

  @Test
  void deletesWhatAnExecutionMadeThatIsGone() throws IOException {
    Path own = base.resolve("status/generate-one.txt");
    Path other = base.resolve("status/generate-two.txt");
    state().write(other);
    Siblings siblings = Siblings.read(own, Set.of("generate-one.txt"));
    assertThat(state().prune(state(), siblings, base)).isEmpty();
    assertThat(output).exists();
    assertThat(other).doesNotExist();
    state().write(other);
    assertThat(BuildState.NONE.prune(BuildState.NONE, siblings, base)).containsExactly(output);
    assertThat(other).doesNotExist();
  }

  @Test
  void deletesItsCopiesAmongTheClassesAndNoOtherFile() throws IOException {
    Path own = base.resolve("status/generate-one.txt");
    BuildState before = state();
    Siblings alone = Siblings.read(own, Set.of());
    Path copy = Files.copy(output, library.resolve("A.class"));
    assertThat(before.prune(BuildState.NONE, alone, base)).containsExactly(copy, output);
    Files.writeString(copy, "of somebody else");
    assertThat(before.prune(BuildState.NONE, alone, base)).isEmpty();
    assertThat(copy).exists();
  }
}
