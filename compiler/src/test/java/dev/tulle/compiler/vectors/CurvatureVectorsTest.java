package dev.tulle.compiler.vectors;

import dev.tulle.compiler.InMemoryCompiler;
import dev.tulle.compiler.codegen.JavaWriter;
import dev.tulle.compiler.ir.Program;
import dev.tulle.runtime.Threads;
import dev.tulle.runtime.TrainingNet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Second derivatives agree with PyTorch's, in the interpreter and in generated code. */
@Tag("kernels")
class CurvatureVectorsTest {
  static List<VectorCase> cases() {
    return VectorCase.of("curvature");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesInDouble(VectorCase vectors) {
    var net = new CurvatureNet(vectors);
    net.check(new ReferenceMachine(net.gradients()), new ReferenceMachine(net.products()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesInGeneratedCode(VectorCase vectors) {
    var net = new CurvatureNet(vectors);
    int rows = vectors.shape("in.x").get(0);
    net.check(machine(net.gradients(), rows), machine(net.products(), rows));
  }

  private static Machine machine(Program program, int rows) {
    ClassLoader loader = InMemoryCompiler.load(JavaWriter.write(program));
    try {
      return new GeneratedMachine(
          (TrainingNet)
              loader
                  .loadClass(program.module() + "." + program.name() + "Training")
                  .getConstructor(int.class, Threads.class)
                  .newInstance(rows, Threads.of(1)));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("the generated classes of " + program.name() + " cannot be made", e);
    }
  }
}
