package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {
  @TempDir Path folder;

  @Test
  void completesCommandsOptionsAndFilesInBash() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("lenet.net"), "");
    assertThat(complete("tulle", "ch")).containsExactly("check");
    assertThat(complete("tulle", "train", "--o")).containsExactly("--out");
    assertThat(complete("tulle", "check", "le")).containsExactly("lenet.net");
    assertThat(complete("tulle", "completion", "z")).containsExactly("zsh");
  }

  @Test
  void refusesAnotherShell() {
    Cli run = Cli.run("completion", "fish");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("fish", "bash", "zsh");
  }

  @Test
  void preparesZshBeforeTheScript() {
    assertThat(Cli.run("completion", "zsh").out()).startsWith("autoload -Uz compinit bashcompinit");
  }

  /** What bash offers for the last of some words. */
  private List<String> complete(String... words) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash to ask");
    Path script = folder.resolve("completion.sh");
    Files.writeString(script, Cli.run("completion", "bash").out());
    String ask =
        "source '%s'\nCOMP_WORDS=(%s)\nCOMP_CWORD=%d\n_complete_tulle 2>/dev/null\n"
            .formatted(script, String.join(" ", words), words.length - 1);
    Process bash =
        new ProcessBuilder(
                "/bin/bash",
                "--norc",
                "-c",
                ask + "for reply in \"${COMPREPLY[@]}\"; do echo $reply; done")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    bash.getOutputStream().close();
    String printed = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(printed).isZero();
    return printed.lines().toList();
  }
}
