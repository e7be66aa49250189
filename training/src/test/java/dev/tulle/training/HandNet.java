package dev.tulle.training;

import dev.tulle.runtime.Layout;
import dev.tulle.runtime.Model;
import dev.tulle.runtime.Port;
import dev.tulle.runtime.Threads;
import dev.tulle.runtime.TrainingNet;
import dev.tulle.runtime.Weights;
import dev.tulle.runtime.recipe.DataSource;
import dev.tulle.runtime.recipe.Recipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * An affine map of `x` [n] to `y` [k], trained by plain gradient descent, written by hand: squared
 * error against the target `t` [k], or cross entropy of softmax against the class `t`.
 */
class HandNet extends TrainingNet {
  /** What differs from net to net. */
  record Spec(
      int inputs, int outputs, boolean classifier, double rate, Recipe recipe, DataSource data) {}

  /**
   * Each call of {@link #gradient} and {@link #update}, in order, as `rows` or `step/total/epoch`.
   */
  final List<String> calls = new ArrayList<>();

  /** The seed of each call of {@link #initialize} and {@link #gradient}. */
  final List<Long> seeds = new ArrayList<>();

  private final Spec spec;
  private final int targetOffset;
  private final int answerOffset;

  HandNet(Spec spec, int capacity, Threads threads) {
    super(
        capacity,
        threads,
        layout(spec).length(),
        16,
        (long) capacity * (spec.inputs() + 2 * spec.outputs()),
        1,
        4);
    this.spec = spec;
    targetOffset = capacity * spec.inputs();
    answerOffset = targetOffset + capacity * spec.outputs();
  }

  private static Layout layout(Spec spec) {
    int n = spec.inputs();
    int k = spec.outputs();
    int bias = (n * k + 15) / 16 * 16;
    return new Layout(
        List.of(
            new Layout.Entry("w", List.of(n, k), 0, true),
            new Layout.Entry("b", List.of(k), bias, true)),
        bias + (k + 15) / 16 * 16 + Layout.SLACK);
  }

  @Override
  public String name() {
    return "Hand";
  }

  @Override
  public int edition() {
    return 1;
  }

  @Override
  public List<Port> inputs() {
    return List.of(new Port("x", List.of(spec.inputs()), false, "", 0));
  }

  @Override
  public List<Port> targets() {
    return List.of(
        spec.classifier()
            ? new Port("t", List.of(), true, "kind", spec.outputs())
            : new Port("t", List.of(spec.outputs()), false, "", 0));
  }

  @Override
  public Layout layout() {
    return layout(spec);
  }

  @Override
  public Layout slotLayout() {
    return new Layout(List.of(), 16);
  }

  @Override
  public List<String> losses() {
    return List.of("fit");
  }

  @Override
  public int evaluatedLosses() {
    return 1;
  }

  @Override
  public List<String> metrics() {
    return spec.classifier() ? List.of("accuracy") : List.of("r2");
  }

  @Override
  public boolean higherIsBetter(int index) {
    return true;
  }

  @Override
  public Recipe recipe() {
    return spec.recipe();
  }

  @Override
  public DataSource data() {
    return spec.data();
  }

  @Override
  public int offset(String port) {
    return port.equals("x") ? 0 : targetOffset;
  }

  @Override
  public void initialize(long seed) {
    seeds.add(seed);
    Arrays.fill(weights, 0);
    weights[0] = seed * 1e-3f;
  }

  @Override
  public void gradient(int rows, long seed, long step) {
    calls.add(Integer.toString(rows));
    seeds.add(seed);
    forward(weights, workspace, 0, workspace, answerOffset, rows);
    int k = spec.outputs();
    int bias = layout().entry("b").offset();
    double loss = 0;
    for (int row = 0; row < rows; row++) {
      loss += loss(row);
    }
    lossValues[0] = loss / rows;
    // A piece for each output: each gradient is summed wholly by one piece.
    threads.run(
        (kernel, u, pieces) -> {
          float biasGradient = 0;
          for (int i = 0; i < spec.inputs(); i++) {
            float gradient = 0;
            for (int row = 0; row < rows; row++) {
              gradient += workspace[row * spec.inputs() + i] * slope(row, u) / rows;
            }
            gradients[i * k + u] = gradient;
          }
          for (int row = 0; row < rows; row++) {
            biasGradient += slope(row, u) / rows;
          }
          gradients[bias + u] = biasGradient;
        },
        0,
        k);
  }

