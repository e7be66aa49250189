package dev.tulle.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.codegen.GeneratedFile;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.runtime.Threads;
import dev.tulle.runtime.TrainingNet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each class of what is compiled together has a name of its own. */
@Tag("vectors")
class GeneratedClassesTest {
  private static final String NET =
      """
      tulle 1
      module a.b
      net Line {
        input  x: [2]
        target t: [1]
        output y   = x -> Dense(1)
        loss   fit = mse(y, t)
      }
      data Rows {
        from = csv("rows.csv")
        x    = columns("x*")
        t    = columns("t*")
      }
      train Line on Rows { epochs = 3  optimizer = Sgd(lr = 0.1) }
      """;
  private static final String MORE =
      """
      data tenths {
        from = csv("rows.csv")
        x    = columns("x*") / 10
        t    = columns("t*")
      }
      train Line on tenths { epochs = 7  optimizer = Adam(lr = 0.1) }
      """;

  private final DiagnosticSink sink = new DiagnosticSink();

  @Test
  void oneRecipeHasTheSimpleName() {
    assertThat(classes(NET))
        .extracting(GeneratedFile::className)
        .containsExactly(
            "a.b.Line",
            "a.b.LineKernels",
            "a.b.LineScalar",
            "a.b.LineVector",
            "a.b.LineTraining",
            "a.b.LineTrainingKernels",
            "a.b.LineTrainingScalar",
            "a.b.LineTrainingVector");
  }

  @Test
  void severalRecipesAreCalledAfterTheirData() throws ReflectiveOperationException {
    List<GeneratedFile> files = classes(NET + MORE);
    assertThat(files)
        .extracting(GeneratedFile::className)
        .doesNotHaveDuplicates()
        .hasSize(12)
        .contains("a.b.Line", "a.b.LineRowsTraining", "a.b.LineTenthsTraining")
        .contains("a.b.LineRowsTrainingVector", "a.b.LineTenthsTrainingVector");
    ClassLoader loader = InMemoryCompiler.load(files);
    assertThat(training(loader, "LineRowsTraining").recipe().epochs()).isEqualTo(3);
    assertThat(training(loader, "LineTenthsTraining").recipe().epochs()).isEqualTo(7);
    // Both serve with the one class of their net.
    assertThat(training(loader, "LineTenthsTraining").layout())
        .isSameAs(training(loader, "LineRowsTraining").layout());
  }

  private static TrainingNet training(ClassLoader loader, String name)
      throws ReflectiveOperationException {
    return (TrainingNet)
        loader
            .loadClass("a.b." + name)
            .getConstructor(int.class, Threads.class)
            .newInstance(4, Threads.of(1));
  }

  /** `A` on `BRows` and `AB` on `Rows`. */
  @Test
  void namesThatRunTogetherAreAMistake() {
    String net =
        "net A {\n  input x: [2]\n  target t: [1]\n  output y = x -> Dense(1)\n  loss fit = mse(y, t)\n}\n";
    String data =
        "data Rows {\n  from = csv(\"rows.csv\")\n  x = columns(\"x*\")\n  t = columns(\"t*\")\n}\n";
    String recipe = "train A on Rows { epochs = 1  optimizer = Sgd(lr = 0.1) }\n";
    assertThat(
            classes(
                "tulle 1\n"
                    + net
                    + net.replace("net A", "net AB")
                    + data
                    + data.replace("Rows", "BRows")
                    + recipe
                    + recipe.replace("Rows", "BRows")
                    + recipe.replace("A on", "AB on")
                    + recipe.replace("A on Rows", "AB on BRows")))
        .isEmpty();
    assertThat(mistake())
        .isEqualTo(
            "N106 line 26: this recipe and another would both be the class `ABRowsTraining`");
  }

  @Test
  void twoNetsInOnePlaceAreAMistake() {
    String net = "tulle 1\nnet Same {\n  input  x: [%d]\n  output y = x * 2\n}\n";
    assertThat(classes(net.formatted(2), net.formatted(3))).isEmpty();
    assertThat(mistake())
        .isEqualTo("N106 line 2: this net and another would both be the class `Same`");
  }

  /** Some file systems have one file for both. */
  @Test
  void namesThatDifferInCaseAloneAreAMistake() {
    String net = "tulle 1\nnet Line {\n  input  x: [2]\n  output y = x * 2\n}\n";
    assertThat(classes(net, net.replace("Line", "LINE"))).isEmpty();
    assertThat(mistake()).contains("would both be the class `LINE`");
  }

  @Test
  void aNetMayNotBeCalledAsTheTrainingOfAnother() {
    String net = "net LineTraining {\n  input  x: [2]\n  output y = x * 2\n}\n";
    assertThat(classes(NET + net)).isEmpty();
    assertThat(mistake())
        .isEqualTo(
            "N106 line 15: this net and a recipe would both be the class `a.b.LineTraining`");
  }

  private List<GeneratedFile> classes(String... texts) {
    var sources = new ArrayList<SourceFile>();
    for (String text : texts) {
      sources.add(new SourceFile("file" + sources.size() + ".net", text));
    }
    CompileResult result = TulleCompiler.compileSources(sources, CompileOptions.DEFAULT);
    assertThat(result.diagnostics()).isEmpty();
    return GeneratedClasses.of(result, sink);
  }

  private String mistake() {
    assertThat(sink.sorted()).hasSize(1);
    Diagnostic only = sink.sorted().get(0);
    assertThat(only.related()).hasSize(1);
    assertThat(only.primary()).isNotNull();
    return only.code() + " line " + only.primary().line() + ": " + only.message();
  }
}
