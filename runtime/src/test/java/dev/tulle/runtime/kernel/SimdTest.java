package dev.tulle.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernels")
class SimdTest {
  private static final String HOTSPOT = "OpenJDK 64-Bit Server VM";

  @Test
  void usesVectorsWhereModuleAndCompilerAreThere() {
    assertThat(Simd.reason("true", true, HOTSPOT, "mixed mode, sharing")).isEmpty();
  }

  @Test
  void saysWhyNot() {
    assertThat(Simd.reason("False", true, HOTSPOT, "mixed mode")).contains("tulle.simd");
    assertThat(Simd.reason("true", false, HOTSPOT, "mixed mode")).contains("jdk.incubator.vector");
    assertThat(Simd.reason("true", true, HOTSPOT, "interpreted mode")).contains("interpreted");
    assertThat(Simd.reason("true", true, HOTSPOT, "mixed mode, emulated-client")).isNotEmpty();
    assertThat(Simd.reason("true", true, "Eclipse OpenJ9 VM", "")).contains("OpenJ9");
  }

  @Test
  void findsTheKernelsThatTheBuildMeansToTest() {
    boolean vector = System.getProperty("tulle.test.kernels", "vector").equals("vector");
    assertThat(Simd.available()).as(Simd.reason()).isEqualTo(vector);
    assertThat(Simd.lanes()).isIn(vector ? List.of(4, 8, 16) : List.of(1));
  }
}
