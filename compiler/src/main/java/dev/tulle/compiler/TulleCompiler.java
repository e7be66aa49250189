package dev.tulle.compiler;

import dev.tulle.compiler.ad.ReverseMode;
import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.lower.Lowering;
import dev.tulle.compiler.sema.Elaborator;
import dev.tulle.compiler.sema.ModuleFinder;
import dev.tulle.compiler.sema.Modules;
import dev.tulle.compiler.sema.TypedNet;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.NetFile;
import dev.tulle.compiler.syntax.SyntaxReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The compiler from texts to programs: what the command line and the Maven plugin call. */
public final class TulleCompiler {
  private TulleCompiler() {}

  /** Compiles files; one that cannot be read is a diagnostic like any other mistake. */
  public static CompileResult compile(List<Path> files, CompileOptions options) {
    return compile(files, Map.of(), options);
  }

  /**
   * Compiles files, some of which have another text than the disk has, such as one that an editor
   * has not saved.
   *
   * @param texts by the path of their file
   */
  public static CompileResult compile(
      List<Path> files, Map<Path, SourceFile> texts, CompileOptions options) {
    return compile(files, texts, new NearbyFiles(files), options);
  }

  /** Compiles files whose imports are among them, in the library, or where the finder says. */
  public static CompileResult compile(
      List<Path> files, ModuleFinder finder, CompileOptions options) {
    return compile(files, Map.of(), finder, options);
  }

  private static CompileResult compile(
      List<Path> files, Map<Path, SourceFile> texts, ModuleFinder finder, CompileOptions options) {
    var sink = new DiagnosticSink();
    var sources = new ArrayList<SourceFile>();
    var damaged = new DamagedFiles();
    for (Path file : files) {
      try {
        SourceFile text = texts.get(file);
        sources.add(text == null ? SourceReader.read(file) : text);
      } catch (UnreadableSourceException e) {
        sink.report(Diagnostic.error(Code.S006, null, String.valueOf(e.getMessage()), e.help()));
        damaged.add(file.toString());
      }
    }
    return compile(sources, damaged, finder, options, sink);
  }

  /** Compiles texts whose imports are among them or in the library. */
  public static CompileResult compileSources(List<SourceFile> sources, CompileOptions options) {
    return compileSources(sources, new NearbyFiles(List.of()), options);
  }

  /** Compiles texts whose imports are among them, in the library, or where the finder says. */
  public static CompileResult compileSources(
      List<SourceFile> sources, ModuleFinder finder, CompileOptions options) {
    return compile(sources, new DamagedFiles(), finder, options, new DiagnosticSink());
  }

  private static CompileResult compile(
      List<SourceFile> sources,
      DamagedFiles damaged,
      ModuleFinder finder,
      CompileOptions options,
      DiagnosticSink sink) {
    List<NetFile> files = sources.stream().map(s -> damaged.read(s, sink)).toList();
    Map<String, Expression> overrides = overrides(options, sink);
    if (overrides.size() < options.overrides().size()) {
      return new CompileResult(files, sink.sorted(), List.of(), List.of());
    }
    var modules = new Modules(sink, finder, damaged::isModule);
    List<TypedNet> nets = new Elaborator(sink, modules).elaborate(damaged.whole(files), overrides);
    if (sink.hasErrors()) {
      return new CompileResult(files, sink.sorted(), List.of(), List.of());
    }
    List<Program> programs =
        DeepStack.call(
            () -> nets.stream().map(n -> Lowering.lower(n, ReverseMode::gradients, sink)).toList());
    if (sink.hasErrors()) {
      return new CompileResult(files, sink.sorted(), List.of(), List.of());
    }
    return new CompileResult(
        files, sink.sorted(), programs.stream().map(p -> optimised(p, options)).toList(), nets);
  }

  private static Program optimised(Program program, CompileOptions options) {
    Program.Training training = program.training();
    return new Program(
        program.module(),
        program.name(),
        program.doc(),
        program.edition(),
        program.span(),
        program.inputs(),
        program.targets(),
        program.outputs(),
        program.parameters(),
        program.states(),
        run(program.predict(), program, options),
        run(program.initial(), program, options),
        training == null ? null : optimised(training, program, options));
  }

  private static Program.Training optimised(
      Program.Training training, Program program, CompileOptions options) {
    return new Program.Training(
        training.losses(),
        training.slots(),
        training.trained(),
        optimised(training.evaluated(), program, options),
        optimised(training.metrics(), program, options),
        run(training.gradient(), program, options),
        run(training.initial(), program, options),
        run(training.evaluate(), program, options),
        run(training.update(), program, options),
        training.clip(),
        training.average(),
        training.recipe(),
        training.data());
  }

  private static List<Program.Metric> optimised(
      List<Program.Metric> metrics, Program program, CompileOptions options) {
    return metrics.stream()
        .map(
            m ->
                new Program.Metric(
                    m.name(), m.means(), run(m.value(), program, options), m.higherIsBetter()))
        .toList();
  }

  private static Graph run(Graph graph, Program program, CompileOptions options) {
    options.dump().accept("lower", () -> program.name() + "." + graph);
    return Passes.run(
        graph, (pass, result) -> options.dump().accept(pass, () -> program.name() + "." + result));
  }

  /** The values of {@code --set}, read as the language reads them. */
  private static Map<String, Expression> overrides(CompileOptions options, DiagnosticSink sink) {
    var parsed = new LinkedHashMap<String, Expression>();
    for (Map.Entry<String, String> entry : options.overrides().entrySet()) {
      String text = "tulle 1\nconst value = " + entry.getValue() + "\n";
      var mistakes = new DiagnosticSink();
      NetFile file = SyntaxReader.read(new SourceFile("--set " + entry.getKey(), text), mistakes);
      if (!mistakes.hasErrors()
          && file.declarations().size() == 1
          && file.declarations().get(0) instanceof Declaration.Constant constant) {
        parsed.put(entry.getKey(), constant.value());
      } else {
        sink.report(Elaborator.noValue(entry.getKey(), entry.getValue()));
      }
    }
    return parsed;
  }
}
