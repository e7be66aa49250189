package dev.tulle.compiler.vectors;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Optimizers take PyTorch's steps. */
class OptimizerVectorsTest {
  static List<VectorCase> cases() {
    return Coverage.covered("optimizer");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agrees(VectorCase vectors) {
    var net = new OptimizerNet(vectors);
    net.check(new ReferenceMachine(Compiled.program(net.file())), Agreement.DOUBLE);
  }
}
