package dev.tulle.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.source.Span;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.codehaus.plexus.build.BuildContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessagesTest {
  @TempDir Path folder;
  private final FakeIde ide = new FakeIde();
  private final Lines log = new Lines();

  @Test
  void whatHasNoFileOfItsOwnIsSaidOfTheProject() throws Exception {
    Path file = Files.writeString(folder.resolve("a.net"), "tulle 1\n");
    File pom = folder.resolve("pom.xml").toFile();
    var messages = new Messages(log, ide, pom);
    var inJar = new SourceFile("layers.jar!/META-INF/tulle/a/a.net", "tulle 1\n");
    messages.add(
        Diagnostic.warning(
            Code.N104,
            new Span(new SourceFile(file.toString(), "tulle 1\n"), 6, 7),
            "here",
            "use it"));
    messages.add(Diagnostic.error(Code.N101, new Span(inJar, 6, 7), "there", "name it"));
    messages.addError(null, "nowhere");
    int error = BuildContext.SEVERITY_ERROR;
    assertThat(ide.messages)
        .containsExactly(
            new FakeIde.Message(
                file.toFile(),
                1,
                7,
                "warning[N104]: here" + help("use it"),
                BuildContext.SEVERITY_WARNING),
            new FakeIde.Message(
                pom, 0, 0, inJar.name() + ":[1,7] error[N101]: there" + help("name it"), error),
            new FakeIde.Message(pom, 0, 0, "nowhere", error));
    assertThat(log.all)
        .containsExactly(
            "warn " + file + ":[1,7] warning[N104]: here" + help("use it"),
            "error " + inJar.name() + ":[1,7] error[N101]: there" + help("name it"),
            "error nowhere");
    assertThat(messages.warnings())
        .containsExactly(file + ":[1,7] warning[N104]: here" + help("use it"));
    assertThatThrownBy(messages::failOnErrors).hasMessage("2 mistakes in .net files");
    messages.clear(List.of(file));
    assertThat(ide.messages).isEmpty();
  }

  private static String help(String text) {
    return System.lineSeparator() + "  help: " + text;
  }
}
