package com.acme.flowers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tulle.runtime.kernel.Simd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NameFlowersTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... lines) throws IOException {
    return new NameFlowers(
            Iris.load("iris.safetensors"),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(Stream.of(lines));
  }

  @Test
  void namesAFlowerOfEachSpecies() throws IOException {
    assertEquals(0, run("5.1,3.5,1.4,0.2", "5.7, 2.8, 4.1, 1.3", "6.3,3.3,6.0,2.5"));
    assertEquals(
        "setosa\nversicolor\nvirginica\n",
        out.toString(StandardCharsets.UTF_8).replaceAll(" \\d+ %\\R", "\n"));
    assertEquals("", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void goesOnAfterALineThatIsWrong() throws IOException {
    assertEquals(1, run("5.1,3.5", "5.1,3.5,tall,0.2", "5.1,3.5,1.4,0.2"));
    assertTrue(out.toString(StandardCharsets.UTF_8).startsWith("setosa "));
    String[] complaints = err.toString(StandardCharsets.UTF_8).split("\\R");
    assertEquals(2, complaints.length);
    assertTrue(complaints[0].contains("flower") && complaints[0].contains("4"), complaints[0]);
    assertTrue(complaints[1].contains("`tall` is no number"), complaints[1]);
  }

  @Test
  void runsOnVectorsWithoutAFlagInThePom() {
    assertTrue(Simd.available(), Simd.reason());
  }
}
