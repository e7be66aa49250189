package dev.tulle.compiler.summary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void alignsTheFirstColumnLeftAndTheOthersRight() {
    var table = new TextTable().row("", "train", "test").row("accuracy", "0.9", "0.8125").row("x");
    assertThat(table.toString().lines())
        .containsExactly("          train    test", "accuracy    0.9  0.8125", "x");
  }
}
