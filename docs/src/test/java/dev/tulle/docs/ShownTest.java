package dev.tulle.docs;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What counts as the same output, and what does not. */
class ShownTest {
  @Test
  void ellipsesStandForAnything() {
    agree("a\n…\nd\n", "a\nb\nc\nd\n");
    agree("a\n…\nd\n", "a\nd\n");
    agree("a … d\n", "a b c d\n");
    differ("a\n…\nd\n", "a\nb\nc\n");
    differ("a … d\n", "a b\nc d\n");
  }

  @Test
  void figuresAreCompared() {
    agree("fit 0.5\n", "fit 0.5\n");
    differ("fit 0.5\n", "fit 0.6\n");
    differ("a.b\n", "axb\n");
  }

  @Test
  void theMachineIsNot() {
    agree(
        "took 3.7 s on 2 threads, vectors of 16 floats.\n",
        "\u001B[0mWARNING: Using incubator modules: jdk.incubator.vector\n"
            + "took 12 s on 1 thread, vectors of 8 floats.\n");
  }

  private static void agree(String shown, String printed) {
    assertThatCode(() -> Shown.check(shown, printed)).doesNotThrowAnyException();
  }

  private static void differ(String shown, String printed) {
    assertThatThrownBy(() -> Shown.check(shown, printed)).isInstanceOf(AssertionError.class);
  }
}
