package dev.tulle.compiler.ad;

import dev.tulle.compiler.ad.GradientCheck.Input;
import dev.tulle.compiler.reference.Scans;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScanGradientTest {
  @ParameterizedTest
  @MethodSource("dev.tulle.compiler.reference.Scans#cases")
  void agreesWithCentralDifferences(Scans.Case c) {
    List<Input> inputs = c.shapes().stream().map(s -> new Input(s, -1, 1)).toList();
    GradientCheck.check(inputs, c.function(), 2);
  }
}
