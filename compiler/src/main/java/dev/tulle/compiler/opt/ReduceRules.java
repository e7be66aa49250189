package dev.tulle.compiler.opt;

import static dev.tulle.compiler.ir.ScalarFunction.ADD;
import static dev.tulle.compiler.ir.ScalarFunction.DIVIDE;
import static dev.tulle.compiler.ir.ScalarFunction.MULTIPLY;
import static dev.tulle.compiler.ir.ScalarFunction.NEGATE;
import static dev.tulle.compiler.ir.ScalarFunction.SUBTRACT;
import static dev.tulle.compiler.opt.ArithmeticRules.isMap;

import dev.tulle.compiler.ir.ElementType;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Op.Reduce.Reduction;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reductions over fewer elements; sums of products become contractions.
 *
 * <p>What differs from its mean adds up to 0 also where numbers are not finite and it would not,
 * unlike {@code x - x}: no tensor of floats is known to be finite, and the gradient of each batch
 * norm would compute the sum. What is not finite comes through its other terms (decision 0018).
 */
final class ReduceRules {
  private ReduceRules() {}

  static @Nullable Node simplify(SimplifyingBuilder b, Op.Reduce op, Node x) {
    if (op.axes().isEmpty() && x.type() == resultType(op, x)) {
      return x;
    } else if (x.op() instanceof Op.Broadcast broadcast) {
      return ofBroadcast(b, op, broadcast, x);
    } else if (x.op() instanceof Op.Transpose transpose) {
      return ofTranspose(b, op, transpose.permutation(), x.input(0));
    } else if (x.op() instanceof Op.Reshape
        && op.axes().size() == x.shape().rank()
        && x.input(0).shape().sizes().stream().noneMatch(Size::isOne)) {
      return b.reduce(op.reduction(), x.input(0), axes(x.input(0).shape()));
    } else if (x.op() instanceof Op.Reduce inner && inner.reduction() == op.reduction()) {
      List<Integer> kept = without(axes(x.input(0).shape()), inner.axes());
      Set<Integer> both = new TreeSet<>(inner.axes());
      op.axes().forEach(axis -> both.add(kept.get(axis)));
      return b.reduce(op.reduction(), x.input(0), both);
    }
    Node sum = op.reduction() == Reduction.SUM ? sum(b, op.axes(), x) : null;
    return sum != null ? sum : overSizeOne(b, op, x);
  }

  private static ElementType resultType(Op.Reduce op, Node x) {
    return op.reduction() == Reduction.SUM ? ElementType.FLOAT : x.type();
  }

  private static Node ofBroadcast(
      SimplifyingBuilder b, Op.Reduce op, Op.Broadcast broadcast, Node x) {
    var inner = new TreeSet<Integer>();
    Size copies = Size.ONE;
    for (int axis : op.axes()) {
      int own = broadcast.axes().indexOf(axis);
      if (own >= 0) {
        inner.add(own);
      } else {
        copies = copies.times(x.shape().size(axis));
      }
    }
    List<Integer> kept = without(axes(x.shape()), op.axes());
    Node reduced = b.reduce(op.reduction(), x.input(0), inner);
    if (op.reduction() == Reduction.SUM) {
      reduced = b.map(MULTIPLY, reduced, b.extent(copies));
    }
    return b.broadcast(
        reduced, select(x.shape(), kept), positions(without(broadcast.axes(), op.axes()), kept));
  }

  private static Node ofTranspose(
      SimplifyingBuilder b, Op.Reduce op, List<Integer> permutation, Node x) {
    Set<Integer> axes = new TreeSet<>();
    op.axes().forEach(axis -> axes.add(permutation.get(axis)));
    List<Integer> kept = without(axes(x.shape()), axes);
    List<Integer> order = permutation.stream().filter(kept::contains).toList();
    return b.transpose(b.reduce(op.reduction(), x, axes), positions(order, kept));
  }

  private static @Nullable Node sum(SimplifyingBuilder b, Set<Integer> axes, Node x) {
    if (isMap(x, NEGATE)) {
      return b.map(NEGATE, b.sum(x.input(0), axes));
    } else if (x.op() instanceof Op.Contract inner && !b.isShared(x)) {
      List<Integer> kept = without(axes(x.shape()), axes);
      List<Integer> result = kept.stream().map(inner.result()::get).toList();
      return b.contract(x.input(0), x.input(1), inner.left(), inner.right(), result);
    } else if (isMap(x, ADD) && isScaled(x.input(0), axes) && isScaled(x.input(1), axes)) {
      return b.map(ADD, b.sum(x.input(0), axes), b.sum(x.input(1), axes));
    } else if (isMap(x, SUBTRACT) && isMean(x.input(1), x.input(0), axes)) {
      List<Integer> kept = without(axes(x.shape()), axes);
      return b.constant(0, select(x.shape(), kept));
    } else if (isMap(x, DIVIDE)) {
      return factorOut(b, axes, DIVIDE, x.input(0), x.input(1));
    } else if (isMap(x, MULTIPLY)) {
      Node divided = divideOut(b, axes, x);
      if (divided != null) {
        return divided;
      }
      Node first = factorOut(b, axes, MULTIPLY, x.input(1), x.input(0));
      Node second = first != null ? first : factorOut(b, axes, MULTIPLY, x.input(0), x.input(1));
      return second != null ? second : product(b, axes, x);
    }
    return null;
  }

