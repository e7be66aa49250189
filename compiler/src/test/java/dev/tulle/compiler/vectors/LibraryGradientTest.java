package dev.tulle.compiler.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.sema.Library;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.SyntaxReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The derivatives of everything in the standard library that has any. */
class LibraryGradientTest {
  private static final int ROWS = 3;

  static Stream<LibraryExamples.Example> examples() {
    return LibraryExamples.byName().values().stream().flatMap(List::stream);
  }

  static Set<Map.Entry<String, String>> steps() {
    return LibraryExamples.STEPS.entrySet();
  }

  /** The blocks and functions of the library's text. */
  private static List<Declaration.Definition> definitions() {
    return Library.MODULES.stream()
        .flatMap(
            m -> SyntaxReader.read(Library.source(m), new DiagnosticSink()).declarations().stream())
        .filter(Declaration.Definition.class::isInstance)
        .map(Declaration.Definition.class::cast)
        .filter(LibraryGradientTest::isDifferentiable)
        .toList();
  }

  @Test
  void everyBlockAndFunctionHasAnExample() {
    Set<String> known = new TreeSet<>(LibraryExamples.byName().keySet());
    known.addAll(LibraryExamples.STEPS.keySet());
    known.addAll(LibraryExamples.OF_BATCHES);
    assertThat(known)
        .containsExactlyInAnyOrderElementsOf(
            definitions().stream().map(d -> d.name().text()).toList());
    assertThat(examples())
        .allMatch(e -> (e.before() + " " + e.expression()).matches(".*\\b" + e.name() + "\\b.*"));
  }

  /**
   * So that no branch of a text that an argument opens is without a derivative that is tested. What
   * weights begin with has no derivative, and to a padding positions are given by the library.
   */
  @Test
  void everyArgumentIsGivenInAnExample() {
    var missing = new TreeSet<String>();
    for (Declaration.Definition definition : definitions()) {
      String name = definition.name().text();
      List<String> parameters = definition.parameters().stream().map(p -> p.name().text()).toList();
      boolean function = definition.kind() == Declaration.Definition.Kind.FUN;
      var left = new TreeSet<>(parameters);
      left.remove("init");
      examples()
          .map(e -> e.before() + " " + e.expression())
          .forEach(e -> left.removeAll(LibraryCalls.given(e, name, parameters, function)));
      boolean padding = parameters.equals(List.of("position", "size"));
      if (LibraryExamples.byName().containsKey(name) && !padding) {
        left.forEach(p -> missing.add(name + "(" + p + ")"));
      }
    }
    assertThat(missing).isEmpty();
  }

  private static boolean isDifferentiable(Declaration.Definition definition) {
    return definition.kind() == Declaration.Definition.Kind.BLOCK
        || definition.kind() == Declaration.Definition.Kind.FUN;
  }

  private static NetText text(String expression, List<Integer> shape) {
    return text("", expression, shape);
  }

  private static NetText text(String before, String expression, List<Integer> shape) {
    var text = new NetText("examples").dim("kind", 4);
    text.port("input", "pick", List.of(ROWS)).port("target", "weigh", List.of(2, 4));
    text.classes("label", "kind", List.of(2));
    text.line("param a: [3, 2, kind] = 0").line("param b: [3, 2, kind] = 0");
    text.line("let x[i, j] = sum[row](pick[row] * a[row, i, j])");
    text.line("let t[i, j] = sum[row](pick[row] * b[row, i, j])");
    text.line("output served = x + t").line(before);
    // Weights tell the elements apart; those of a smaller value are cut out of the target.
    String weighted =
        switch (shape.toString()) {
          case "[]" -> "";
          case "[2, 4]" -> " * weigh";
          case "[8]" -> " * flatten(weigh)";
          default -> " * slice(weigh, axis = 1, start = 0, size = %d)".formatted(shape.get(1));
        };
    return text.line("loss total = sum((%s)%s)".formatted(expression, weighted));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void agreesWithCentralDifferences(LibraryExamples.Example example) {
    String text = example.expression();
    NetText net = text(example.before(), text, example.shape());
    // What is not in the loss has a gradient of its own, so that the recipe takes it.
    net.line("loss rest = 0.5 * sum(a^2) + 0.25 * sum(b^2)");
    Program program = Compiled.program(net.file());
    var machine = new ReferenceMachine(program);
    var random = new SplittableRandom(5);
    for (Program.Stored parameter : program.parameters()) {
      int count = (int) parameter.shape().count().value();
      machine.set(parameter.path(), random.doubles(count, -2, 2).toArray());
    }
    Map<String, double[]> ports = new HashMap<>();
    ports.put("pick", LayerNet.identity(ROWS));
    ports.put("weigh", random.doubles(ROWS * 8, 0.5, 2).toArray());
    ports.put("label", new double[] {0, 1, 2, 3, 3, 1});
    Map<String, double[]> gradients = machine.gradient(ports, ROWS).byPath();
    assertThat(gradients.keySet())
        .containsAll(program.parameters().stream().map(Program.Stored::path).toList());
    gradients.forEach((path, gradient) -> compare(machine, ports, path, gradient));
  }

  private static void compare(
      Machine machine, Map<String, double[]> ports, String path, double[] gradient) {
    double h = 1e-5;
    double[] at = machine.get(path).clone();
    for (int i = 0; i < at.length; i++) {
      double[] moved = at.clone();
      moved[i] = at[i] + h;
      machine.set(path, moved);
      double above = loss(machine, ports);
      moved[i] = at[i] - h;
      machine.set(path, moved);
      double difference = (above - loss(machine, ports)) / (2 * h);
      assertThat(Math.abs(gradient[i] - difference) <= 1e-6 * (1 + Math.abs(difference)))
          .as("%s, element %d: derivative %s, difference %s", path, i, gradient[i], difference)
          .isTrue();
    }
    machine.set(path, at);
  }

  private static double loss(Machine machine, Map<String, double[]> ports) {
    return machine.gradient(ports, ROWS).losses().values().stream()
        .mapToDouble(Double::doubleValue)
        .sum();
  }

  @ParameterizedTest
  @MethodSource("steps")
  void stepsPassNoGradient(Map.Entry<String, String> step) {
    CompileResult result = Compiled.result(text(step.getValue(), List.of()).file());
    assertThat(result.diagnostics())
        .filteredOn(d -> d.severity() == Diagnostic.Severity.ERROR)
        .isNotEmpty()
        .allMatch(d -> d.code() == Code.G501);
  }
}
