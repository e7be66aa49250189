package dev.tulle.compiler.vectors;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses give PyTorch's values and gradients. */
class LossVectorsTest {
  static List<VectorCase> cases() {
    return Coverage.covered("loss");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agrees(VectorCase vectors) {
    var net = new LossNet(vectors);
    net.check(new ReferenceMachine(Compiled.program(net.file())), Agreement.DOUBLE);
  }
}
