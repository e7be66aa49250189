package dev.tulle.compiler.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the rules of a recipe make of an update, held against the same by hand in double: by the
 * interpreter, and by generated code on vector kernels and, in a second run, on scalar ones.
 */
@Tag("kernels")
class UpdateRulesTest {
  private static final int UPDATES = 12;

  /** Whole vectors and a rest; and less than one. */
  private static final Map<String, Integer> SIZES = Map.of("w", 37, "v", 5);

  private static @Nullable GeneratedNets nets;

  /** Weights, gradients and memories of one parameter by hand. */
  private static final class Hand {
    final double[] weights;
    final double[] first;
    final double[] second;
    final List<double[]> history = new ArrayList<>();
    double[] gradient = new double[0];

    Hand(double[] weights) {
      this.weights = weights;
      this.first = new double[weights.length];
      this.second = new double[weights.length];
    }

    /** Momentum as {@code Sgd} has it. */
    void sgd(double rate, double momentum, double decay) {
      for (int i = 0; i < weights.length; i++) {
        first[i] = momentum * first[i] + gradient[i] + decay * weights[i];
        weights[i] -= rate * first[i];
      }
    }

    /** Step {@code t} of Adam. */
    void adam(double rate, double beta1, double beta2, int t) {
      for (int i = 0; i < weights.length; i++) {
        first[i] = beta1 * first[i] + (1 - beta1) * gradient[i];
        second[i] = beta2 * second[i] + (1 - beta2) * gradient[i] * gradient[i];
        weights[i] -=
            rate
                * (first[i] / (1 - Math.pow(beta1, t)))
                / (Math.sqrt(second[i] / (1 - Math.pow(beta2, t))) + 1e-8);
      }
    }

    /** The mean of all weights so far, each counting {@code memory} times the one after it. */
    double[] average(double memory) {
      double[] sum = new double[weights.length];
      double total = 0;
      for (int t = 0; t < history.size(); t++) {
        double counts = Math.pow(memory, history.size() - 1 - t);
        total += counts;
        for (int i = 0; i < sum.length; i++) {
          sum[i] += counts * history.get(t)[i];
        }
      }
      for (int i = 0; i < sum.length; i++) {
        sum[i] /= total;
      }
      return sum;
    }
  }

  /** An update by hand. */
  @FunctionalInterface
  private interface Step {
    void run(Map<String, Hand> hands, int step);
  }

  /**
   * A recipe, what it does by hand, and the averages that it keeps.
   *
   * @param memory of the averages; negative without any
   */
  private record Rule(String name, String optimizer, List<String> rules, double memory, Step step) {
    Rule(String name, String optimizer, List<String> rules, Step step) {
      this(name, optimizer, rules, -1, step);
    }

