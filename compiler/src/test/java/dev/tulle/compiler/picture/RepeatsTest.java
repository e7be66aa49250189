package dev.tulle.compiler.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RepeatsTest {
  @Test
  void blocksBehindEachOtherAreDrawnOnce() {
    Picture picture =
        Repeats.once(
            PictureTests.picture(
                """
                block Inner { input x  output y = x -> Residual(Dense(3) -> tanh) * 2 }
                net Outer { input x: [3]  output y = x -> Inner * 4 -> Dense(1) }
                """,
                false));
    assertThat(picture.blocks())
        .extracting(Picture.Block::id, Picture.Block::times, Picture.Block::parameters)
        .containsExactly(tuple("inner1", 4, 96L), tuple("inner1.residual1", 2, 24L));
    assertThat(picture.edges())
        .extracting(Picture.Edge::from, Picture.Edge::to)
        .containsExactlyInAnyOrder(
            tuple("x", "inner1.residual1.dense1"),
            tuple("inner1.residual1.dense1", "inner1.residual1.tanh"),
            tuple("x", "inner1.residual1.join"),
            tuple("inner1.residual1.tanh", "inner1.residual1.join"),
            tuple("inner1.residual1.join", "dense1"),
            tuple("dense1", "y"));
  }

  /** One that is read from outside of the row, changes the shape or stands elsewhere is its own. */
  @Test
  void whatDiffersStaysApart() {
    Picture picture =
        PictureTests.picture(
            """
            block Wide(c) { input x  output y = x -> Dense(c) -> tanh }
            net Apart {
              input x: [3]
              let one = x -> Wide(3)
              let two = one -> Wide(3)
              let next = two -> Wide(3) -> Wide(5)
              output y = concat(next, two)
            }
            """,
            false);
    assertThat(Repeats.once(picture)).isEqualTo(picture);
  }

  @ParameterizedTest
  @MethodSource("dev.tulle.compiler.picture.PictureTests#texts")
  void parametersStayTheSame(String text) {
    Picture picture = PictureTests.picture(text, true);
    Picture once = Repeats.once(picture);
    assertThat(once.parameters()).isEqualTo(picture.parameters());
    assertThat(Repeats.once(once)).isEqualTo(once);
  }
}
