package dev.tulle.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
  void agreesWithThisVm() {
    boolean module = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    if (!module) {
      assertThat(Simd.available()).isFalse();
    }
    assertThat(Simd.lanes()).isIn(Simd.available() ? new Integer[] {4, 8, 16} : new Integer[] {1});
    assertThat(Simd.available()).isEqualTo(Simd.reason().isEmpty());
  }
}
