package dev.tulle.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.InMemoryCompiler;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.plan.ProgramPlan;
import dev.tulle.compiler.plan.ProgramPlanner;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.runtime.Port;
import dev.tulle.runtime.Threads;
import dev.tulle.runtime.TrainingNet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a step computes again has the bits that it had: losses, gradients, states and weights are
 * those of the net that keeps everything, in less memory.
 */
@Tag("vectors")
class RecomputeTest {
  private static final int ROWS = 6;

  /** Nets, the layers that they compute again, and the floats that a workspace has at most. */
  enum Net {
    NORMS_OF_ROWS(
        """
        block Layer = Residual(LayerNorm -> Dense(64) -> gelu -> Dense(16) -> Dropout(0.2))
        net Net {
          input  x: [16]
          target y: [16]
          output z = x -> Layer * 12
          loss fit = mse(z, y)
        }
        """,
        "\"layer*\"",
        2_720),
    NORMS_OF_BATCHES(
        """
        block Basic(c) {
          input x
          let main = x -> Conv(c, 3, bias = false) -> BatchNorm -> relu -> Conv(c, 3, bias = false) -> BatchNorm
          output y = relu(main + x)
        }
        net Net {
          input  x: [8, 8, 1]
          target y: [4]
          output z = x -> Conv(4, 3) -> BatchNorm -> relu -> Basic(4) * 12 -> global_avg_pool
          loss fit = mse(z, y)
        }
        """,
        "[\"basic*\"]",
        // Of them 3,840 for the filters' gradients, whose parts keep two neighbours each.
        41_344),
    ATTENTION(
        """
        net Net {
          input  x: [12, 8]
          target y: [12, 8]
          output z = x -> Positions
            -> (Residual(LayerNorm -> MultiHeadAttention(2, causal = true, drop = 0.1)) -> Residual(LayerNorm -> Dense(32) -> gelu -> Dense(8))) * 6
          loss fit = mse(z, y)
        }
        """,
        "\"residual*\"",
        48_608),
    WITHIN_A_LAYER(
        """
        block Inner = Dense(32) -> tanh -> Dense(8) -> sigmoid
        block Outer = Inner -> Dense(8) -> Inner
        net Net {
          input  x: [8]
          target y: [8]
          output z = x -> Outer * 4
          loss fit = mse(z, y)
        }
        """,
        "[\"**.inner*\", \"outer2\"]",
        1_568),
    LOOPS(
        """
        block Layer = Dense(8) -> Lstm(8) -> LayerNorm -> tanh
        net Net {
          input  x: [5, 8]
          target y: [5, 8]
          output z = x -> Layer * 4
          loss fit = mse(z, y)
        }
        """,
        "\"layer*\"",
        14_880);

    private final String text;
    private final String pattern;
    private final int most;

    Net(String text, String pattern, int most) {
      this.text = text;
      this.pattern = pattern;
      this.most = most;
    }
  }

  private static Program program(String net, String rule) {
    String text =
        "tulle 1\nmodule again\n"
            + net
            + """
            data Rows {
              from = csv("rows.csv")
              x    = columns("x*")
              y    = columns("y*")
            }
            train Net on Rows {
              batch     = 6
              optimizer = Adam(lr = 0.01)
            """
            + rule
            + "\n}\n";
    CompileResult result =
        TulleCompiler.compileSources(
            List.of(new SourceFile("net.net", text)), CompileOptions.DEFAULT);
    assertThat(result.diagnostics()).isEmpty();
    return result.programs().get(0);
  }

  @ParameterizedTest
  @EnumSource
  void hasTheBitsOfANetThatKeepsEverything(Net net) throws Exception {
    TrainingNet keeps = trained(program(net.text, ""));
    TrainingNet again = trained(program(net.text, "recompute = " + net.pattern));
    assertThat(again.lossValues).isEqualTo(keeps.lossValues);
    assertThat(again.gradients).isEqualTo(keeps.gradients);
    assertThat(again.weights).isEqualTo(keeps.weights);
    assertThat(again.workspace.length).isLessThan(keeps.workspace.length);
    assertThat(again.workspace.length - ProgramPlan.LEAD).isLessThanOrEqualTo(net.most);
  }

  /**
   * Of a norm and a gelu backward reads what they are made of; their results, the factors of two
   * products, need no place from forward to backward. With them a row took 816 floats.
   */
  @Test
  void keepsNoFactorThatIsMadeAnyway() {
    String net = Net.NORMS_OF_ROWS.text.replace(" -> Dropout(0.2)", "").replace("* 12", "* 4");
    assertThat(ProgramPlanner.plan(program(net, "")).training().workspace().perRow())
        .isLessThanOrEqualTo(576);
  }

  /** Three updates of equal batches of random rows. */
  private static TrainingNet trained(Program program) throws Exception {
    ClassLoader loader =
        InMemoryCompiler.load(
            InMemoryCompiler.compile(
                JavaWriter.write(program), System.getProperty("java.class.path")));
    TrainingNet net = GeneratedGraph.net(loader, "again.NetTraining", ROWS, Threads.single());
    net.initialize(3);
    for (int step = 1; step <= 3; step++) {
      var random = new SplittableRandom(step);
      for (Port port : Stream.concat(net.inputs().stream(), net.targets().stream()).toList()) {
        for (int i = 0; i < ROWS * port.width(); i++) {
          net.workspace[net.offset(port.name()) + i] = (float) random.nextDouble(-1, 1);
        }
      }
      net.gradient(ROWS, 7, step);
      net.update(step, 100, 10);
    }
    return net;
  }
}
