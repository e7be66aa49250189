package dev.tulle.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the goal generate writes. */
class GenerateMojoTest {
  private static final String PART = "tulle 1\nmodule acme.parts\nblock %s = Dense(%s)\n";

  @TempDir Path folder;

  @Test
  void severalExecutionsShareOneFolderOfResources() throws Exception {
    var project = new ProjectFolder(folder);
    project.generate(new FakeIde(), "one").execute();
    project.generate(new FakeIde(), "two").execute();
    assertThat(project.project.getResources())
        .extracting(Resource::getDirectory)
        .containsExactly(folder.resolve("target/generated-resources/tulle").toString());
    assertThat(project.project.getCompileSourceRoots()).hasSize(1);
  }

  /** Files of one module that have one name: who imports the module needs both. */
  @Test
  void importersGetEveryFileOfAModule() throws Exception {
    var project = new ProjectFolder(folder);
    project.net("one/parts.net", PART.formatted("One", 1));
    project.net("two/parts.net", PART.formatted("Two", 2));
    project.generate(new FakeIde()).execute();
    Path shipped = folder.resolve("target/generated-resources/tulle/META-INF/tulle/acme/parts");
    try (Stream<Path> files = Files.list(shipped)) {
      assertThat(files.sorted().toList())
          .isEqualTo(List.of(shipped.resolve("parts-2.net"), shipped.resolve("parts.net")));
    }
    assertThat(shipped.resolve("parts-2.net")).content().contains("block Two");
    project.log.all.clear();
    project.generate(new FakeIde()).execute();
    assertThat(project.log.all)
        .containsExactly("info nothing to generate: 2 .net file(s) are as they were");
  }

  /** Without a source left javac does not run, so that nobody else deletes what it made once. */
  @Test
  void theClassesOfADeletedNetGoWithIt() throws Exception {
    var project = new ProjectFolder(folder);
    String net = "tulle 1\nmodule acme\nnet %s {\n  input x: [2]\n  output y = x -> Dense(1)\n}\n";
    Path roses = project.net("roses.net", net.formatted("Roses"));
    project.generate(new FakeIde()).execute();
    Path sources = folder.resolve("target/generated-sources/tulle/acme");
    assertThat(sources.resolve("Roses.java")).exists();
    Path classes = Files.createDirectories(folder.resolve("target/classes/acme"));
    Path other = Files.createFile(classes.resolve("RosesShop.class"));
    Path nested = Files.createFile(classes.resolve("Roses$Answer.class"));
    List<Path> made;
    try (Stream<Path> files = Files.list(sources)) {
      made =
          files
              .map(f -> classes.resolve(f.getFileName().toString().replace(".java", ".class")))
              .toList();
    }
    for (Path file : made) {
      Files.createFile(file);
    }
    project.generate(new FakeIde()).execute();
    assertThat(made).allSatisfy(file -> assertThat(file).exists());
    Files.delete(roses);
    project.generate(new FakeIde()).execute();
    assertThat(made).isNotEmpty().allSatisfy(file -> assertThat(file).doesNotExist());
    assertThat(nested).doesNotExist();
    assertThat(other).exists();
  }
}
