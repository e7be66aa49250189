package dev.tulle.cli;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.ir.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says what is wrong with some files, or which nets they hold. */
@Command(
    name = "check",
    description = {
      "Check .net files and say all that is wrong with them.",
      "Where the CSV file of a recipe's data lies beside the net, its header must have the columns"
          + " that they name, and a text of at most "
          + TextCheck.MOST
          + " MiB as many symbols as its dim says; the rest of the data is for `tulle train` to look"
          + " at."
    },
    footer = {
      "",
      "Examples:",
      "  tulle check digits.net iris.net",
      "  tulle check --json - < digits.net"
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "The .net files; - for standard input.")
  private List<Path> files = new ArrayList<>();

  @Mixin private JsonOption json = new JsonOption();

  CheckCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Failure, IOException {
    var compilation = new Compilation(console);
    List<Program> programs = compilation.of(files, CompileOptions.DEFAULT);
    List<Diagnostic> mistakes =
        programs.stream().flatMap(program -> DataCheck.of(program).stream()).distinct().toList();
    if (!mistakes.isEmpty()) {
      throw new Failure(mistakes);
    }
    for (Program program : programs) {
      console.err().println(program.name() + ": " + ports(program) + ", " + parameters(program));
    }
    if (json.chosen) {
      List<?> nets = programs.stream().map(CheckCommand::object).toList();
      new JsonObject(console).print(Map.of("nets", nets), compilation.warnings());
    }
    return ExitCode.OK;
  }

  private static Map<String, Object> object(Program program) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("module", program.module());
    map.put("name", program.name());
    map.put("data", program.training() == null ? "" : program.training().data().name());
    map.put("parameters", count(program));
    return map;
  }

  private static long count(Program program) {
    return program.parameters().stream().mapToLong(p -> p.shape().count().value()).sum();
  }

  private static String ports(Program program) {
    return names(program.inputs()) + " -> " + names(program.outputs());
  }

  private static String names(List<Program.Port> ports) {
    return ports.stream()
        .map(port -> port.name() + " " + row(port))
        .collect(Collectors.joining(", "));
  }

  /** The batch is never written. */
  private static Shape row(Program.Port port) {
    return new Shape(port.shape().sizes().subList(1, port.shape().rank()));
  }

  private static String parameters(Program program) {
    return String.format(Locale.ROOT, "%,d parameters", count(program));
  }
}
