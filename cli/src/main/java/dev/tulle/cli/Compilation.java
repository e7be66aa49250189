package dev.tulle.cli;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.GeneratedClasses;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.UnreadableSourceException;
import dev.tulle.compiler.codegen.GeneratedFile;
import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.sema.TypedNet;
import dev.tulle.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Compiles for a command: tells the user what is wrong, and gives nets only where nothing is. */
final class Compilation {
  private final Console console;
  private List<Diagnostic> warnings = List.of();

  Compilation(Console console) {
    this.console = console;
  }

  /** Every net of the files. @throws Failure with all mistakes, where there is one */
  List<Program> of(List<Path> files, CompileOptions options) throws Failure, IOException {
    return result(files, options).programs();
  }

  /** As {@link #of}, with all that the compiler knows. */
  CompileResult result(List<Path> files, CompileOptions options) throws Failure, IOException {
    CompileResult result = TulleCompiler.compile(files, texts(files), options);
    if (result.failed()) {
      throw new Failure(result.diagnostics());
    }
    warnings = result.diagnostics();
    console.warn(warnings);
    return result;
  }

  private static Map<Path, SourceFile> texts(List<Path> files) throws Failure, IOException {
    if (!files.contains(StandardInput.PATH)) {
      return Map.of();
    }
    try {
      return Map.of(StandardInput.PATH, StandardInput.source());
    } catch (UnreadableSourceException e) {
      throw new Failure(
          List.of(Diagnostic.error(Code.S006, null, String.valueOf(e.getMessage()), e.help())));
    }
  }

  /** The Java of every net of the files. */
  List<GeneratedFile> classes(List<Path> files, CompileOptions options)
      throws Failure, IOException {
    var sink = new DiagnosticSink();
    List<GeneratedFile> classes = GeneratedClasses.of(result(files, options), sink);
    if (sink.hasErrors()) {
      throw new Failure(sink.sorted());
    }
    return classes;
  }

  /** What the last compilation found that is no mistake. */
  List<Diagnostic> warnings() {
    return warnings;
  }

  /** The net with a recipe that the options mean; they may leave out the name of the only one. */
  Program trainable(NetOptions net) throws Failure, IOException {
    List<Program> trainable =
        compile(net).stream().filter(program -> program.training() != null).toList();
    if (trainable.isEmpty()) {
      throw mistake("`" + net.file + "` has no recipe", "a recipe reads `train Net on Data { … }`");
    }
    return chosen(trainable, net, "recipe");
  }

  /** The net that the options mean; they may leave out the name of the only one. */
  Program servable(NetOptions net) throws Failure, IOException {
    List<Program> programs = compile(net);
    if (programs.isEmpty()) {
      throw noNet(net);
    }
    return chosen(programs, net, "net");
  }

  /** As {@link #servable}, before anything is computed of it. */
  TypedNet drawable(NetOptions net) throws Failure, IOException {
    CompileResult result = result(net);
    List<Program> programs = result.programs();
    if (programs.isEmpty()) {
      throw noNet(net);
    }
    // Recipes of one net have one picture.
    boolean one = programs.stream().map(Program::name).distinct().count() == 1;
    Program program = one && net.recipe.isEmpty() ? programs.get(0) : chosen(programs, net, "net");
    return result.nets().get(programs.indexOf(program));
  }

  private List<Program> compile(NetOptions net) throws Failure, IOException {
    return result(net).programs();
  }

  private CompileResult result(NetOptions net) throws Failure, IOException {
    return result(List.of(net.file), net.arguments.options());
  }

  private static Failure noNet(NetOptions net) {
    return mistake("`" + net.file + "` has no net", "a net reads `net Name { … }`");
  }

  private Program chosen(List<Program> programs, NetOptions net, String what) throws Failure {
    if (net.recipe.isEmpty()) {
      if (programs.size() > 1) {
        throw mistake(
            "`" + net.file + "` has more than one " + what,
            "it has " + titles(programs, programs) + "; --recipe says which is meant");
      }
      return programs.get(0);
    }
    List<Program> meant =
        programs.stream().filter(program -> names(program).contains(net.recipe)).toList();
    if (meant.size() > 1) {
      throw mistake(
          "`%s` of `%s` stands for %s %ss: %s"
              .formatted(net.recipe, net.file, meant.size(), what, titles(meant, programs)),
          "name one of them: `--recipe " + argument(title(meant.get(0), programs)) + "`");
    }
    if (meant.isEmpty()) {
      List<String> known = programs.stream().map(p -> title(p, programs)).toList();
      throw mistake(
          "`" + net.file + "` has no " + what + " `" + net.recipe + "`",
          NearNames.nearest(net.recipe, known)
              .map(near -> "a similar name is `" + near + "`")
              .orElse("it has " + titles(programs, programs)));
    }
    return meant.get(0);
  }

  private static String titles(List<Program> some, List<Program> all) {
    return some.stream().map(p -> "`" + title(p, all) + "`").collect(Collectors.joining(", "));
  }

  private static String argument(String title) {
    return title.contains(" ") ? "\"" + title + "\"" : title;
  }

  /** What a recipe may be called: by its net, by its data, and by both as its text has them. */
  private static List<String> names(Program program) {
    Program.Training training = program.training();
    if (training == null) {
      return List.of(program.name());
    }
    String data = training.data().name();
    return List.of(program.name(), data, program.name() + " on " + data);
  }

  /** The first of a program's names that no other has. */
  private static String title(Program program, List<Program> all) {
    List<String> names = names(program);
    return names.stream()
        .filter(name -> all.stream().filter(p -> names(p).contains(name)).count() == 1)
        .findFirst()
        .orElse(names.get(names.size() - 1));
  }

  private static Failure mistake(String message, String help) {
    return new Failure(List.of(Diagnostic.error(Code.N110, null, message, help)));
  }
}
