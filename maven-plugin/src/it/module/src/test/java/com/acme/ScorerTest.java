package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

class ScorerTest {
  @Test
  void runsOnVectorsInsideOfAModule() throws ReflectiveOperationException {
    assertTrue(Scorer.class.getModule().isNamed());
    assertTrue(Float.isFinite(Scorer.initial(1).score(new float[4])));
    Field kernels = Scorer.class.getDeclaredField("KERNELS");
    kernels.setAccessible(true);
    assertEquals("ScorerVector", kernels.get(null).getClass().getSimpleName());
  }
}
