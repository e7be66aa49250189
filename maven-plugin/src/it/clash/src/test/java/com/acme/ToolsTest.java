package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ToolsTest {
  @Test
  void everyOneHasItsVersion() {
    assertEquals("4.7.2", Tools.parser());
    assertTrue(Tools.writer().endsWith("javapoet-1.13.0.jar"), Tools.writer());
    assertTrue(Float.isFinite(Scorer.initial(1).score(new float[4])));
  }
}
