package dev.tulle.compiler.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.sema.Library;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.SyntaxReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every loss at predictions of 0 and of plus and minus a thousand, and losses with weights by hand.
 */
@Tag("kernels")
class LossRangesTest {
  private static final int CLASSES = 4;

  /** Rows of predictions: alike, apart, one far above the others, all far below 0. */
  private static final double[] LARGE = {
    1000, 1000, 1000, 1000, 1000, -1000, 0, 1000, -1000, 1000, -1000, -1000, -1000, -1000, -1000,
    -1000
  };

  private static final double[] LABELS = {0, 1, 2, 3};
  private static final double[] CHANCES = {
    1, 0, 0, 0, 0.25, 0.25, 0.5, 0, 0, 0, 1, 0, 0.1, 0.2, 0.3, 0.4
  };
  private static final double[] SIGNS = {1, -1, 1, -1, -1, 1, 1, -1, 1, -1, 1, 1, -1, 1, -1, 1};

  private static @Nullable GeneratedNets nets;

  /** Uses of losses on the logits {@code p}. */
  static Map<String, String> losses() {
    var losses = new TreeMap<String, String>();
    for (String name :
        List.of("mse", "mae", "huber", "poisson_nll", "hinge", "log_cosh", "cosine_similarity")) {
      losses.put(name, name + "(p, signs)");
    }
    losses.put("cross_entropy", "cross_entropy(p, label)");
    losses.put("cross_entropy smoothed", "cross_entropy(p, label, smooth = 0.1)");
    losses.put(
        "weighted_cross_entropy",
        "cross_entropy(p, label, smooth = 0.1, weights = [1, 2, 3, 0.5], mask = 1 - pick[0])");
    losses.put("nll", "nll(log_softmax(p), label)");
    losses.put("soft_cross_entropy", "soft_cross_entropy(p, chances)");
    losses.put("kl_divergence", "kl_divergence(p, chances)");
    losses.put("binary_cross_entropy", "binary_cross_entropy(sigmoid(p), chances)");
    losses.put(
        "binary_cross_entropy of logits", "binary_cross_entropy(p, chances, from_logits = true)");
    return losses;
  }

  static List<String> names() {
    return new ArrayList<>(losses().keySet());
  }

  private static SourceFile file(String name) {
    var text = new NetText("range_" + name).dim("kind", CLASSES);
    text.port("input", "pick", List.of(4));
    String loss = Objects.requireNonNull(losses().get(name));
    for (String target : List.of("chances", "signs")) {
      if (loss.contains(target)) {
        text.port("target", target, List.of(CLASSES));
      }
    }
    if (loss.contains("label")) {
      text.classes("label", "kind", List.of());
    }
    text.line("param prediction: [4, kind] = 0");
    text.line("let p[k] = sum[row](pick[row] * prediction[row, k])");
    text.line("output y = p").line("loss total = " + loss);
    return text.file();
  }

  @BeforeAll
  static void compile() {
    nets = new GeneratedNets(names().stream().map(LossRangesTest::file).toList());
  }

  @AfterAll
  static void forget() {
    nets = null;
  }

  @Test
  void everyLossOfTheLibraryIsHere() {
    var declared = new TreeSet<String>();
    for (Declaration declaration :
        SyntaxReader.read(Library.source("losses"), new DiagnosticSink()).declarations()) {
      declared.add(declaration.name().text());
    }
    var here = new TreeSet<String>();
    names().forEach(name -> here.add(name.replaceAll(" .*", "")));
    assertThat(here).isEqualTo(declared);
  }

  @ParameterizedTest
  @MethodSource("names")
  void isFinite(String name) {
    check(name, LARGE);
  }

  /** What a net with weights of 0 predicts. */
  @ParameterizedTest
  @MethodSource("names")
  void isFiniteAtZero(String name) {
    check(name, new double[LARGE.length]);
  }

  private static void check(String name, double[] prediction) {
    Machine exact = new ReferenceMachine(Compiled.program(file(name)));
    Machine generated = Objects.requireNonNull(nets).machine(file(name), 4);
    Machine.Gradients wanted = gradient(exact, name, prediction);
    Machine.Gradients got = gradient(generated, name, prediction);
    assertThat(wanted.loss("total")).isFinite();
    for (double g : got.of("prediction")) {
      assertThat(g).isFinite();
    }
    assertThat(got.loss("total")).isFinite();
    // What a probability is kept away from 1 by, 1e-7, is 1.2e-7 among floats.
    double tolerance = name.equals("binary_cross_entropy") ? 1e-2 : 1e-4;
    Agreement.check(
        "the loss",
        new double[] {got.loss("total")},
        new double[] {wanted.loss("total")},
        tolerance);
  }

  private static Machine.Gradients gradient(Machine machine, String name, double[] prediction) {
    String loss = Objects.requireNonNull(losses().get(name));
    var ports = new TreeMap<String, double[]>(Map.of("pick", LayerNet.identity(4)));
    Map.of("label", LABELS, "chances", CHANCES, "signs", SIGNS)
        .forEach(
            (target, values) -> {
              if (loss.contains(target)) {
                ports.put(target, values);
              }
            });
    machine.set("prediction", prediction);
    return machine.gradient(ports, 4);
  }

  /** By PyTorch's formula: smoothed parts weigh as their own class does. */
  @Test
  void weightsAndMasksByHand() {
    double[] prediction = new double[16];
    for (int i = 0; i < 16; i++) {
      prediction[i] = Math.sin(3 * i);
    }
    double[] weights = {1, 2, 3, 0.5};
    double sum = 0;
    double total = 0;
    // The mask of the first row is 0.
    for (int row = 1; row < 4; row++) {
      double norm = 0;
      for (int k = 0; k < 4; k++) {
        norm += Math.exp(prediction[4 * row + k]);
      }
      double spread = 0;
      for (int k = 0; k < 4; k++) {
        spread += weights[k] * (Math.log(norm) - prediction[4 * row + k]) / 4;
      }
      double own = weights[row] * (Math.log(norm) - prediction[5 * row]);
      sum += 0.9 * own + 0.1 * spread;
      total += weights[row];
    }
    String name = "weighted_cross_entropy";
    Machine exact = new ReferenceMachine(Compiled.program(file(name)));
    assertThat(gradient(exact, name, prediction).loss("total"))
        .isCloseTo(sum / total, within(1e-12));
    Machine generated = Objects.requireNonNull(nets).machine(file(name), 4);
    assertThat(gradient(generated, name, prediction).loss("total"))
        .isCloseTo(sum / total, within(1e-5));
    assertThat(Arrays.copyOf(gradient(generated, name, prediction).of("prediction"), 4))
        .containsOnly(0);
  }
}
