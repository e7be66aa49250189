package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands say of themselves holds. */
class HelpTest {
  private static final Pattern COMMAND = Pattern.compile("(?m)^  ([a-z]+) {2,}[A-Z]");
  private static final Pattern EXAMPLE = Pattern.compile("(?m)^(?:Example:| ) +(tulle .+)$");

  @TempDir Path folder;

  /** In the order of the list, so that what is trained can be evaluated. */
  static List<String> commands() {
    Matcher matcher = COMMAND.matcher(Cli.run("--help").out());
    List<String> names = new ArrayList<>();
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    assertThat(names).contains("help", "check", "train", "completion");
    names.remove("help");
    return names;
  }

  @Test
  void examplesWork() throws IOException, InterruptedException {
    Example.copy("digits", folder).with("epochs    = 40", "epochs    = 2");
    Example.copy("iris", folder).with("epochs    = 100", "epochs    = 2");
    Example.copy("plays", folder).with("steps     = 400", "steps     = 2");
    var shell = new Shell(folder);
    shell.run("tulle train plays.net --out plays.safetensors");
    for (String command : commands()) {
      Matcher example = EXAMPLE.matcher(Cli.run(command, "--help").out());
      int found = 0;
      while (example.find()) {
        found++;
        Shell.Outcome run = shell.run(example.group(1));
        assertThat(run.code()).as(example.group(1) + "\n" + run.err()).isZero();
      }
      assertThat(found).as("examples of " + command).isPositive();
    }
  }

  @Test
  void everyCommandHasTheSameCodesAndVariables() {
    for (String command : commands()) {
      assertThat(Cli.run(command, "--help").out())
          .as(command)
          .contains("Exit codes:", "  141   nobody reads", "NO_COLOR", "COLUMNS", "--version");
    }
    assertThat(Cli.run("--help").out()).contains("Exit codes:", "  130   ended by Ctrl-C");
  }
}
