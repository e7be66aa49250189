package com.acme.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ScorerTest {
  @Test
  void usesALayerOfAnotherModule() {
    assertTrue(Float.isFinite(Scorer.initial(1).score(new float[4])));
  }
}
