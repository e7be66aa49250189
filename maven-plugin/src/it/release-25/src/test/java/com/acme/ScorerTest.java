package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

class ScorerTest {
  record Offer(float price, float weight) {}

  @Test
  void runsOnVectorsBesideTheLanguageOf25() throws ReflectiveOperationException {
    Object offer = new Offer(1, 2);
    if (offer instanceof Offer(var price, _)) {
      assertEquals(1, price);
    }
    assertEquals(Scorer.initial(1).score(new float[4]), Scorer.initial(1).score(new float[4]));
    Field kernels = Scorer.class.getDeclaredField("KERNELS");
    kernels.setAccessible(true);
    assertEquals("ScorerVector", kernels.get(null).getClass().getSimpleName());
  }
}
