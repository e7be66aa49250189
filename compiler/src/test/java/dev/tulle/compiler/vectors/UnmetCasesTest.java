package dev.tulle.compiler.vectors;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.compiler.ir.Program;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a case says and a net does not do is a failure that names the array. */
class UnmetCasesTest {
  /** Holds some program of a case against its arrays, changed or not. */
  private static Consumer<VectorCase> checkOf(VectorCase vectors) {
    if (vectors.kind.equals("curvature")) {
      var net = new CurvatureNet(vectors);
      Program gradients = net.gradients();
      Program products = net.products();
      return changed ->
          new CurvatureNet(changed)
              .check(new ReferenceMachine(gradients), new ReferenceMachine(products));
    }
    List<Program> programs =
        Coverage.nets(vectors).stream().map(n -> Compiled.program(n.file())).toList();
    return changed -> {
      List<CaseNet> nets = Coverage.nets(changed);
      for (int i = 0; i < nets.size(); i++) {
        nets.get(i).check(new ReferenceMachine(programs.get(i)), nets.get(i).exactTolerance());
      }
    };
  }

  /** The smallest case of each op, and of all runs of training: one code reads them. */
  static Collection<VectorCase> cases() {
    var smallest = new LinkedHashMap<String, VectorCase>();
    for (VectorCase vectors : VectorCase.all()) {
      String of = vectors.kind.equals("training") ? vectors.kind : vectors.kind + vectors.op;
      smallest.merge(of, vectors, (a, b) -> size(b) < size(a) ? b : a);
    }
    return smallest.values();
  }

  private static int size(VectorCase vectors) {
    return vectors.tensors().stream().mapToInt(t -> vectors.tensor(t).length).sum();
  }

  /** One number of each array that must come out is another. */
  @ParameterizedTest
  @MethodSource("cases")
  void eachArrayIsCompared(VectorCase vectors) {
    Consumer<VectorCase> check = checkOf(vectors);
    for (String tensor : vectors.tensors()) {
      if (Comparison.isWanted(tensor)) {
        double[] elements = vectors.tensor(tensor);
        elements[elements.length - 1] += 1;
        VectorCase changed = vectors.with(tensor, vectors.shape(tensor), elements);
        assertThatThrownBy(() -> check.accept(changed))
            .as(tensor)
            .isInstanceOf(AssertionError.class)
            .hasMessageContaining(tensor + (tensor.equals("out.losses") ? " at" : ","));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anArrayThatNobodyKnowsFails(VectorCase vectors) {
    Consumer<VectorCase> check = checkOf(vectors);
    for (String tensor :
        List.of(
            "param.more",
            "state.more",
            "init.more",
            "out.more",
            "grad.param.more",
            "grad.in.more",
            "newstate.more",
            "final.more")) {
      VectorCase changed = vectors.with(tensor, List.of(2), new double[2]);
      assertThatThrownBy(() -> check.accept(changed))
          .as(tensor)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("arrays of %s that nothing reads or compares", vectors)
          .hasMessageContaining(tensor);
    }
  }
}
