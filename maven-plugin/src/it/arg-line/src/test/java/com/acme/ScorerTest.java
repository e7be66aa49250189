package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

class ScorerTest {
  @Test
  void theUsersArgumentsAndTheVectorsAreThere() throws ReflectiveOperationException {
    assertEquals("1", System.getProperty("acme.one"));
    assertEquals("2", System.getProperty("acme.two"));
    Field kernels = Scorer.class.getDeclaredField("KERNELS");
    kernels.setAccessible(true);
    assertEquals("ScorerVector", kernels.get(null).getClass().getSimpleName());
  }
}
