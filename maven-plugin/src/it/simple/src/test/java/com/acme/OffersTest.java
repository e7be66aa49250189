package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

class OffersTest {
  @Test
  void callsTheNet() {
    var offers = new Offers(Scorer.initial(1));
    float[] one = {1, 2, 3, 4};
    float[] other = {4, 3, 2, 1};
    assertNotEquals(offers.isBetter(one, other), offers.isBetter(other, one));
  }

  @Test
  void runsOnVectorKernels() throws ReflectiveOperationException {
    Field kernels = Scorer.class.getDeclaredField("KERNELS");
    kernels.setAccessible(true);
    assertEquals("com.acme.ScorerVector", kernels.get(null).getClass().getName());
  }
}