  private float slope(int row, int output) {
    float answer = workspace[answerOffset + row * spec.outputs() + output];
    if (spec.classifier()) {
      return answer - (workspace[targetOffset + row] == output ? 1 : 0);
    }
    return 2 * (answer - workspace[targetOffset + row * spec.outputs() + output]) / spec.outputs();
  }

  private double loss(int row) {
    int k = spec.outputs();
    if (spec.classifier()) {
      return -Math.log(workspace[answerOffset + row * k + (int) workspace[targetOffset + row]]);
    }
    double sum = 0;
    for (int u = 0; u < k; u++) {
      double distance =
          workspace[answerOffset + row * k + u] - workspace[targetOffset + row * k + u];
      sum += distance * distance / k;
    }
    return sum;
  }

  @Override
  public void update(long step, long totalSteps, long epochSteps) {
    calls.add(step + "/" + totalSteps + "/" + epochSteps);
    for (int i = 0; i < weights.length; i++) {
      weights[i] -= (float) (spec.rate() * gradients[i]);
    }
  }

  @Override
  public void evaluate(int rows) {
    forward(weights, workspace, 0, workspace, answerOffset, rows);
    Arrays.fill(sums, 0);
    int k = spec.outputs();
    for (int row = 0; row < rows; row++) {
      sums[0] += loss(row);
      double target = workspace[targetOffset + row];
      if (spec.classifier()) {
        int best = 0;
        for (int u = 1; u < k; u++) {
          int at = answerOffset + row * k;
          best = workspace[at + u] > workspace[at + best] ? u : best;
        }
        sums[1] += best == (int) target ? 1 : 0;
      } else {
        sums[2] += target;
        sums[3] += target * target;
      }
    }
  }

  @Override
  public double[] meanLosses(double[] sums, long rows) {
    return new double[] {sums[0] / rows};
  }

  @Override
  public double[] metricValues(double[] sums, long rows) {
    if (spec.classifier()) {
      return new double[] {sums[1] / rows};
    }
    double mean = sums[2] / rows;
    return new double[] {1 - sums[0] / rows / (sums[3] / rows - mean * mean)};
  }

  private void forward(float[] from, float[] x, int xOffset, float[] y, int yOffset, int rows) {
    int n = spec.inputs();
    int k = spec.outputs();
    int bias = layout().entry("b").offset();
    for (int row = 0; row < rows; row++) {
      double total = 0;
      for (int u = 0; u < k; u++) {
        float sum = from[bias + u];
        for (int i = 0; i < n; i++) {
          sum += x[xOffset + row * n + i] * from[i * k + u];
        }
        y[yOffset + row * k + u] = spec.classifier() ? (float) Math.exp(sum) : sum;
        total += Math.exp(sum);
      }
      for (int u = 0; u < k && spec.classifier(); u++) {
        y[yOffset + row * k + u] /= (float) total;
      }
    }
  }

  @Override
  public Model model(Map<String, String> metadata) {
    return model(new Weights(layout(), weights, metadata));
  }

  Model model(Weights weights) {
    return new Model() {
      @Override
      public String name() {
        return "Hand";
      }

      @Override
      public List<Port> inputs() {
        return HandNet.this.inputs();
      }

      @Override
      public List<Port> outputs() {
        return List.of(
            new Port(
                "y",
                List.of(spec.outputs()),
                false,
                spec.classifier() ? "kind" : "",
                spec.classifier() ? spec.outputs() : 0));
      }

      @Override
      public Weights weights() {
        return weights;
      }

      @Override
      public void predict(float[][] inputs, int rows, float[][] outputs) {
        forward(weights.array(), inputs[0], 0, outputs[0], 0, rows);
      }
    };
  }
}
