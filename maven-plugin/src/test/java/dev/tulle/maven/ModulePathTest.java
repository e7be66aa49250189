package dev.tulle.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.compiler.sema.ModuleFinder;
import dev.tulle.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModulePathTest {
  @TempDir Path sources;

  private Path file(String name, String text) throws IOException {
    Path file = sources.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private List<String> found(List<Path> others, String module) throws IOException {
    return new ModulePath(sources, others, List.of())
        .find(module).stream()
            .map(ModuleFinder.Place::files)
            .flatMap(List::stream)
            .map(SourceFile::name)
            .toList();
  }

  @Test
  void findsAModuleThatIsNotCompiledWhereverItLies() throws IOException {
    Path one = file("parts/one.net", "tulle 1\nmodule acme.layers\nconst a = 1\n");
    Path two = file("acme/layers.net", "tulle 1\nmodule acme.layers\nconst b = 1\n");
    Path other = file("parts/other.net", "tulle 1\nmodule acme.other\n");
    assertThat(found(List.of(two, one, other), "acme.layers"))
        .containsExactly(two.toString(), one.toString());
    assertThat(found(List.of(two, one, other), "acme.none")).isEmpty();
  }

  @Test
  void leavesOutWhatIsCompiledAnyway() throws IOException {
    file("parts/one.net", "tulle 1\nmodule acme.layers\n");
    assertThat(found(List.of(), "acme.layers")).isEmpty();
  }

  @Test
  void namesAJarThatIsDamaged() throws IOException {
    Path jar = file("lib/damaged.jar", "no archive at all");
    var path = new ModulePath(sources, List.of(), List.of(jar));
    assertThatThrownBy(() -> path.find("acme.layers"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the jar " + jar + " on the class path: ");
  }

  @Test
  void passesOverWhatNobodyImports() throws IOException {
    Path broken = file("broken.net", "tulle 1\nnet {");
    Path bytes = Files.write(sources.resolve("bytes.net"), new byte[] {(byte) 0xff});
    Path one = file("parts/one.net", "tulle 1\nmodule acme.layers\n");
    assertThat(found(List.of(broken, bytes, one), "acme.layers")).containsExactly(one.toString());
  }
}
