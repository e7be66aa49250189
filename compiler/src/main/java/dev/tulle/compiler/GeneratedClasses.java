package dev.tulle.compiler;

import dev.tulle.compiler.codegen.GeneratedFile;
import dev.tulle.compiler.codegen.JavaWriter;
import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.sema.TypedNet;
import dev.tulle.compiler.source.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The Java of all that was compiled together, each class once.
 *
 * <p>A net has one serving class, that of its first recipe. The training class is called after the
 * net, {@code IrisTraining}; where the net has several recipes, each after its data too, {@code
 * IrisGardenTraining}.
 */
public final class GeneratedClasses {
  private final CompileResult result;
  private final DiagnosticSink sink;
  private final Map<String, Owned> byName = new LinkedHashMap<>();

  private GeneratedClasses(CompileResult result, DiagnosticSink sink) {
    this.result = result;
    this.sink = sink;
  }

  /**
   * A class and the program it is of.
   *
   * @param recipe whether it belongs to the program's recipe rather than to its net
   */
  private record Owned(GeneratedFile file, int program, boolean recipe) {}

  /**
   * Every class, in the order of the programs. Two that would lie in one file are a mistake, also
   * where their names differ in case alone, which some file systems do not keep apart.
   *
   * @return nothing where there is such a mistake
   */
  public static List<GeneratedFile> of(CompileResult result, DiagnosticSink sink) {
    var classes = new GeneratedClasses(result, sink);
    classes.collect();
    return sink.hasErrors()
        ? List.of()
        : classes.byName.values().stream().map(Owned::file).toList();
  }

  private void collect() {
    for (int i = 0; i < result.programs().size(); i++) {
      Program program = result.programs().get(i);
      List<Integer> ofNet = programsOfNet(program);
      String training = trainingName(program, ofNet.size());
      add(
          ofNet.get(0) == i
              ? JavaWriter.write(program, training)
              : JavaWriter.writeTraining(program, training),
          i,
          training);
    }
  }

  /**
   * The indices of the programs of one net: one, or one for each of its recipes. Several files that
   * belong to no module may declare nets of one name, so the place tells them apart.
   */
  private List<Integer> programsOfNet(Program one) {
    return IntStream.range(0, result.programs().size())
        .filter(i -> result.programs().get(i).span().equals(one.span()))
        .boxed()
        .toList();
  }

  private static String trainingName(Program program, int recipes) {
    Program.Training training = program.training();
    if (training == null || recipes == 1) {
      return JavaWriter.trainingName(program);
    }
    String data = training.data().name();
    String upper = data.substring(0, 1).toUpperCase(Locale.ROOT) + data.substring(1);
    return program.name() + upper + "Training";
  }

  private void add(List<GeneratedFile> files, int program, String training) {
    for (GeneratedFile file : files) {
      String simpleName = file.className().substring(file.className().lastIndexOf('.') + 1);
      var fresh = new Owned(file, program, simpleName.startsWith(training));
      Owned known = byName.putIfAbsent(file.className().toLowerCase(Locale.ROOT), fresh);
      if (known != null && !known.file.equals(file)) {
        report(known, fresh);
        return;
      }
    }
  }

  private void report(Owned known, Owned fresh) {
    String other =
        known.recipe == fresh.recipe ? "another" : known.recipe ? "a recipe" : "another net";
    Diagnostic diagnostic =
        Diagnostic.error(
            Code.N106,
            place(fresh),
            "this %s and %s would both be the class `%s`"
                .formatted(fresh.recipe ? "recipe" : "net", other, fresh.file.className()),
            fresh.recipe && known.recipe
                ? "keep one of them, or give its data another name"
                : "give one of them another name, or a `module` of its own");
    sink.report(diagnostic.withRelated(place(known), "the other"));
  }

  /** The net's name, in the recipe or where it is declared. */
  private Span place(Owned owned) {
    TypedNet.Regime regime = result.nets().get(owned.program).regime();
    return owned.recipe && regime != null
        ? regime.span()
        : result.programs().get(owned.program).span();
  }
}