  /** Whether the sum along the axes is another sum times something, or no sum. */
  private static boolean isScaled(Node x, Set<Integer> axes) {
    return isRepeated(x, axes)
        || isMap(x, DIVIDE) && isRepeated(x.input(1), axes)
        || isMap(x, MULTIPLY) && (isRepeated(x.input(0), axes) || isRepeated(x.input(1), axes));
  }

  private static boolean isRepeated(Node x, Set<Integer> axes) {
    return x.op() instanceof Op.Broadcast broadcast
        && axes.stream().noneMatch(broadcast.axes()::contains);
  }

  /**
   * Whether {@code node} repeats the mean of {@code x} along the axes: what differs adds up to 0.
   */
  private static boolean isMean(Node node, Node x, Set<Integer> axes) {
    return node.op() instanceof Op.Broadcast broadcast
        && isByCount(node.input(0), x.shape(), axes)
        && node.input(0).input(0).op() instanceof Op.Reduce sum
        && sum.reduction() == Reduction.SUM
        && node.input(0).input(0).input(0) == x
        && sum.axes().equals(axes)
        && broadcast.axes().equals(without(axes(x.shape()), axes));
  }

  /** Whether {@code node} is something over the number of elements along the axes. */
  private static boolean isByCount(Node node, Shape shape, Set<Integer> axes) {
    Size count = axes.stream().map(shape::size).reduce(Size.ONE, Size::times);
    if (isMap(node, MULTIPLY)) {
      // What is left of a division by a power of two, whose reciprocal is exact.
      Double share = Constants.of(node.input(1));
      return share != null && count.isKnown() && share * count.value() == 1;
    }
    return isMap(node, DIVIDE) && isCount(node.input(1), count);
  }

  private static boolean isCount(Node node, Size count) {
    Node number = node.op() instanceof Op.Broadcast ? node.input(0) : node;
    return number.op() instanceof Op.Extent extent && extent.size().equals(count)
        || number.op() instanceof Op.Constant constant
            && count.isKnown()
            && constant.value() == count.value();
  }

  /** Sums {@code x} by itself over those axes along which {@code factor} is repeated. */
  private static @Nullable Node factorOut(
      SimplifyingBuilder b, Set<Integer> axes, ScalarFunction function, Node x, Node factor) {
    if (!(factor.op() instanceof Op.Broadcast broadcast)) {
      return null;
    }
    List<Integer> first = without(axes, broadcast.axes());
    if (first.isEmpty()) {
      return null;
    }
    Node sum = b.sum(x, first);
    List<Integer> kept = without(axes(x.shape()), first);
    Node same = b.broadcast(factor.input(0), sum.shape(), positions(broadcast.axes(), kept));
    List<Integer> rest = positions(without(axes, first), kept);
    return b.sum(b.map(function, sum, same), rest);
  }

  /**
   * Divides the sum rather than a factor in it, where the divisor is the same along the axes. A
   * factor that is computed anyway stays, unless the other one is an older quotient by the same.
   */
  private static @Nullable Node divideOut(SimplifyingBuilder b, Set<Integer> axes, Node x) {
    for (int i = 0; i < 2; i++) {
      Node quotient = x.input(i);
      Node other = x.input(1 - i);
      if (isMap(quotient, DIVIDE)
          && isRepeated(quotient.input(1), axes)
          && (!b.isShared(quotient)
              || isMap(other, DIVIDE)
                  && other.input(1) == quotient.input(1)
                  && other.id() < quotient.id())) {
        Node product = b.map(MULTIPLY, other, quotient.input(0));
        return b.sum(b.map(DIVIDE, product, quotient.input(1)), axes);
      }
    }
    return null;
  }

  /** The sum of a product whose factors each have an axis that the other lacks. */
  private static @Nullable Node product(SimplifyingBuilder b, Set<Integer> axes, Node x) {
    Node left = x.input(0);
    Node right = x.input(1);
    if (!(left.op() instanceof Op.Broadcast a && right.op() instanceof Op.Broadcast c)) {
      return null;
    }
    if (a.axes().containsAll(c.axes()) || c.axes().containsAll(a.axes())) {
      return null;
    }
    List<Integer> kept = without(axes(x.shape()), axes);
    return b.contract(left.input(0), right.input(0), a.axes(), c.axes(), kept);
  }

  private static @Nullable Node overSizeOne(SimplifyingBuilder b, Op.Reduce op, Node x) {
    List<Integer> ones = op.axes().stream().filter(axis -> x.shape().size(axis).isOne()).toList();
    if (ones.isEmpty() || x.type() != resultType(op, x)) {
      return null;
    }
    List<Integer> kept = without(axes(x.shape()), ones);
    Node flat = b.reshape(x, select(x.shape(), kept));
    return b.reduce(op.reduction(), flat, positions(without(op.axes(), ones), kept));
  }

  private static List<Integer> axes(Shape shape) {
    return IntStream.range(0, shape.rank()).boxed().toList();
  }

  private static List<Integer> without(Collection<Integer> axes, Collection<Integer> those) {
    return axes.stream().filter(axis -> !those.contains(axis)).toList();
  }

  /** The place of each of {@code axes} among {@code kept}. */
  private static List<Integer> positions(List<Integer> axes, List<Integer> kept) {
    return axes.stream().map(kept::indexOf).toList();
  }

  private static Shape select(Shape shape, List<Integer> axes) {
    return new Shape(new ArrayList<>(axes.stream().map(shape::size).toList()));
  }
}
