package dev.tulle.cli;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.SourceFolder;
import dev.tulle.compiler.codegen.GeneratedFile;
import dev.tulle.compiler.codegen.JavaWriter;
import dev.tulle.compiler.ir.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the Java classes of some files. */
@Command(
    name = "build",
    description = "Write the Java classes of .net files.",
    mixinStandardHelpOptions = true)
final class BuildCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "The .net files.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "The root of the packages; . unless told.")
  private Path output = Path.of(".");

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Another value for an argument of the nets, such as width=128; repeatable.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Option(
      names = "--dump-after",
      paramLabel = "PASS",
      description = "Print the graphs as they are after a pass, and write nothing.")
  private String dumpAfter = "";

  BuildCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Failure, IOException {
    var passes = new TreeSet<String>();
    var dump = new StringBuilder();
    List<Program> programs =
        new Compilation(console)
            .of(
                files,
                new CompileOptions(
                    overrides,
                    (pass, text) -> {
                      passes.add(pass);
                      if (pass.equals(dumpAfter)) {
                        dump.append(text);
                      }
                    }));
    if (dumpAfter.isEmpty()) {
      write(programs);
      return ExitCode.OK;
    }
    if (!passes.contains(dumpAfter)) {
      throw new Failure(
          "there is no pass `" + dumpAfter + "`", "the passes are " + String.join(", ", passes));
    }
    console.out().print(dump);
    console.requireReader();
    return ExitCode.OK;
  }

  private void write(List<Program> programs) throws IOException {
    var folder = new SourceFolder(output);
    int written = 0;
    int files = 0;
    for (Program program : programs) {
      for (GeneratedFile file : JavaWriter.write(program)) {
        files++;
        written += folder.write(file.className(), file.text()) ? 1 : 0;
      }
    }
    console.err().println(files + " Java files in " + output + ", " + written + " of them changed");
  }
}
