package dev.tulle.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures as inputs of nets. */
@Tag("vectors")
class ServingPicturesTest {
  private static String net(String shape) {
    return "net Seen {\n input image: " + shape + "\n output y = image * 2\n}\n";
  }

  private static Object call(String shape, String body) throws Exception {
    return ServingCalls.call(
        net(shape), "Seen net = Seen.initial(1); BufferedImage image;\n" + body);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1, 2, 1]", "[1, 2]"})
  void greyIsTheFilesOwn(String shape) throws Exception {
    String picture =
        """
        image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(0, 0, 0, 100);
        image.getRaster().setSample(1, 0, 0, 255);
        return net.y(image);
        """;
    assertThat(call(shape, picture)).isEqualTo(new float[] {200, 510});
  }

  @Test
  void coloursComeChannelsLast() throws Exception {
    String picture =
        """
        image = new BufferedImage(2, 1, BufferedImage.TYPE_3BYTE_BGR);
        image.setRGB(0, 0, 0x010203);
        image.setRGB(1, 0, 0xff0080);
        return net.y(image);
        """;
    assertThat(call("[1, 2, 3]", picture)).isEqualTo(new float[] {2, 4, 6, 510, 0, 256});
  }

  @Test
  void storedTransformsApply() throws Exception {
    String picture =
        """
        var scaled = new FittedColumn.Arithmetic(Column.Operator.DIVIDE, source("a", "b"), number(16));
        net = Seen.bound(new float[Seen.LAYOUT.length()], fields(Map.of("image", scaled)));
        image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(1, 0, 0x101010);
        return net.y(image);
        """;
    assertThat(call("[1, 2, 1]", picture)).isEqualTo(new float[] {0, 2});
  }

  @Test
  void anotherSizeIsASentence() {
    assertThatThrownBy(() -> call("[1, 2, 1]", "return net.y(new BufferedImage(4, 3, 1));"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`image` is a picture of 4 x 3 pixels (width x height), but 2 x 1 are wanted");
    assertThatThrownBy(() -> call("[1, 2, 1]", "return net.y((BufferedImage) null);"))
        .hasMessage("`image` is null");
  }

  @Test
  void otherShapesTakeNoPictures() {
    assertThat(ServingCalls.text(net("[8]"))).doesNotContain("BufferedImage");
    assertThat(ServingCalls.text(net("[2, 2, 2]"))).doesNotContain("BufferedImage");
  }
}
