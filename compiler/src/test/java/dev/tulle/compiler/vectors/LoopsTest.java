package dev.tulle.compiler.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.source.SourceFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops behind each other and within each other, against nets that say the same without. */
@Tag("vectors")
class LoopsTest {
  private static final int ROWS = 3;

  private static final String NET =
      """
      tulle 1
      module vectors.net

      block Line(units) {
        input  h: [units], line: [_, _]
        output next = line -> scan(cell: RnnCell(units), from = h) -> last
      }

      net Case {
        input  x: [4, 3]
        target wanted: [2, 2]
        output y = x -> STAGES
        loss   fit = sum((y - wanted)^2)
      }

      data Rows {
        from   = csv("rows.csv")
        x      = columns("x*")
        wanted = columns("y*")
      }

      train Case on Rows { epochs = 1  optimizer = Sgd(lr = 0.1) }
      """;

  @Test
  void repeatedLoopsAreLoopsBehindEachOther() {
    agree("Gru(2) * 2 -> slice(0, 0, 2)", "a: Gru(2) -> b: Gru(2) -> slice(0, 0, 2)", 8);
  }

  /** A loop over lines of a loop over their positions is a loop over all positions. */
  @Test
  void aLoopWithinALoopIsOneOverAll() {
    agree(
        "reshape([2, 2, 3]) -> scan(Line(2), from = 0)",
        "Rnn(2) -> reshape([2, 2, 2]) -> slice(1, 1, 1) -> reshape([2, 2])",
        3);
  }

  /**
   * More rows than go through a loop as one piece, fewer than there is room for: each piece finds
   * and leaves its own, at each turn.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Lstm(32) -> Gru(33, reverse = true) -> Rnn(64) -> slice(0, 0, 2) -> slice(1, 0, 2)",
        "reshape([2, 2, 3]) -> scan(Line(64), from = 0) -> slice(1, 0, 2)"
      })
  void rowsGoThroughLoopsInPieces(String stages) {
    Run reference = run(stages, false, 40);
    Run generated = run(stages, true, 40);
    Agreement.check("y", generated.served(), reference.served(), 1e-5);
    Agreement.check("loss", generated.loss(), reference.loss(), 1e-5);
    assertThat(generated.gradients()).hasSizeGreaterThan(2);
    for (int i = 0; i < generated.gradients().size(); i++) {
      Agreement.check(
          "gradient " + i, generated.gradients().get(i), reference.gradients().get(i), 1e-4);
    }
  }

  /** Both nets have the same parameters in the same order, under other names. */
  private static void agree(String loops, String plain, int parameters) {
    List<Run> runs =
        List.of(
            run(loops, false, ROWS),
            run(plain, false, ROWS),
            run(loops, true, ROWS),
            run(plain, true, ROWS));
    Run first = runs.get(0);
    assertThat(first.gradients()).hasSize(parameters);
    for (Run other : runs) {
      Agreement.check("y", other.served(), first.served(), 1e-5);
      Agreement.check("loss", other.loss(), first.loss(), 1e-5);
      for (int i = 0; i < parameters; i++) {
        Agreement.check("gradient " + i, other.gradients().get(i), first.gradients().get(i), 1e-4);
      }
    }
  }

  private record Run(double[] served, double[] loss, List<double[]> gradients) {}

  private static Run run(String stages, boolean generated, int rows) {
    var file = new SourceFile("net.net", NET.replace("STAGES", stages));
    Program program = Compiled.program(file);
    Machine machine =
        generated
            ? new GeneratedNets(List.of(file)).machine(file, rows == ROWS ? rows : rows + 8)
            : new ReferenceMachine(program);
    var random = new SplittableRandom(3);
    for (Program.Stored parameter : program.parameters()) {
      int count = (int) parameter.shape().count().value();
      machine.set(parameter.path(), random.doubles(count, -1, 1).toArray());
    }
    Map<String, double[]> ports = new HashMap<>();
    ports.put("x", random.doubles(rows * 12, -1, 1).toArray());
    double[] served = machine.predict("y", ports, rows);
    ports.put("wanted", random.doubles(rows * 4, -1, 1).toArray());
    Machine.Gradients gradients = machine.gradient(ports, rows);
    return new Run(
        served,
        new double[] {gradients.loss("fit")},
        program.parameters().stream().map(p -> gradients.of(p.path())).toList());
  }
}
