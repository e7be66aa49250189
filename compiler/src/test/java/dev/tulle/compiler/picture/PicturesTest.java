package dev.tulle.compiler.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.sema.TypedNet;
import dev.tulle.compiler.summary.NetSummary;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PicturesTest {
  private static final String TEXTS = "dev.tulle.compiler.picture.PictureTests#texts";

  @Test
  void drawsAChain() {
    Picture picture =
        PictureTests.picture(
            """
            net Mlp {
              input  x: [784]
              output y = x -> Dense(256) -> relu -> last: Dense(10)
            }
            """,
            false);
    assertThat(picture.nodes())
        .extracting(
            Picture.Node::id, Picture.Node::kind, Picture.Node::call, Picture.Node::parameters)
        .containsExactly(
            tuple("x", Picture.Kind.INPUT, "x", 0L),
            tuple("dense1", Picture.Kind.LAYER, "Dense(256)", 200_960L),
            tuple("relu", Picture.Kind.LAYER, "relu", 0L),
            tuple("last", Picture.Kind.LAYER, "Dense(10)", 2_570L),
            tuple("y", Picture.Kind.OUTPUT, "y", 0L));
    assertThat(lines(picture))
        .containsExactly(
            "x -> dense1 [batch, 784]",
            "dense1 -> relu [batch, 256]",
            "relu -> last [batch, 256]",
            "last -> y [batch, 10]");
  }

  @Test
  void aResidualIsABlockWithAJoin() {
    Picture picture =
        PictureTests.picture(
            "net R { input x: [4]  output y = x -> Residual(Dense(4) -> tanh) }", false);
    assertThat(picture.blocks()).extracting(Picture.Block::id).containsExactly("residual1");
    assertThat(picture.nodes())
        .extracting(Picture.Node::id, Picture.Node::kind, Picture.Node::call)
        .contains(tuple("residual1.join", Picture.Kind.JOIN, "+"));
    assertThat(lines(picture))
        .containsExactlyInAnyOrder(
            "x -> residual1.dense1 [batch, 4]",
            "residual1.dense1 -> residual1.tanh [batch, 4]",
            "x -> residual1.join [batch, 4]",
            "residual1.tanh -> residual1.join [batch, 4]",
            "residual1.join -> y [batch, 4]");
  }

  @Test
  void severalInputsOutputsAndTensorsKeepApart() {
    Picture picture = PictureTests.picture(PictureTests.branches(), false);
    assertThat(lines(picture))
        .contains(
            "left -> flatten [batch, 6]",
            "flatten -> shared [batch, 6]",
            "right -> dense1 [batch, 4]",
            "dense1 -> shared.2 [batch, 6]",
            "shared -> split1.sum_of [batch, 8]",
            "shared.2 -> split1.sum_of [batch, 8]",
            "shared -> split1.gap [batch, 8]",
            "shared.2 -> split1.gap [batch, 8]",
            "head -> logits [batch, kind]",
            "probs -> probs.2 [batch, kind]");
    assertThat(picture.nodes()).extracting(Picture.Node::kind).doesNotContain(Picture.Kind.LOSS);
    // A shared layer has its weights once.
    assertThat(node(picture, "shared").parameters()).isEqualTo(6 * 8 + 8);
    assertThat(node(picture, "shared.2").parameters()).isZero();
  }

  @Test
  void drawsTargetsAndLossesOnlyWhenAsked() {
    Picture picture = PictureTests.picture(PictureTests.branches(), true);
    assertThat(lines(picture))
        .contains(
            "head -> fit [batch, kind]",
            "label -> fit kind[batch]",
            "split1.gap -> small [batch, 8]");
    assertThat(node(picture, "label").kind()).isEqualTo(Picture.Kind.TARGET);
    assertThat(node(picture, "fit").call()).isEqualTo("cross_entropy(logits, label)");
  }

  @Test
  void tensorsOfOneNodeAreToldApart() {
    Picture picture =
        PictureTests.picture(
            """
            net Parts {
              input x: [3, 4]
              let (a, b, c) = x -> unstack(0)
              output y = a * b + c
              output z = c
            }
            """,
            false);
    assertThat(picture.edges().stream().filter(e -> e.from().equals("unstack")))
        .extracting(Picture.Edge::result, Picture.Edge::to)
        .containsExactly(tuple(0, "y"), tuple(1, "y"), tuple(2, "y"), tuple(2, "z"));
  }

  /** The shape on an edge is that of a tensor of the typed net that the node made. */
  @ParameterizedTest
  @MethodSource(TEXTS)
  void edgesHaveTheShapesOfTheTypedNet(String text) {
    TypedNet net = PictureTests.net(text);
    Picture picture = Pictures.of(net, true);
    Map<String, Set<String>> shapes = new HashMap<>();
    net.inputs().forEach(p -> add(shapes, p.name(), p.leaf().type().toString()));
    net.targets().forEach(p -> add(shapes, p.name(), p.leaf().type().toString()));
    net.layers().forEach(l -> add(shapes, l.path(), l.to().type().toString()));
    assertThat(picture.edges()).isNotEmpty();
    for (Picture.Edge edge : picture.edges()) {
      String unbatched =
          edge.shape().replace("[batch, ", "[").replaceFirst("(?<=\\w)\\[batch\\]", "");
      assertThat(shapes.get(node(picture, edge.from()).path()))
          .as("%s", edge)
          .contains(unbatched.replace("[batch]", "[]"));
    }
  }

  /** As the summary tells it, which reads the graph of serving. */
  @ParameterizedTest
  @MethodSource(TEXTS)
  void hasTheLayersAndParametersOfTheSummary(String text) {
    CompileResult result = PictureTests.compile(text);
    NetSummary summary = result.summaries().get(0);
    Picture picture = Pictures.of(result.nets().get(0), false);
    Map<String, Long> counted =
        summary.layers().stream()
            .collect(
                Collectors.groupingBy(
                    NetSummary.Layer::path, Collectors.summingLong(NetSummary.Layer::parameters)));
    Map<String, Long> drawn =
        picture.nodes().stream()
            .filter(node -> counted.containsKey(node.path()))
            .filter(node -> node.kind() != Picture.Kind.OUTPUT)
            .collect(
                Collectors.groupingBy(
                    Picture.Node::path, Collectors.summingLong(Picture.Node::parameters)));
    picture.blocks().forEach(block -> drawn.putIfAbsent(block.path(), 0L));
    assertThat(drawn).isEqualTo(counted);
    assertThat(picture.parameters()).isEqualTo(summary.parameters());
  }

  /** Every node but an input is reached, and every edge leads from what is there to what is. */
  @ParameterizedTest
  @MethodSource(TEXTS)
  void hangsTogether(String text) {
    Picture picture = PictureTests.picture(text, true);
    List<String> ids = picture.nodes().stream().map(Picture.Node::id).toList();
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(picture.edges()).allMatch(e -> ids.contains(e.from()) && ids.contains(e.to()));
    Set<String> read = new HashSet<>();
    picture.edges().forEach(e -> read.add(e.to()));
    assertThat(picture.nodes())
        .filteredOn(n -> n.kind() == Picture.Kind.LAYER || n.kind() == Picture.Kind.OUTPUT)
        .allMatch(n -> read.contains(n.id()));
  }

  private static void add(Map<String, Set<String>> shapes, String path, String shape) {
    shapes.computeIfAbsent(path, key -> new HashSet<>()).add(shape);
  }

  private static Picture.Node node(Picture picture, String id) {
    return picture.nodes().stream().filter(n -> n.id().equals(id)).findFirst().orElseThrow();
  }

  private static List<String> lines(Picture picture) {
    return picture.edges().stream().map(e -> e.from() + " -> " + e.to() + " " + e.shape()).toList();
  }
}
