package dev.tulle.compiler.vectors;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers give PyTorch's outputs and gradients. */
class LayerVectorsTest {
  static List<VectorCase> ofRows() {
    return Coverage.ofRows();
  }

  @ParameterizedTest
  @MethodSource("ofRows")
  void agreesWithFirstAxisAsBatch(VectorCase vectors) {
    var net = new LayerNet(vectors, true);
    net.check(new ReferenceMachine(Compiled.program(net.file())), net.exactTolerance());
  }

  static List<VectorCase> ofAnyAxes() {
    return Coverage.ofAnyAxes();
  }

  @ParameterizedTest
  @MethodSource("ofAnyAxes")
  void agreesWithAllAxesOfATensor(VectorCase vectors) {
    var net = new LayerNet(vectors, false);
    net.check(new ReferenceMachine(Compiled.program(net.file())), net.exactTolerance());
  }
}
