package dev.tulle.compiler.opt;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Size;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parts of a tensor that are added up over zeros lie side by side: what the derivative of cutting a
 * tensor into pieces leaves becomes a joining of pieces.
 */
final class JoiningRules {
  private JoiningRules() {}

  /** The sum of padded tensors that follow each other along one axis, padded together; or null. */
  static @Nullable Node sum(SimplifyingBuilder b, Node x, Node y) {
    var parts = new ArrayList<Node>();
    if (!collect(b, x, parts) || !collect(b, y, parts)) {
      return null;
    }
    int axis = axis(parts);
    if (axis < 0) {
      return null;
    }
    List<Node> row = inOrder(parts, axis);
    if (row == null) {
      return null;
    }
    Op.Pad first = pad(row.get(0));
    var pieces = new ArrayList<Node>();
    for (Node part : row) {
      Node piece = part.input(0);
      boolean joins = piece.op() instanceof Op.Concat concat && concat.axis() == axis;
      pieces.addAll(joins ? piece.inputs() : List.of(piece));
    }
    Node joined = b.concat(pieces, axis);
    return b.pad(joined, first.before(), first.shape());
  }

  /** The parts such that each begins where the one before ends; null where they do not. */
  private static @Nullable List<Node> inOrder(List<Node> parts, int axis) {
    var open = new ArrayList<>(parts);
    var row = new ArrayList<Node>();
    Size end = null;
    while (!open.isEmpty()) {
      Size begin = end;
      Node next =
          open.stream()
              .filter(
                  p ->
                      begin == null
                          ? parts.stream().allMatch(q -> before(p, axis).isAtMost(before(q, axis)))
                          : before(p, axis).equals(begin))
              .findFirst()
              .orElse(null);
      if (next == null) {
        return null;
      }
      open.remove(next);
      row.add(next);
      end = before(next, axis).plus(next.input(0).shape().size(axis));
    }
    return row;
  }

  private static Size before(Node part, int axis) {
    return pad(part).before().get(axis);
  }

  /** The padded tensors that nothing but this sum needs; says whether there are no others. */
  private static boolean collect(SimplifyingBuilder b, Node node, List<Node> parts) {
    if (b.isShared(node)) {
      return false;
    }
    if (ArithmeticRules.isMap(node, ScalarFunction.ADD)) {
      return collect(b, node.input(0), parts) && collect(b, node.input(1), parts);
    }
    return node.op() instanceof Op.Pad && parts.add(node);
  }

  /** The one axis along which the parts differ; -1 where there is none. */
  private static int axis(List<Node> parts) {
    Node first = parts.get(0);
    int axis = -1;
    for (int i = 0; i < first.shape().rank(); i++) {
      for (Node part : parts) {
        boolean same =
            pad(part).before().get(i).equals(pad(first).before().get(i))
                && part.input(0).shape().size(i).equals(first.input(0).shape().size(i));
        if (!same && axis >= 0 && axis != i) {
          return -1;
        } else if (!same) {
          axis = i;
        }
      }
    }
    return axis;
  }

  private static Op.Pad pad(Node node) {
    return (Op.Pad) node.op();
  }
}
