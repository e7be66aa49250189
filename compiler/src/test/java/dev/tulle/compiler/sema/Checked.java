package dev.tulle.compiler.sema;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.reference.Bindings;
import dev.tulle.compiler.reference.ReferenceInterpreter;
import dev.tulle.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A net of a test, compiled from text. */
record Checked(Program program) {
  /** The only net of a text without its first line, which must have no mistake. */
  static Checked net(String... files) {
    CompileResult result = compile(files);
    if (!result.diagnostics().isEmpty()) {
      throw new AssertionError(result.diagnostics().toString());
    }
    return new Checked(result.programs().get(0));
  }

  /** The only net with a body of these statements. */
  static Checked body(String statements) {
    return net("net Sample {\n" + statements + "\n}");
  }

  /** Codes and the marked text of each diagnostic, in the order of the text. */
  static List<String> mistakes(String... files) {
    return compile(files).diagnostics().stream().map(Checked::summary).toList();
  }

  private static String summary(Diagnostic diagnostic) {
    String marked = diagnostic.primary() == null ? "" : diagnostic.primary().text();
    return diagnostic.code() + " " + marked;
  }

  private static CompileResult compile(String... files) {
    var sources = new ArrayList<SourceFile>();
    for (int i = 0; i < files.length; i++) {
      sources.add(new SourceFile("file" + i + ".net", "tulle 1\n" + files[i] + "\n"));
    }
    return TulleCompiler.compileSources(sources, CompileOptions.DEFAULT);
  }

  /** {@code path[sizes]} of every parameter. */
  List<String> parameters() {
    return program.parameters().stream().map(p -> p.path() + p.shape()).toList();
  }

  String shape(String output) {
    return program.outputs().stream()
        .filter(o -> o.name().equals(output))
        .findFirst()
        .orElseThrow()
        .shape()
        .toString();
  }

  /** Outputs for given inputs and parameters; parameters that are not given have first values. */
  double[] predict(
      String output, int rows, Map<String, double[]> inputs, Map<String, double[]> weights) {
    var first = ReferenceInterpreter.run(program.initial(), new Bindings().random(1, 0));
    var bindings = new Bindings().rows(rows).random(1, 1);
    inputs.forEach((name, elements) -> bindings.put(Storage.INPUT, name, elements));
    program
        .parameters()
        .forEach(
            p -> {
              double[] given = weights.get(p.path());
              bindings.put(
                  Storage.PARAMETER,
                  p.path(),
                  given == null ? first.get(Storage.PARAMETER, p.path()) : given);
            });
    program
        .states()
        .forEach(s -> bindings.put(Storage.STATE, s.path(), first.get(Storage.STATE, s.path())));
    return ReferenceInterpreter.run(program.predict(), bindings).get(Storage.OUTPUT, output);
  }

  /** The only output of a net of one input, for one row. */
  double[] apply(double... row) {
    String input = program.inputs().get(0).name();
    return predict(program.outputs().get(0).name(), 1, Map.of(input, row), Map.of());
  }
}
