package dev.tulle.cli;

import dev.tulle.compiler.SourceReader;
import dev.tulle.compiler.UnreadableSourceException;
import dev.tulle.compiler.WholeFile;
import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticPrinter;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.format.Formatter;
import dev.tulle.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives files the one form of the language. */
@Command(
    name = "fmt",
    description = {
      "Give .net files the one form of the language: spaces, line ends and columns.",
      "Words and comments stay as they are. Names the files that change; one with a mistake of"
          + " syntax stays as it is."
    },
    footer = {"", "Examples:", "  tulle fmt digits.net", "  tulle fmt --check ."},
    mixinStandardHelpOptions = true)
final class FormatCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|DIR",
      description =
          "The files; of a folder all .net files below it; - for standard input, whose"
              + " text goes to standard output.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--check",
      description =
          "Write nothing but the names of what would change; exit with 1 if there is any.")
  private boolean check;

  @Mixin private JsonOption json = new JsonOption();

  private final List<Diagnostic> mistakes = new ArrayList<>();
  private final List<String> changed = new ArrayList<>();

  FormatCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    for (Path file : NetFiles.in(files)) {
      format(file);
    }
    console.err().print(new DiagnosticPrinter(console.colour()).print(mistakes));
    if (json.chosen) {
      new JsonObject(console).print(Map.of("changed", changed), mistakes);
    } else if (check || !files.contains(StandardInput.PATH)) {
      changed.forEach(console.out()::println);
    }
    console.requireReader();
    boolean failed = !mistakes.isEmpty() || (check && !changed.isEmpty());
    return failed ? ExitCode.MISTAKE : ExitCode.OK;
  }

  private void format(Path file) throws IOException {
    SourceFile source;
    try {
      source = file.equals(StandardInput.PATH) ? StandardInput.source() : SourceReader.read(file);
    } catch (UnreadableSourceException e) {
      mistakes.add(Diagnostic.error(Code.S006, null, String.valueOf(e.getMessage()), e.help()));
      return;
    }
    var sink = new DiagnosticSink();
    Optional<String> formatted = Formatter.format(source, sink);
    mistakes.addAll(sink.sorted());
    if (formatted.isPresent()) {
      accept(file, source, formatted.get());
    }
  }

  private void accept(Path file, SourceFile source, String formatted) throws IOException {
    if (!formatted.equals(source.text())) {
      changed.add(source.name());
    }
    if (check) {
      return;
    }
    if (file.equals(StandardInput.PATH)) {
      if (!json.chosen) {
        console.out().print(formatted);
      }
    } else {
      WholeFile.write(file, formatted.getBytes(StandardCharsets.UTF_8));
    }
  }
}
