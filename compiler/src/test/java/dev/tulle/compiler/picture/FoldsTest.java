package dev.tulle.compiler.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FoldsTest {
  @Test
  void aFoldedBlockIsANodeWithItsTensors() {
    Picture picture = PictureTests.picture(PictureTests.branches(), false);
    Picture folded = Folds.fold(picture, block -> block.definition().equals("Split"));
    assertThat(folded.blocks()).extracting(Picture.Block::definition).doesNotContain("Split");
    assertThat(folded.edges())
        .filteredOn(e -> e.to().equals("split1"))
        .extracting(Picture.Edge::from)
        .containsExactly("shared", "shared.2");
    assertThat(folded.edges())
        .filteredOn(e -> e.from().equals("split1"))
        .extracting(Picture.Edge::result, Picture.Edge::to)
        .containsExactlyInAnyOrder(
            tuple(0, "residual1.layer_norm1"), tuple(0, "residual1.join"), tuple(1, "head"));
  }

  @Test
  void depthCountsBlocksAroundEachOther() {
    String text =
        """
        block Inner { input x  output y = x -> Dense(3) -> tanh }
        net Outer { input x: [3]  output y = x -> Residual(Inner) * 2 }
        """;
    Picture picture = PictureTests.picture(text, false);
    assertThat(Folds.toDepth(picture, 0).blocks()).isEmpty();
    assertThat(Folds.toDepth(picture, 1).blocks())
        .extracting(Picture.Block::id)
        .containsExactly("residual1", "residual2");
    assertThat(Folds.toDepth(picture, 2)).isEqualTo(picture);
  }

  @ParameterizedTest
  @MethodSource("dev.tulle.compiler.picture.PictureTests#texts")
  void nothingIsLostButWhatIsInside(String text) {
    Picture picture = PictureTests.picture(text, true);
    Picture folded = Folds.toDepth(picture, 0);
    assertThat(folded.parameters()).isEqualTo(picture.parameters());
    assertThat(folded.items()).hasSameSizeAs(picture.items());
    assertThat(folded.edges()).allMatch(e -> !e.from().equals(e.to())).doesNotHaveDuplicates();
  }
}
