package dev.tulle.compiler.vectors;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Training runs follow PyTorch's, step by step. */
class TrainingVectorsTest {
  static List<VectorCase> cases() {
    return Coverage.covered("training");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void follows(VectorCase vectors) {
    var run = new TrainingRun(vectors);
    run.check(new ReferenceMachine(Compiled.program(run.file())), run.exactTolerance());
  }
}
