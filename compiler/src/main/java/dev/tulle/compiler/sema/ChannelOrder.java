package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.source.Span;
import java.util.List;

/**
 * Warns of pictures whose axes are in the order of other libraries, where a layer of the library
 * that looks at places takes the last axis for channels: `[1, 28, 28]`, or `[28, 28]` without any.
 * Each input once, whatever reads it.
 */
final class ChannelOrder {
  private static final String OF_PLACES = Library.PREFIX + "vision.net";

  /** Where a picture begins: below, a sequence of a few numbers each is as likely. */
  private static final long SMALLEST = 8;

  private ChannelOrder() {}

  static void check(Stage.OfBlock stage, Value input, NetContext context) {
    boolean places = stage.block().span().file().name().equals(OF_PLACES);
    if (!places || Sites.inLibrary(stage.span()) || !(input instanceof Value.Tensor tensor)) {
      return;
    }
    Typed node = tensor.node();
    List<Dim> axes = meant(node.type());
    // Axes with names are in the order that the text wants; what was computed has been thought of.
    if (!(node.form() instanceof Typed.Form.Leaf leaf)
        || leaf.place() != Typed.Place.INPUT
        || axes.isEmpty()
        || context.sink().hasBecauseOf(Code.T220, node.span())) {
      return;
    }
    String name = "`" + stage.block().name() + "`";
    Span span = stage.span();
    context
        .sink()
        .report(
            Diagnostic.warning(
                    Code.T220,
                    span,
                    "%s takes the last axis for channels: %s has %s of them at %s"
                        .formatted(
                            name,
                            node.type(),
                            node.type().last(),
                            node.type().rank() == 2
                                ? node.type().axes().get(0) + " places of a line"
                                : node.type().axes().get(0)
                                    + " by "
                                    + node.type().axes().get(1)
                                    + " places"),
                    "a picture is [height, width, channels]: `input %s: %s`"
                        .formatted(leaf.name(), TensorType.axesText(axes)))
                .withRelated(node.span(), "declared here"));
  }

  /** The axes of a picture in the language's order, where a type has another; empty otherwise. */
  private static List<Dim> meant(TensorType type) {
    int rank = type.rank();
    if (rank < 2 || rank > 3 || !type.axes().stream().allMatch(Dim::isNumber)) {
      return List.of();
    }
    Dim side = type.last();
    boolean square = type.axes().get(rank - 2).equals(side) && side.most() >= SMALLEST;
    Dim channels = rank == 2 ? Dim.of(1) : type.axes().get(0);
    boolean few = channels.most() == 1 || channels.most() == 3;
    return square && few ? List.of(side, side, channels) : List.of();
  }
}
