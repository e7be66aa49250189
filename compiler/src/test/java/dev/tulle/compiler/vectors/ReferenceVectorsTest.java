package dev.tulle.compiler.vectors;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The interpreter gives PyTorch's numbers: every array of every case, forward and backward. */
class ReferenceVectorsTest {
  static List<CaseNet> nets() {
    return Coverage.nets();
  }

  @ParameterizedTest
  @MethodSource("nets")
  void agrees(CaseNet net) {
    net.check(new ReferenceMachine(Compiled.program(net.file())), net.exactTolerance());
  }
}
