package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * {@code docs/cli.md} has every command with its options and every exit code, as the program has
 * them; {@code -Dtulle.regenerate=true} writes these parts anew.
 */
class CliDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "cli.md");
  private static final List<String> ALIKE = List.of("--help", "--version");

  @Test
  void documentIsUpToDate() throws IOException {
    String before = Files.readString(DOCUMENT);
    String after = with(with(before, "codes", codes()), "commands", commands());
    if (Boolean.getBoolean("tulle.regenerate")) {
      Files.writeString(DOCUMENT, after);
    }
    assertThat(before).isEqualTo(after);
  }

  private static String with(String document, String name, String text) {
    String start = "<!-- " + name + " -->\n";
    int from = document.indexOf(start) + start.length();
    int to = document.indexOf("<!-- end -->", from);
    assertThat(to).as(name).isGreaterThanOrEqualTo(start.length());
    return document.substring(0, from) + text + document.substring(to);
  }

  private static String codes() {
    var out = new StringBuilder("| code | |\n|---|---|\n");
    ExitCode.table().forEach((code, meaning) -> row(out, code, meaning));
    return out.toString();
  }

  private static String commands() {
    var nowhere = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    CommandLine root = Main.commands(new Console(nowhere, nowhere, false, 80, false), false);
    var out = new StringBuilder();
    for (Map.Entry<String, CommandLine> command : root.getSubcommands().entrySet()) {
      if (!command.getKey().equals("help")) {
        out.append(out.isEmpty() ? "" : "\n");
        command(out, command.getValue().getCommandSpec());
      }
    }
    return out.toString();
  }

  private static void command(StringBuilder out, CommandSpec spec) {
    out.append("### ").append(spec.name()).append("\n\n");
    out.append(String.join(" ", spec.usageMessage().description())).append("\n\n");
    out.append("| `").append(spec.qualifiedName()).append("` | |\n|---|---|\n");
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      row(out, "`" + parameter.paramLabel() + "`", text(parameter.description()));
    }
    spec.options().stream()
        .filter(option -> Stream.of(option.names()).noneMatch(ALIKE::contains))
        .sorted((a, b) -> a.longestName().compareTo(b.longestName()))
        .forEach(option -> row(out, names(option), text(option.description())));
  }

  private static String names(OptionSpec option) {
    String value = option.typeInfo().isBoolean() ? "" : " " + option.paramLabel();
    String names = String.join(", ", Arrays.asList(option.names()));
    return "`" + names + value + "`" + (option.required() ? " (needed)" : "");
  }

  private static String text(String[] description) {
    String candidates = "bash, zsh";
    return String.join(" ", description).replace("${COMPLETION-CANDIDATES}", candidates);
  }

  private static void row(StringBuilder out, String left, String right) {
    out.append("| ").append(left.replace("|", "\\|")).append(" | ");
    out.append(right.replace("|", "\\|")).append(" |\n");
  }
}
