package dev.tulle.compiler.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Optimizers that no reference case covers, against their formulas. */
class LibraryOptimizersTest {
  private static final int ROWS = 3;
  private static final int COLUMNS = 5;

  private final SplittableRandom random = new SplittableRandom(2);

  private double[] numbers(int count) {
    return random.doubles(count, -1, 1).toArray();
  }

  private static Machine machine(String optimizer, List<Integer> shape) {
    return new ReferenceMachine(
        Compiled.program(
            new NetText("moves")
                .port("input", "x", List.of(1))
                .param("w", shape)
                .line("output y = x + sum(w)")
                .line("loss total = sum(y)")
                .optimizer(optimizer)
                .file()));
  }

  @Test
  void gradientDescentGoesDown() {
    Machine machine = machine("GradientDescent(lr = 0.5)", List.of(2));
    machine.set("w", new double[] {1, 2});
    machine.update(Map.of("w", new double[] {4, -6}), 1, 1);
    assertThat(machine.get("w")).containsExactly(-1, 5);
  }

  @Test
  void lambMovesByTheLengthOfTheWeights() {
    Machine machine = machine("Lamb(lr = 0.1, decay = 0.01)", List.of(ROWS, COLUMNS));
    double[] w = numbers(ROWS * COLUMNS);
    double[] m = new double[w.length];
    double[] v = new double[w.length];
    machine.set("w", w);
    for (int step = 1; step <= 4; step++) {
      double[] g = numbers(w.length);
      machine.update(Map.of("w", g), step, 4);
      double[] move = new double[w.length];
      for (int i = 0; i < w.length; i++) {
        m[i] = 0.9 * m[i] + 0.1 * g[i];
        v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
        double size = Math.sqrt(v[i] / (1 - Math.pow(0.999, step))) + 1e-6;
        move[i] = m[i] / (1 - Math.pow(0.9, step)) / size + 0.01 * w[i];
      }
      double trusted = length(w) / length(move);
      for (int i = 0; i < w.length; i++) {
        w[i] -= 0.1 * trusted * move[i];
      }
      Agreement.check("step " + step, machine.get("w"), w, 1e-12);
    }
  }

  @Test
  void lambMovesWeightsThatAreNothing() {
    Machine machine = machine("Lamb(lr = 0.1)", List.of(2));
    machine.set("w", new double[2]);
    machine.update(Map.of("w", new double[] {1, -1}), 1, 1);
    assertThat(machine.get("w")[0]).isCloseTo(-0.1, Offset.offset(1e-5));
    assertThat(machine.get("w")[1]).isCloseTo(0.1, Offset.offset(1e-5));
  }

  @Test
  void muonMovesSmallTensorsAsAdamW() {
    String rest = "lr = 0.1, beta1 = 0.9, beta2 = 0.95, decay = 0.02";
    Machine muon = machine("Muon(" + rest + ")", List.of(4));
    Machine adam = machine("AdamW(" + rest + ")", List.of(4));
    double[] w = numbers(4);
    muon.set("w", w);
    adam.set("w", w);
    for (int step = 1; step <= 3; step++) {
      double[] g = numbers(4);
      muon.update(Map.of("w", g), step, 3);
      adam.update(Map.of("w", g), step, 3);
      Agreement.check("step " + step, muon.get("w"), adam.get("w"), 1e-12);
    }
  }

  /** Whatever the gradient's singular values are, those of a step are about 1, times its scale. */
  @Test
  void muonTurnsAllDirectionsAlike() {
    for (List<Integer> shape : List.of(List.of(ROWS, COLUMNS), List.of(COLUMNS, ROWS))) {
      Machine machine = machine("Muon(lr = 1, decay = 0)", shape);
      double[] g = numbers(ROWS * COLUMNS);
      for (int i = 0; i < COLUMNS; i++) {
        // One direction far longer than the others.
        g[i] *= 30;
      }
      machine.set("w", new double[g.length]);
      machine.update(Map.of("w", g), 1, 1);
      double[] moved = machine.get("w");
      double[] gram = new double[ROWS * ROWS];
      boolean wide = shape.get(1) == COLUMNS;
      for (int i = 0; i < ROWS; i++) {
        for (int j = 0; j < ROWS; j++) {
          for (int k = 0; k < COLUMNS; k++) {
            gram[i * ROWS + j] +=
                wide
                    ? moved[i * COLUMNS + k] * moved[j * COLUMNS + k]
                    : moved[k * ROWS + i] * moved[k * ROWS + j];
          }
        }
      }
      double scale = 0.2 * Math.sqrt(COLUMNS);
      for (double value : Eigenvalues.ofSymmetric(gram, ROWS)) {
        assertThat(Math.sqrt(value) / scale).isBetween(0.6, 1.25);
      }
      double along = 0;
      for (int i = 0; i < g.length; i++) {
        along += g[i] * moved[i];
      }
      assertThat(along).as("downhill").isNegative();
    }
  }

  private static double length(double[] vector) {
    double sum = 0;
    for (double x : vector) {
      sum += x * x;
    }
    return Math.sqrt(sum);
  }
}
