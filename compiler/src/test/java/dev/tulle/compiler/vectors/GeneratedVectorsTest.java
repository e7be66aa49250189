package dev.tulle.compiler.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.runtime.kernel.Simd;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Generated code gives PyTorch's numbers: on vector kernels, and in a second run on scalar ones.
 */
@Tag("kernels")
class GeneratedVectorsTest {
  private static @Nullable GeneratedNets generated;

  static List<CaseNet> nets() {
    return Coverage.generated();
  }

  @BeforeAll
  static void compile() {
    generated = new GeneratedNets(nets().stream().map(CaseNet::file).toList());
  }

  @AfterAll
  static void forget() {
    generated = null;
  }

  @Test
  void runsTheKernelsThatTheBuildMeansToTest() {
    boolean vector = System.getProperty("tulle.test.kernels", "vector").equals("vector");
    assertThat(Simd.available()).as(Simd.reason()).isEqualTo(vector);
  }

  @ParameterizedTest
  @MethodSource("nets")
  void agrees(CaseNet net) {
    net.check(
        Objects.requireNonNull(generated).machine(net.file(), net.capacity()), net.tolerance());
  }
}
