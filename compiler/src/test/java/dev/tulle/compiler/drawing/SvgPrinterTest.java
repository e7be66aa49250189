package dev.tulle.compiler.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.picture.Folds;
import dev.tulle.compiler.picture.Picture;
import dev.tulle.compiler.picture.PictureTests;
import dev.tulle.compiler.picture.Pictures;
import dev.tulle.compiler.picture.Repeats;
import dev.tulle.compiler.sema.TypedNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Measures the pictures as a reader of the SVG would, without the layout's own numbers. */
class SvgPrinterTest {
  private static final List<Picture> PICTURES = drawn();

  static Stream<Picture> pictures() {
    return PICTURES.stream();
  }

  private static List<Picture> drawn() {
    return PictureTests.texts()
        .flatMap(
            text -> {
              TypedNet net = PictureTests.net(text);
              Picture whole = Pictures.of(net, true);
              return Stream.of(
                  whole,
                  Pictures.of(net, false),
                  Folds.toDepth(whole, 0),
                  Folds.toDepth(whole, 1),
                  Repeats.once(whole));
            })
        .toList();
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void boxesDoNotOverlap(Picture picture) {
    List<Sheet.Box> boxes = Sheet.of(picture).boxes();
    assertThat(boxes).hasSize(picture.nodes().size() + picture.blocks().size());
    for (Sheet.Box one : boxes) {
      for (Sheet.Box other : boxes) {
        boolean apart = !one.overlaps(other);
        assertThat(one == other || apart || one.holds(other) || other.holds(one))
            .as("%s and %s", one, other)
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void blocksHoldTheirParts(Picture picture) {
    Sheet sheet = Sheet.of(picture);
    for (Picture.Block block : picture.blocks()) {
      for (Picture.Item part : block.items()) {
        assertThat(sheet.box(block.id()).holds(sheet.box(part.id()))).as(part.id()).isTrue();
      }
    }
    for (Sheet.Box box : sheet.boxes()) {
      assertThat(sheet.all().holds(box)).as("%s", box).isTrue();
    }
  }

  /** A text is as wide as in a font whose letters are 0.61 of its size. */
  @ParameterizedTest
  @MethodSource("pictures")
  void textsStayInTheirBoxes(Picture picture) {
    Sheet sheet = Sheet.of(picture);
    assertThat(sheet.texts()).isNotEmpty();
    for (Sheet.Text text : sheet.texts()) {
      assertThat(text.around().holds(text.box())).as("%s", text).isTrue();
    }
  }

  /** The shapes on the arrows are over no box of a node, and over no other shape. */
  @ParameterizedTest
  @MethodSource("pictures")
  void shapesAreFree(Picture picture) {
    Sheet sheet = Sheet.of(picture);
    List<Sheet.Box> nodes = picture.nodes().stream().map(node -> sheet.box(node.id())).toList();
    for (Sheet.Box label : sheet.labels()) {
      assertThat(nodes).noneMatch(label::overlaps);
      assertThat(sheet.labels()).noneMatch(other -> other != label && other.overlaps(label));
    }
  }

  /** Upright parts of a line pass beside boxes; curves stay between rows. */
  @ParameterizedTest
  @MethodSource("pictures")
  void linesPassNoNode(Picture picture) {
    Sheet sheet = Sheet.of(picture);
    List<Sheet.Box> nodes =
        picture.nodes().stream().map(node -> sheet.box(node.id()).shrunk(1)).toList();
    assertThat(sheet.strokes()).isNotEmpty();
    for (Sheet.Box stroke : sheet.strokes()) {
      assertThat(nodes).as("%s", stroke).noneMatch(stroke::overlaps);
    }
  }

  /** Every arrow of the picture arrives, and carries its shape. */
  @ParameterizedTest
  @MethodSource("pictures")
  void everyShapeIsWritten(Picture picture) {
    List<String> written = Sheet.of(picture).shapes();
    assertThat(written)
        .containsAll(picture.edges().stream().map(Picture.Edge::shape).distinct().toList());
  }

  @Test
  void aDeepNetTakesNoTime() {
    Picture picture =
        PictureTests.picture(
            """
            net Deep {
              input x: [8]
              output y = x -> Residual(Dense(8) -> LayerNorm -> relu) * 50 -> Dense(8) -> Dense(4)
            }
            """,
            false);
    assertThat(picture.nodes().stream().filter(n -> n.kind() == Picture.Kind.LAYER)).hasSize(152);
    SvgPrinter.print(picture);
    long start = System.nanoTime();
    SvgPrinter.print(picture);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void tellsAScreenReaderWhatANodeIs() {
    String svg = SvgPrinter.print(PictureTests.picture(PictureTests.branches(), false));
    assertThat(svg)
        .contains(
            "<title id=\"title\">Branches</title>",
            "<title>head: Dense(kind), layer, 63 parameters, reads fork1.y [batch, 8] and split1.gap"
                + " [batch, 8] and right [batch, 4], line 27</title>",
            "prefers-color-scheme: dark");
  }

  @Test
  void onlyWhatFoldsHasAScript() {
    Picture picture = PictureTests.picture(PictureTests.branches(), false);
    assertThat(SvgPrinter.print(picture)).contains("<script>");
    assertThat(SvgPrinter.print(Folds.toDepth(picture, 0))).doesNotContain("<script>");
  }

  @Test
  void drawsDigitsAndBranchesAsEver() throws IOException {
    golden("digits.svg", PictureTests.read(Path.of("..", "examples", "digits", "digits.net")));
    golden("branches.svg", PictureTests.branches());
  }

  private static void golden(String name, String text) throws IOException {
    Path file = PictureTests.RESOURCES.resolve("pictures").resolve(name);
    String printed = SvgPrinter.print(PictureTests.picture(text, true));
    if (Boolean.getBoolean("tulle.regenerate")) {
      Files.writeString(file, printed);
    }
    assertThat(printed).isEqualTo(PictureTests.read(file));
  }
}
