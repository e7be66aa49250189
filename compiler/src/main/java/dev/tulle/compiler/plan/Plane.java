package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Size;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a tensor whose position along {@code column} is greater than along {@code row}.
 *
 * @param row an axis
 * @param column another axis
 */
record Plane(int row, int column) {
  /** Behind the other diagonal between the axes. */
  Plane turned() {
    return new Plane(column, row);
  }

  /** Whether an operator shows the planes of its input as its own. */
  static boolean isMoved(Op op) {
    return op instanceof Op.Broadcast || op instanceof Op.Transpose || op instanceof Op.Reshape;
  }

  /** The plane of such an operator's result that shows this one; null where there is none. */
  @Nullable Plane moved(Node node) {
    OptionalInt rows = axis(node, row);
    OptionalInt columns = axis(node, column);
    return rows.isPresent() && columns.isPresent()
        ? new Plane(rows.getAsInt(), columns.getAsInt())
        : null;
  }

  /** The axis of the result that is one of the input. */
  static OptionalInt axis(Node node, int axis) {
    if (node.op() instanceof Op.Broadcast broadcast) {
      return OptionalInt.of(broadcast.axes().get(axis));
    }
    if (node.op() instanceof Op.Transpose transpose) {
      return OptionalInt.of(transpose.permutation().indexOf(axis));
    }
    return reshaped(node, axis);
  }

  private static OptionalInt reshaped(Node node, int axis) {
    List<Size> from = node.input(0).shape().sizes();
    List<Size> to = node.shape().sizes();
    Size before = product(from.subList(0, axis));
    return IntStream.range(0, to.size())
        .filter(i -> to.get(i).equals(from.get(axis)) && product(to.subList(0, i)).equals(before))
        .findFirst();
  }

  private static Size product(List<Size> sizes) {
    return sizes.stream().reduce(Size.ONE, Size::times);
  }
}