    SourceFile file() {
      NetText text = new NetText(name).port("input", "x", List.of(1));
      SIZES.keySet().stream().sorted().forEach(p -> text.param(p, List.of(SIZES.get(p))));
      text.line("output y = x + sum(w) + sum(v)").line("loss total = sum(y)");
      rules.forEach(text::rule);
      return text.optimizer(optimizer).file();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static double norm(Map<String, Hand> hands) {
    double squares = 0;
    for (Hand hand : hands.values()) {
      for (double g : hand.gradient) {
        squares += g * g;
      }
    }
    return Math.sqrt(squares);
  }

  private static Hand of(Map<String, Hand> hands, String name) {
    return Objects.requireNonNull(hands.get(name));
  }

  private static void scale(Hand hand, double factor) {
    for (int i = 0; i < hand.gradient.length; i++) {
      hand.gradient[i] *= factor;
    }
  }

  /** From one value to another over all updates, the first of which has the one. */
  private static double linear(double from, double to, int step) {
    return from + (to - from) * (step - 1) / UPDATES;
  }

  static List<Rule> rules() {
    return List.of(
        new Rule(
            "ema",
            "Sgd(lr = 0.1, momentum = 0.9)",
            List.of("average = Ema(memory = 0.8)"),
            0.8,
            (hands, step) -> hands.values().forEach(h -> h.sgd(0.1, 0.9, 0))),
        new Rule(
            "ema_with_a_long_memory",
            "Adam(lr = 0.01)",
            List.of("average = Ema"),
            0.999,
            (hands, step) -> hands.values().forEach(h -> h.adam(0.01, 0.9, 0.999, step))),
        new Rule(
            "clip_norm",
            "Sgd(lr = 0.1)",
            List.of("clip = norm(1.5)"),
            (hands, step) -> {
              double norm = norm(hands);
              hands.values().forEach(h -> scale(h, Math.min(1, 1.5 / (norm + 1e-6))));
              hands.values().forEach(h -> h.sgd(0.1, 0, 0));
            }),
        new Rule(
            "clip_value",
            "Sgd(lr = 0.1)",
            List.of("clip = value(0.3)", "average = Ema(memory = 0.5)"),
            0.5,
            (hands, step) ->
                hands
                    .values()
                    .forEach(
                        h -> {
                          for (int i = 0; i < h.gradient.length; i++) {
                            h.gradient[i] = Math.max(-0.3, Math.min(0.3, h.gradient[i]));
                          }
                          h.sgd(0.1, 0, 0);
                        })),
        new Rule(
            "group_with_another_rate",
            "Adam(lr = 0.01)",
            List.of("group \"v\" { lr = 0.05 beta1 = 0.5 }"),
            (hands, step) -> {
              of(hands, "w").adam(0.01, 0.9, 0.999, step);
              of(hands, "v").adam(0.05, 0.5, 0.999, step);
            }),
        new Rule(
            "group_with_a_schedule",
            "Sgd(lr = 0.1)",
            List.of("group \"v\" { lr = linear(0.2, 0) }"),
            (hands, step) -> {
              of(hands, "w").sgd(0.1, 0, 0);
              of(hands, "v").sgd(linear(0.2, 0, step), 0, 0);
            }),
        new Rule(
            "groups_that_overlap",
            "Sgd(lr = 0.1, momentum = 0.5)",
            List.of(
                "group \"*\" { lr = 0.2 momentum = 0.7 }",
                "group \"v\" { lr = 0.3 }",
                "group \"w\" { lr = 0.4 }",
                "group \"*\" { decay = 0.01 }"),
            (hands, step) -> {
              of(hands, "w").sgd(0.4, 0.7, 0.01);
              of(hands, "v").sgd(0.3, 0.7, 0.01);
            }),
        new Rule(
            "freeze",
            "Sgd(lr = 0.1)",
            List.of("freeze \"v\"", "average = Ema(memory = 0.9)"),
            0.9,
            (hands, step) -> of(hands, "w").sgd(0.1, 0, 0)),
        new Rule(
            "schedule_of_momentum",
            "Sgd(lr = 0.1, momentum = linear(0.5, 0.95))",
            List.of(),
            (hands, step) -> hands.values().forEach(h -> h.sgd(0.1, linear(0.5, 0.95, step), 0))),
        new Rule(
            "schedule_of_beta2",
            "Adam(lr = 0.02, beta2 = linear(0.9, 0.99))",
            List.of(),
            (hands, step) ->
                hands.values().forEach(h -> h.adam(0.02, 0.9, linear(0.9, 0.99, step), step))),
        new Rule(
            "schedule_of_decay",
            "Sgd(lr = 0.1, decay = linear(0, 0.2, steps = 4) -> cosine(to = 0))",
            List.of(),
            (hands, step) -> {
              double decay =
                  step <= 4
                      ? 0.05 * (step - 1)
                      : 0.1 * (1 + Math.cos(Math.PI * (step - 5) / (UPDATES - 4)));
              hands.values().forEach(h -> h.sgd(0.1, 0, decay));
            }),
        new Rule(
            "plateau_after_a_warm_up",
            "Sgd(lr = linear(0, 0.4, steps = 3) -> plateau(train.total, factor = 0.5, least = 0.06))",
            List.of(),
            (hands, step) -> {
              double rate =
                  step <= 3
                      ? 0.4 * (step - 1) / 3
                      : Math.max(0.06, 0.4 * Math.pow(0.5, stalls(step)));
              hands.values().forEach(h -> h.sgd(rate, 0, 0));
            }));
  }

  /** How often the measure stalled before an update: what a training loop would have counted. */
  private static long stalls(int step) {
    return step / 3;
  }

  @BeforeAll
  static void compile() {
    nets = new GeneratedNets(rules().stream().map(Rule::file).toList());
  }

  @AfterAll
  static void forget() {
    nets = null;
  }

  @ParameterizedTest
  @MethodSource("rules")
  void interpreted(Rule rule) {
    check(new ReferenceMachine(Compiled.program(rule.file())), rule, 1e-12);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void generated(Rule rule) {
    check(Objects.requireNonNull(nets).machine(rule.file(), 1), rule, Agreement.FLOAT);
  }

  private static void check(Machine machine, Rule rule, double tolerance) {
    var random = new SplittableRandom(7);
    var hands = new TreeMap<String, Hand>();
    SIZES.forEach((name, size) -> hands.put(name, new Hand(new double[size])));
    boolean frozen = rule.rules().toString().contains("freeze");
    for (Map.Entry<String, Hand> entry : hands.entrySet()) {
      Hand hand = entry.getValue();
      for (int i = 0; i < hand.weights.length; i++) {
        hand.weights[i] = (float) random.nextDouble(-1, 1);
      }
      machine.set(entry.getKey(), hand.weights);
    }
    double[] begin = of(hands, "v").weights.clone();
    for (int step = 1; step <= UPDATES; step++) {
      var gradients = new TreeMap<String, double[]>();
      for (Map.Entry<String, Hand> entry : hands.entrySet()) {
        Hand hand = entry.getValue();
        hand.gradient = random.doubles(hand.weights.length, -1, 1).map(g -> (float) g).toArray();
        if (!frozen || !entry.getKey().equals("v")) {
          gradients.put(entry.getKey(), hand.gradient.clone());
        }
      }
      if (rule.name().startsWith("plateau")) {
        machine.stalls(stalls(step));
      }
      machine.update(gradients, step, UPDATES);
      rule.step().run(hands, step);
      for (Map.Entry<String, Hand> entry : hands.entrySet()) {
        Hand hand = entry.getValue();
        String name = entry.getKey();
        hand.history.add(hand.weights.clone());
        Agreement.check(name + " after " + step, machine.get(name), hand.weights, tolerance);
        if (rule.memory() >= 0 && gradients.containsKey(name)) {
          Agreement.check(
              "the average of " + name + " after " + step,
              machine.memory("Ema.average:" + name),
              hand.average(rule.memory()),
              tolerance);
        }
      }
    }
    if (frozen) {
      assertThat(machine.get("v")).containsExactly(begin);
    }
  }
}
