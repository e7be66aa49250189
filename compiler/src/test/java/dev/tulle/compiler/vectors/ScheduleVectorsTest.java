package dev.tulle.compiler.vectors;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Schedules give PyTorch's rates. */
class ScheduleVectorsTest {
  static List<VectorCase> cases() {
    return Coverage.covered("schedule");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agrees(VectorCase vectors) {
    var net = new ScheduleNet(vectors);
    net.check(new ReferenceMachine(Compiled.program(net.file())), Agreement.DOUBLE);
  }
}
