package dev.tulle.cli;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.ir.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says what is wrong with some files, or which nets they hold. */
@Command(
    name = "check",
    description = "Check .net files and say what is wrong.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "The .net files.")
  private List<Path> files = new ArrayList<>();

  CheckCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Failure {
    for (Program program : new Compilation(console).of(files, CompileOptions.DEFAULT)) {
      console.err().println(program.name() + ": " + ports(program) + ", " + parameters(program));
    }
    return ExitCode.OK;
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
    long count = program.parameters().stream().mapToLong(p -> p.shape().count().value()).sum();
    return String.format(Locale.ROOT, "%,d parameters", count);
  }
}
