package dev.tulle.cli;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.SourceFolder;
import dev.tulle.compiler.codegen.GeneratedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the Java classes of some files. */
@Command(
    name = "build",
    description = {
      "Write the Java classes of .net files.",
      "A file that holds its text already keeps its time. A net has one serving class; with several"
          + " recipes it has a training class for each, called after net and data."
    },
    footer = {
      "",
      "Examples:",
      "  tulle build digits.net iris.net -o generated",
      "  tulle build digits.net --dump-after=lower"
    },
    mixinStandardHelpOptions = true)
final class BuildCommand implements Callable<Integer> {
  private final Console console;
  private final Compilation compilation;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "The .net files.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "The root of the packages; . unless told.")
  private Path output = Path.of(".");

  @Mixin private ArgumentsOption arguments = new ArgumentsOption();

  @Option(
      names = "--dump-after",
      paramLabel = "PASS",
      description = "Print the graphs as they are after a pass, and write nothing.")
  private String dumpAfter = "";

  private final List<Map<String, Object>> written = new ArrayList<>();

  @Mixin private JsonOption json = new JsonOption();

  BuildCommand(Console console) {
    this.console = console;
    this.compilation = new Compilation(console);
  }

  @Override
  public Integer call() throws Failure, IOException {
    if (!dumpAfter.isEmpty()) {
      dump();
      return ExitCode.OK;
    }
    var options = arguments.options();
    write(compilation.classes(files, options));
    if (json.chosen) {
      new JsonObject(console).print(Map.of("files", written), compilation.warnings());
    }
    return ExitCode.OK;
  }

  private void write(List<GeneratedFile> classes) throws IOException {
    var folder = new SourceFolder(output);
    int changed = 0;
    for (GeneratedFile each : classes) {
      boolean fresh = folder.write(each.className(), each.text());
      changed += fresh ? 1 : 0;
      Map<String, Object> file = new LinkedHashMap<>();
      file.put("class", each.className());
      file.put("file", folder.file(each.className()).toString());
      file.put("changed", fresh);
      file.put("vectorApi", each.vectorApi());
      written.add(file);
    }
    console
        .err()
        .println(classes.size() + " Java files in " + output + ", " + changed + " of them changed");
  }

  private void dump() throws Failure, IOException {
    var passes = new TreeSet<String>();
    var dump = new StringBuilder();
    compilation.of(
        files,
        new CompileOptions(
            arguments.values,
            (pass, text) -> {
              passes.add(pass);
              if (pass.equals(dumpAfter)) {
                dump.append(text.get());
              }
            }));
    if (!passes.contains(dumpAfter)) {
      throw new Failure(
          "there is no pass `" + dumpAfter + "`", "the passes are " + String.join(", ", passes));
    }
    if (json.chosen) {
      new JsonObject(console).print(Map.of("dump", dump.toString()), compilation.warnings());
    } else {
      console.out().print(dump);
    }
    console.requireReader();
  }
}
