package dev.tulle.compiler.opt;

import static dev.tulle.compiler.ir.ScalarFunction.MULTIPLY;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Contractions of the bare inputs; what is no matrix product becomes a sum of a product. */
final class ContractRules {
  private ContractRules() {}

  static @Nullable Node simplify(SimplifyingBuilder b, Op.Contract op, Node x, Node y) {
    List<Integer> left = op.left();
    List<Integer> right = op.right();
    List<Integer> result = op.result();
    if (x.op() instanceof Op.Transpose inner && !inner.movesRows(x.input(0).shape())) {
      return b.contract(x.input(0), y, untranspose(left, inner), right, result);
    } else if (y.op() instanceof Op.Transpose inner && !inner.movesRows(y.input(0).shape())) {
      return b.contract(x, y.input(0), left, untranspose(right, inner), result);
    } else if (x.op() instanceof Op.Broadcast inner) {
      return ofBroadcast(b, inner, x, y, op);
    } else if (y.op() instanceof Op.Broadcast inner) {
      return ofBroadcast(b, inner, y, x, new Op.Contract(right, left, result));
    }
    List<Integer> alone = without(without(left, right), result);
    if (!alone.isEmpty()) {
      List<Integer> axes = alone.stream().map(left::indexOf).toList();
      return b.contract(b.sum(x, axes), y, without(left, alone), right, result);
    }
    if (!without(without(right, left), result).isEmpty()) {
      return b.contract(y, x, right, left, result);
    }
    boolean sums = !without(left, result).isEmpty();
    if (!sums || left.containsAll(right) || right.containsAll(left)) {
      return sumOfProduct(b, op, x, y);
    }
    if (!right.contains(result.get(result.size() - 1))) {
      return b.contract(y, x, right, left, result);
    }
    return renumbered(b, op, x, y);
  }

  private static List<Integer> untranspose(List<Integer> labels, Op.Transpose transpose) {
    var own = new ArrayList<>(labels);
    for (int axis = 0; axis < labels.size(); axis++) {
      own.set(transpose.permutation().get(axis), labels.get(axis));
    }
    return own;
  }

  /** Leaves the axes out along which the left input is repeated. */
  private static Node ofBroadcast(
      SimplifyingBuilder b, Op.Broadcast broadcast, Node x, Node y, Op.Contract op) {
    List<Integer> own = broadcast.axes().stream().map(op.left()::get).toList();
    List<Integer> repeated = without(without(op.left(), own), op.right());
    List<Integer> inner = without(op.result(), repeated);
    Node product = b.contract(x.input(0), y, own, op.right(), inner);
    Size copies = Size.ONE;
    for (int label : without(repeated, op.result())) {
      copies = copies.times(x.shape().size(op.left().indexOf(label)));
    }
    Map<Integer, Size> sizes = sizes(op, x, y);
    Shape shape = new Shape(op.result().stream().map(sizes::get).toList());
    return b.broadcast(
        b.map(MULTIPLY, product, b.extent(copies)),
        shape,
        inner.stream().map(op.result()::indexOf).toList());
  }

  /** Keeps the order of axes of the larger input, so that it is read as it lies. */
  private static Node sumOfProduct(SimplifyingBuilder b, Op.Contract op, Node x, Node y) {
    boolean leftFirst = op.left().size() >= op.right().size();
    Set<Integer> all = new LinkedHashSet<>(leftFirst ? op.left() : op.right());
    all.addAll(leftFirst ? op.right() : op.left());
    List<Integer> labels = List.copyOf(all);
    Map<Integer, Size> sizes = sizes(op, x, y);
    Shape shape = new Shape(labels.stream().map(sizes::get).toList());
    Node product =
        b.map(
            MULTIPLY,
            spread(b, x, op.left(), shape, labels),
            spread(b, y, op.right(), shape, labels));
    List<Integer> summed = without(labels, op.result());
    Node sum = b.sum(product, summed.stream().map(labels::indexOf).toList());
    List<Integer> kept = without(labels, summed);
    return b.transpose(sum, op.result().stream().map(kept::indexOf).toList());
  }

  /** {@code x} with an axis for each of {@code labels}. */
  private static Node spread(
      SimplifyingBuilder b, Node x, List<Integer> own, Shape shape, List<Integer> labels) {
    List<Integer> order = labels.stream().filter(own::contains).toList();
    Node sorted = b.transpose(x, order.stream().map(own::indexOf).toList());
    return b.broadcast(sorted, shape, order.stream().map(labels::indexOf).toList());
  }

  /** Labels in the order in which they come: equal contractions look equal. */
  private static @Nullable Node renumbered(SimplifyingBuilder b, Op.Contract op, Node x, Node y) {
    Map<Integer, Integer> numbers = new HashMap<>();
    op.left().forEach(label -> numbers.putIfAbsent(label, numbers.size()));
    op.right().forEach(label -> numbers.putIfAbsent(label, numbers.size()));
    var same =
        new Op.Contract(
            op.left().stream().map(numbers::get).toList(),
            op.right().stream().map(numbers::get).toList(),
            op.result().stream().map(numbers::get).toList());
    return same.equals(op) ? null : b.add(same, List.of(x, y));
  }

  private static Map<Integer, Size> sizes(Op.Contract op, Node x, Node y) {
    Map<Integer, Size> sizes = new LinkedHashMap<>();
    for (int axis = 0; axis < op.left().size(); axis++) {
      sizes.put(op.left().get(axis), x.shape().size(axis));
    }
    for (int axis = 0; axis < op.right().size(); axis++) {
      sizes.put(op.right().get(axis), y.shape().size(axis));
    }
    return sizes;
  }

  private static List<Integer> without(Collection<Integer> labels, Collection<Integer> those) {
    return labels.stream().filter(label -> !those.contains(label)).toList();
  }
}
