package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.acme.probe.Probe;
import dev.tulle.runtime.kernel.Simd;
import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

class NetsTest {
  @Test
  void everyExecutionsClassesAreThere() {
    assertTrue(Float.isFinite(Scorer.initial(1).score(new float[4])));
    assertTrue(Float.isFinite(Orders.initial(1).worth(new float[8])));
  }

  @Test
  void aNetOfTheTestsRunsOnVectorsToo() throws ReflectiveOperationException {
    assertTrue(Simd.available(), Simd.reason());
    assertEquals(2, Probe.initial(1).y(new float[3]).length);
    Field kernels = Probe.class.getDeclaredField("KERNELS");
    kernels.setAccessible(true);
    assertEquals("ProbeVector", kernels.get(null).getClass().getSimpleName());
  }
}
