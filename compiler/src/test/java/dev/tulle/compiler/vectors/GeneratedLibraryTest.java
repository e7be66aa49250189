package dev.tulle.compiler.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Generated code does what the interpreter does with everything in the standard library, serving
 * and training, on vector kernels and in a second run on scalar ones. {@link LibraryGradientTest}
 * holds the interpreter's derivatives against differences, and sees that no example is missing.
 */
@Tag("kernels")
class GeneratedLibraryTest {
  private static final int ROWS = 3;

  /** So many examples are one net: javac takes longer for a class than for a method. */
  private static final int TOGETHER = 12;

  private static @Nullable GeneratedNets nets;

  /** Examples, each a block of its own in a net with the others. */
  record Group(String name, List<LibraryExamples.Example> examples) {
    @Override
    public String toString() {
      return name + " " + examples.stream().map(LibraryExamples.Example::name).distinct().toList();
    }

    SourceFile file() {
      var text = new NetText(name).dim("kind", 4);
      text.port("input", "pick", List.of(ROWS)).port("input", "weigh", List.of(2, 4));
      text.classes("input", "label", "kind", List.of(2));
      var loss = new ArrayList<String>();
      for (int i = 0; i < examples.size(); i++) {
        LibraryExamples.Example example = examples.get(i);
        boolean labelled = example.expression().contains("label");
        text.block(block("Example" + i, example, labelled));
        text.line("let e%d = Example%d".formatted(i, i));
        text.line("output y%d = (pick, weigh%s) -> e%d".formatted(i, labelled ? ", label" : "", i));
        loss.add("y" + i);
      }
      return text.line("loss total = " + String.join(" + ", loss)).file();
    }

    private static String block(String name, LibraryExamples.Example example, boolean labelled) {
      String weights =
          switch (example.shape().toString()) {
            case "[]" -> "mean(weigh)";
            case "[2, 4]" -> "weigh";
            case "[8]" -> "flatten(weigh)";
            default ->
                "slice(weigh, axis = 1, start = 0, size = %d)".formatted(example.shape().get(1));
          };
      return """
          block %s {
            input pick: [3], weigh: [2, 4]%s
            param a: [3, 2, kind] = 0
            param b: [3, 2, kind] = 0
            let x[i, j] = sum[row](pick[row] * a[row, i, j])
            let t[i, j] = sum[row](pick[row] * b[row, i, j])
            %s
            output y = sum((%s) * %s) + 0.1 * sum(x^2) + 0.2 * sum(t^2)
          }
          """
          .formatted(
              name,
              labelled ? ", label: kind[2]" : "",
              example.before(),
              example.expression(),
              weights);
    }
  }

  static List<Group> groups() {
    List<LibraryExamples.Example> all =
        Stream.concat(
                LibraryExamples.byName().values().stream().flatMap(List::stream),
                LibraryExamples.STEPS.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(e -> new LibraryExamples.Example(e.getKey(), "", e.getValue(), List.of())))
            .toList();
    var groups = new ArrayList<Group>();
    for (int from = 0; from < all.size(); from += TOGETHER) {
      int to = Math.min(from + TOGETHER, all.size());
      groups.add(new Group("library" + groups.size(), all.subList(from, to)));
    }
    return groups;
  }

  @BeforeAll
  static void compile() {
    nets = new GeneratedNets(groups().stream().map(Group::file).toList());
  }

  @AfterAll
  static void forget() {
    nets = null;
  }

  @ParameterizedTest
  @MethodSource("groups")
  void agreesWithTheInterpreter(Group group) {
    var exact = new ReferenceMachine(Compiled.program(group.file()));
    Machine generated = Objects.requireNonNull(nets).machine(group.file(), ROWS + 1);
    Map<String, double[]> ports = new HashMap<>();
    var random = new SplittableRandom(5);
    ports.put("pick", LayerNet.identity(ROWS));
    ports.put("weigh", floats(random, ROWS * 8, 0.5, 2));
    ports.put("label", new double[] {0, 1, 2, 3, 3, 1});
    for (String path : exact.paths()) {
      double[] elements = floats(random, exact.get(path).length, -2, 2);
      exact.set(path, elements);
      generated.set(path, elements);
    }
    for (int i = 0; i < group.examples().size(); i++) {
      agree(
          group.examples().get(i) + " served",
          generated.predict("y" + i, ports, ROWS),
          exact.predict("y" + i, ports, ROWS));
    }
    Machine.Gradients wanted = exact.gradient(ports, ROWS);
    Machine.Gradients found = generated.gradient(ports, ROWS);
    agree("the loss", new double[] {found.loss("total")}, new double[] {wanted.loss("total")});
    assertThat(found.byPath().keySet()).isEqualTo(wanted.byPath().keySet());
    wanted
        .byPath()
        .forEach(
            (path, gradient) -> {
              int number = Integer.parseInt(path.replaceAll("^e(\\d+)\\..*", "$1"));
              agree(group.examples().get(number) + ": " + path, found.of(path), gradient);
            });
  }

  /** What a float can hold, so that both begin with the same. */
  private static double[] floats(SplittableRandom random, int count, double low, double high) {
    return random.doubles(count, low, high).map(d -> (float) d).toArray();
  }

  private static void agree(String what, double[] found, double[] wanted) {
    // Rounding grows with the largest number that was summed; examples have logits of 80.
    double scale = Math.max(1, Arrays.stream(wanted).map(Math::abs).max().orElse(0));
    assertThat(found).as(what).hasSameSizeAs(wanted);
    for (int i = 0; i < wanted.length; i++) {
      assertThat(Math.abs(found[i] - wanted[i]) <= 2e-4 * scale)
          .as("%s, element %d: %s in generated code, %s exactly", what, i, found[i], wanted[i])
          .isTrue();
    }
  }
}
