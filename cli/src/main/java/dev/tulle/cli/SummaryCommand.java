package dev.tulle.cli;

import dev.tulle.compiler.summary.NetSummary;
import dev.tulle.compiler.summary.SummaryTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says what the nets of a file are made of and cost. */
@Command(
    name = "summary",
    description = {
      "Say what each net of a file is made of and what it costs.",
      "For each layer: the shape of its result, parameters, multiply-adds for a row, bytes of"
          + " weights and of the result for a row, and where windows move, how much of the input an"
          + " element sees. Then what serving and a training take in all."
    },
    footer = {
      "",
      "Examples:",
      "  tulle summary digits.net --set width=128",
      "  tulle summary --json digits.net"
    },
    mixinStandardHelpOptions = true)
final class SummaryCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "FILE", description = "The .net file; - for standard input.")
  private Path file = Path.of("");

  @Mixin private ArgumentsOption arguments = new ArgumentsOption();

  @Mixin private JsonOption json = new JsonOption();

  SummaryCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Failure, IOException {
    var compilation = new Compilation(console);
    List<NetSummary> summaries = compilation.result(List.of(file), arguments.options()).summaries();
    if (summaries.isEmpty()) {
      console.err().println("`" + file + "` has no net: a net reads `net Name { … }`");
    }
    if (json.chosen) {
      List<?> nets = summaries.stream().map(SummaryJson::of).toList();
      new JsonObject(console).print(Map.of("nets", nets), compilation.warnings());
    } else {
      console.out().print(SummaryTable.of(summaries));
    }
    console.requireReader();
    return ExitCode.OK;
  }
}
