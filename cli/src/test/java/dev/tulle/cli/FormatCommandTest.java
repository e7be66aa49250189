package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FormatCommandTest {
  @TempDir Path folder;

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void formatsTheFilesOfAFolderAndNamesThoseThatChange() throws IOException {
    Path plain = write("sub/a.net", "tulle 1\ndim  a\n");
    Path formatted = write("b.net", "tulle 1\ndim b\n");
    Path built = write("target/c.net", "tulle 1\ndim  c\n");
    write("pom.xml", "<project/>");
    FileTime old = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(formatted, old);

    Cli run = Cli.run("fmt", folder.toString());
    assertThat(run).isEqualTo(new Cli(0, plain + System.lineSeparator(), ""));
    assertThat(plain).hasContent("tulle 1\ndim a\n");
    assertThat(built).hasContent("tulle 1\ndim  c\n");
    assertThat(Files.getLastModifiedTime(formatted)).isEqualTo(old);
    assertThat(Cli.run("fmt", folder.toString())).isEqualTo(new Cli(0, "", ""));
  }

  @Test
  void checkWritesNothingAndFailsWhereSomethingWouldChange() throws IOException {
    Path plain = write("a.net", "tulle 1\ndim  a\n");
    Cli run = Cli.run("fmt", "--check", plain.toString());
    assertThat(run).isEqualTo(new Cli(1, plain + System.lineSeparator(), ""));
    assertThat(plain).hasContent("tulle 1\ndim  a\n");
    Cli.run("fmt", plain.toString());
    assertThat(Cli.run("fmt", "--check", plain.toString())).isEqualTo(new Cli(0, "", ""));
  }

  @Test
  void leavesAFileWithAMistakeAsItIsAndFormatsTheOthers() throws IOException {
    Path broken = write("a.net", "tulle 1\nnet  A {");
    Path plain = write("b.net", "tulle 1\ndim  b\n");
    Cli run = Cli.run("fmt", broken.toString(), plain.toString(), folder + "/missing.net");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("error[S001]", "a.net:2", "missing.net cannot be read");
    assertThat(broken).hasContent("tulle 1\nnet  A {");
    assertThat(plain).hasContent("tulle 1\ndim b\n");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aLinkStaysALinkAndRightsStayAsTheyWere() throws IOException {
    Path plain = write("sub/a.net", "tulle 1\ndim  a\n");
    Files.setPosixFilePermissions(plain, PosixFilePermissions.fromString("rw-rw----"));
    Path link = Files.createSymbolicLink(folder.resolve("link.net"), Path.of("sub/a.net"));
    assertThat(Cli.run("fmt", link.toString()).code()).isZero();
    assertThat(link).isSymbolicLink();
    assertThat(plain).hasContent("tulle 1\ndim a\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(plain)))
        .isEqualTo("rw-rw----");
  }

  @Test
  void formatsStandardInput() {
    InputStream before = System.in;
    try {
      System.setIn(input("tulle 1\ndim  a"));
      assertThat(Cli.run("fmt", "-")).isEqualTo(new Cli(0, "tulle 1\ndim a\n", ""));
      System.setIn(input("tulle 1\nnet  A {"));
      Cli broken = Cli.run("fmt", "-");
      assertThat(broken.code()).isEqualTo(1);
      assertThat(broken.out()).isEmpty();
      assertThat(broken.err()).contains("standard input:2");
    } finally {
      System.setIn(before);
    }
  }

  private static InputStream input(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void tellsAProgramWhatChangesAndWhatIsWrong() throws IOException {
    Path broken = write("a.net", "tulle 1\nnet  A {");
    Path plain = write("b.net", "tulle 1\ndim  b\n");
    Cli run = Cli.run("fmt", "--check", "--json", broken.toString(), plain.toString());
    assertThat(run.code()).isEqualTo(1);
    Map<String, Object> json = JSON.std.mapFrom(run.out());
    assertThat(json.get("changed")).isEqualTo(List.of(plain.toString()));
    assertThat(json.get("diagnostics"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(Map.class))
        .extracting(d -> d.get("code"))
        .containsExactly("S001");
  }
}
