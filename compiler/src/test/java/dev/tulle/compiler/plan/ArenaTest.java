package dev.tulle.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Stretches of the workspace share floats only where their lives do not meet. */
class ArenaTest {
  @Test
  void reusesWhatIsDead() {
    var arena = new Arena(0, 1);
    assertThat(arena.place(7, 0, 1)).isEqualTo(0);
    assertThat(arena.place(7, 1, 2)).isEqualTo(7);
    assertThat(arena.place(7, 2, 3)).isEqualTo(0);
    assertThat(arena.length()).isEqualTo(14);
  }

  @Test
  void oneOfAKernelsResultsInheritsAnOperand() {
    var arena = new Arena(0, 1);
    long operand = arena.place(7, 0, 1);
    assertThat(arena.inherit(operand, 7, 1, 1)).isTrue();
    assertThat(arena.inherit(operand, 7, 1, 2)).as("beside another result").isFalse();
  }

  @Test
  void whatLivesOnIsNotInherited() {
    var arena = new Arena(0, 1);
    long operand = arena.place(7, 0, 3);
    assertThat(arena.inherit(operand, 7, 1, 2)).isFalse();
  }
}
