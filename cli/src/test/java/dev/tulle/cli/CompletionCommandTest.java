package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {
  private static final String BASH = "/bin/bash";

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
  void preparesZshBeforeTheScript() throws IOException, InterruptedException {
    assertThat(script("zsh")).content().startsWith("autoload -Uz compinit bashcompinit");
    // Where there is no zsh to run it, bash can tell that it is whole: the two share their grammar.
    assumeTrue(Files.isExecutable(Path.of(BASH)), "there is no bash to ask");
    assertThat(run(BASH, "-n", script("zsh").toString())).isEmpty();
  }

  @Test
  void completesCommandsAndOptionsInZsh() throws IOException, InterruptedException {
    assertThat(completeInZsh("tulle", "ch")).contains("check", "train").doesNotContain("--out");
    assertThat(completeInZsh("tulle", "train", "--o")).contains("--out").doesNotContain("check");
    assertThat(completeInZsh("tulle", "completion", "z")).contains("zsh");
  }

  /** What is offered to zsh, which itself leaves out what does not begin like the last word. */
  private List<String> completeInZsh(String... words) throws IOException, InterruptedException {
    Path zsh =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .map(folder -> Path.of(folder, "zsh"))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    assumeTrue(zsh != null, "there is no zsh to ask");
    List<String> lines =
        run(
            String.valueOf(zsh),
            "-f",
            "-c",
            """
            source '%s' || exit
            print -r -- "$_comps[tulle]"
            COMP_WORDS=(%s)
            COMP_CWORD=%d
            compgen -F _complete_tulle -- '%s'
            """
                .formatted(
                    script("zsh"),
                    String.join(" ", words),
                    words.length - 1,
                    words[words.length - 1]));
    assertThat(lines).as("%s", lines).first().asString().contains("-F _complete_tulle");
    return lines;
  }

  private Path script(String shell) throws IOException {
    return Files.writeString(
        folder.resolve("completion." + shell), Cli.run("completion", shell).out());
  }

  /** What bash offers for the last of some words. */
  private List<String> complete(String... words) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of(BASH)), "there is no bash to ask");
    Path script = script("bash");
    String ask =
        "source '%s'\nCOMP_WORDS=(%s)\nCOMP_CWORD=%d\n_complete_tulle 2>/dev/null\n"
            .formatted(script, String.join(" ", words), words.length - 1);
    String print = "for reply in \"${COMPREPLY[@]}\"; do echo $reply; done";
    return run(BASH, "--norc", "-c", ask + print);
  }

  /** What a shell prints in the folder, which is its home too. */
  private List<String> run(String... command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("ZDOTDIR", folder.toString());
    Process shell = builder.start();
    shell.getOutputStream().close();
    String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(printed).isZero();
    return printed.lines().toList();
  }
}
