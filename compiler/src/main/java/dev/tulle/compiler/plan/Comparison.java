package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of the positions along two axes.
 *
 * @param plane behind one of the diagonals between them
 * @param holds whether it holds there, and so does not behind the other one
 * @param holdsOnDiagonal whether it holds where the positions are equal
 */
record Comparison(Plane plane, boolean holds, boolean holdsOnDiagonal) {
  /** Whether it is of the axes of that plane. */
  boolean meets(Plane other) {
    return plane.equals(other) || plane.equals(other.turned());
  }

  /** Whether it holds in a plane of its axes. */
  boolean holdsBehind(Plane other) {
    return plane.equals(other) == holds;
  }

  /** What a node compares; null where that is no positions. */
  static @Nullable Comparison of(Node node) {
    if (node.op() instanceof Op.Broadcast) {
      Comparison inner = of(node.input(0));
      if (inner == null) {
        return null;
      }
      Plane moved = inner.plane().moved(node);
      return moved == null ? null : new Comparison(moved, inner.holds(), inner.holdsOnDiagonal());
    }
    if (!(node.op() instanceof Op.Map map)) {
      return null;
    }
    return switch (map.function()) {
      case LESS, LESS_EQUAL -> {
        Plane behind = ofPositions(node.input(0), node.input(1));
        boolean withDiagonal = map.function() == ScalarFunction.LESS_EQUAL;
        yield behind == null ? null : new Comparison(behind, true, withDiagonal);
      }
      case NOT -> {
        Comparison inner = of(node.input(0));
        yield inner == null
            ? null
            : new Comparison(inner.plane(), !inner.holds(), !inner.holdsOnDiagonal());
      }
      default -> null;
    };
  }

  private static @Nullable Plane ofPositions(Node row, Node column) {
    OptionalInt first = position(row);
    OptionalInt second = position(column);
    return first.isPresent() && second.isPresent() && !first.equals(second)
        ? new Plane(first.getAsInt(), second.getAsInt())
        : null;
  }

  /** The axis whose positions the elements are. */
  private static OptionalInt position(Node node) {
    if (node.op() instanceof Op.Iota iota) {
      return OptionalInt.of(iota.axis());
    }
    if (node.op() instanceof Op.Broadcast || node.op() instanceof Op.Transpose) {
      OptionalInt inner = position(node.input(0));
      return inner.isPresent() ? Plane.axis(node, inner.getAsInt()) : inner;
    }
    return OptionalInt.empty();
  }
}
