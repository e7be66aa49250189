package dev.tulle.cli;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.runtime.TrainingNet;
import dev.tulle.training.NetFactory;
import dev.tulle.training.Training;
import dev.tulle.training.data.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Trains a small net by the rules of a recipe, on rows that are made here. */
final class Regime {
  private static final String TEXT =
      """
      tulle 1

      net Curve(width = 7) {
        input x: [3]
        target t: [2]
        let inner = x -> body: Dense(width) -> tanh
        output y = inner -> head: Dense(2)
        loss fit = mse(y, t)
      }

      data Points {
        from = csv("points.csv")
        x = columns("x*")
        t = columns("t*")
      }

      train Curve on Points {
      """;

  private final NetFactory factory;

  /** All nets that were made; the first only describes, each other trains. */
  final List<TrainingNet> nets = new ArrayList<>();

  private Regime(String text) {
    CompileResult result =
        TulleCompiler.compileSources(
            List.of(new SourceFile("curve.net", text)), CompileOptions.DEFAULT);
    if (result.failed()) {
      throw new AssertionError(result.diagnostics());
    }
    factory = new LoadedNet(result.programs().get(0)).factory();
  }

  static Regime of(String rules) {
    return new Regime(text(rules));
  }

  /** The same with another net in place of the usual one. */
  static Regime of(String rules, String replaced, String replacement) {
    return new Regime(text(rules).replace(replaced, replacement));
  }

  static String text(String rules) {
    return TEXT + rules.indent(2) + "}\n";
  }

  /** A training on so many rows. */
  Training training(int rows) {
    return Training.of(
            (capacity, threads) -> {
              TrainingNet net = factory.create(capacity, threads);
              nets.add(net);
              return net;
            })
        .data(rows(rows))
        .threads(1);
  }

  /** The net that trained last. */
  TrainingNet net() {
    return nets.get(nets.size() - 1);
  }

  static Rows rows(int count) {
    var random = new SplittableRandom(3);
    double[][] x = new double[count][3];
    double[][] t = new double[count][2];
    for (int row = 0; row < count; row++) {
      for (int i = 0; i < 3; i++) {
        x[row][i] = random.nextDouble(-1, 1);
      }
      t[row][0] = Math.sin(2 * x[row][0]) + x[row][1] * x[row][2];
      t[row][1] = x[row][0] - x[row][1] + random.nextDouble(-0.1, 0.1);
    }
    return new Rows().with("x", x).with("t", t);
  }
}
