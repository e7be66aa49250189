package dev.tulle.compiler.sema;

import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Axis;
import dev.tulle.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says how shapes that do not fit could, in the names and numbers of the text. */
final class ShapeHelp {
  /** A layer that goes on by more at once is rare. */
  private static final long MOST_STRIDE = 8;

  private ShapeHelp() {}

  /** Where indices are given and numbers are wanted. */
  static String indices(Typed node) {
    if (node.form() instanceof Typed.Form.Leaf leaf
        && node.type().element() instanceof TensorType.Element.Below below) {
      if (leaf.place() == Typed.Place.TARGET) {
        return "`cross_entropy(…, " + leaf.name() + ")` compares scores with classes";
      }
      if (leaf.place() == Typed.Place.INPUT && node.type().rank() == 0) {
        return "`input "
            + leaf.name()
            + ": ["
            + below.dim()
            + "]` takes numbers, and `"
            + leaf.name()
            + " = column(…) -> one_hot` in the data makes them";
      }
    }
    Typed input = moved(node);
    if (input.form() instanceof Typed.Form.Leaf leaf && leaf.place() == Typed.Place.INPUT) {
      return "`"
          + (input == node ? leaf.name() : "…")
          + " -> Embed(8)` makes numbers of indices: 8 of each, which are learnt";
    }
    return "compare it with `==`: `if … == 3 then 1 else 0` holds numbers";
  }

  /** What a tensor's elements were before they were only moved. */
  private static Typed moved(Typed node) {
    Typed from = node;
    while (from.form() instanceof Typed.Form.Reshape
        || from.form() instanceof Typed.Form.Permute
        || from.form() instanceof Typed.Form.Slice
        || from.form() instanceof Typed.Form.Spread) {
      from = TypedWalk.operands(from).get(0);
    }
    return from;
  }

  /** Where numbers are given and an index is wanted. */
  static String indexWanted(Typed node, String dim) {
    boolean target =
        node.form() instanceof Typed.Form.Leaf leaf && leaf.place() == Typed.Place.TARGET;
    String below = node.type().rank() > 0 && target ? node.type().last().toString() : dim;
    return target
        ? "a class is one index: `target " + node.hint() + ": " + below + "`"
        : "give it the index itself, such as a `target label: " + below + "`";
  }

  /** Where a tensor has too many axes for a pattern, or too few. */
  static String rank(List<Axis> pattern, Typed node) {
    TensorType actual = node.type();
    long wanted = pattern.stream().filter(a -> !(a instanceof Axis.Rest)).count();
    if (actual.rank() > wanted) {
      return wanted == 1
          ? "`flatten` makes [" + actual.count() + "] of it"
          : "`reshape` with " + wanted + (wanted == 1 ? " size" : " sizes") + " joins axes of it";
    }
    Typed before = node.before();
    if (before != null && before.type().rank() >= wanted) {
      return "give it the value before, which is " + before.type();
    }
    var axes = new ArrayList<>(actual.axes());
    while (axes.size() < wanted) {
      axes.add(axes.size() < 2 ? 0 : axes.size(), Dim.of(1));
    }
    return "`reshape("
        + TensorType.axesText(axes)
        + ")` gives it "
        + wanted
        + (wanted == 1 ? " axis" : " axes");
  }

  /** Where a size of a new shape is -1, as other languages write what follows from the others. */
  static String followingSize(List<Value> sizes, Span span) {
    var shown = new ArrayList<String>();
    for (Value size : sizes) {
      boolean open =
          size instanceof Value.Hole || size instanceof Value.Number n && n.value() == -1;
      shown.add(open ? "_" : Coerce.dim(size, span).toString());
    }
    String help = "`_` is the size that follows from the others, and the batch is no axis";
    return Collections.frequency(shown, "_") == 1
        ? help + ": `reshape([" + String.join(", ", shown) + "])`"
        : help + ": it can stand for one of them";
  }

  /** Where one axis of a tensor has another size than is wanted. */
  static String size(Expression wanted, Dim size, Typed node) {
    boolean last =
        !node.type().last().sameSize(size)
            && size.isKnown()
            && IntStream.range(0, node.type().rank() - 1)
                .noneMatch(a -> node.type().axes().get(a).sameSize(size));
    String name = size.isNumber() ? "" : ", which is " + size.size();
    return last
        ? "`Dense(" + size + ")` before makes the last axis " + size + name
        : "make the axis `" + wanted.span().text() + "` " + size + name;
  }

  /** Where two dims have equal sizes and different names: what to write behind the tensor. */
  static String renamed(TensorType type, Dim found, Dim wanted) {
    return "if they are the same, say so: `as "
        + TensorType.axesText(type.axes().stream().map(a -> a.equals(found) ? wanted : a).toList())
        + "`";
  }

  /** Where a class index is below another dim than there are scores. */
  static String classes(Dim classes, @Nullable String scores) {
    return "`Dense("
        + classes
        + ")`"
        + (scores == null ? "" : " as the last layer before `" + scores + "`")
        + " has one number for each of the "
        + (classes.isNumber()
            ? classes + " classes"
            : classes.size() + " classes of `" + classes + "`");
  }

  /** Where two tensors do not go together element by element. */
  static String elementwise(Typed left, Typed right, Span leftSpan, Span rightSpan) {
    boolean toRight = left.type().rank() <= right.type().rank();
    Typed shorter = toRight ? left : right;
    TensorType longer = (toRight ? right : left).type();
    Span place = toRight ? leftSpan : rightSpan;
    String text = Sites.inLibrary(place) ? "…" : place.text().strip();
    int rank = shorter.type().rank();
    List<Dim> end = longer.axes().subList(longer.rank() - rank, longer.rank());
    boolean lastOnly =
        IntStream.range(0, rank - 1).allMatch(a -> shorter.type().axes().get(a).fits(end.get(a)));
    String wanted = TensorType.axesText(end);
    if (shorter.type().count().sameSize(end.stream().reduce(Dim.of(1), Dim::times))) {
      return "the same number of elements: `reshape(" + wanted + ")` gives it";
    }
    if (rank > 0 && rank < longer.rank() && isFront(shorter.type().axes(), longer.axes())) {
      return "indices say which axes go together: `let s[…] = …` with `a[i, j]` and `b[i]`, where"
          + " `j` repeats";
    }
    long stride = rank == longer.rank() ? stride(left.type(), right.type()) : 1;
    if (stride > 1 && left.type().batched() && right.type().batched()) {
      return strided(left, right, leftSpan, rightSpan, stride);
    }
    if (lastOnly && shorter.type().batched()) {
      return "`"
          + (text.matches("\\w+") ? text : "…")
          + " -> Dense("
          + longer.last()
          + ")` gives "
          + wanted
          + "; or change the layer that gives "
          + shorter.type();
    }
    return "equal shapes go together, and a shape with the end of a longer one: here " + wanted;
  }

  /** How one side gets the size of the other, which a stride made smaller. */
  private static String strided(
      Typed left, Typed right, Span leftSpan, Span rightSpan, long stride) {
    boolean toRight = left.type().axes().get(0).most() > right.type().axes().get(0).most();
    Span place = toRight ? leftSpan : rightSpan;
    TensorType large = (toRight ? left : right).type();
    TensorType small = (toRight ? right : left).type();
    String layer = " -> Conv(" + small.last() + ", 1, stride = " + stride + ")` gives " + small;
    String found =
        "a stride of "
            + stride
            + " makes "
            + small.axes().get(0)
            + " of "
            + large.axes().get(0)
            + ": take none, or ";
    if (Sites.inLibrary(place)) {
      return found + "write the sum with `+`, where `x" + layer;
    }
    String text = place.text().strip();
    return found + "one on both sides: `" + (text.matches("\\w+") ? text : "…") + layer;
  }

  /** The stride that makes all axes but the last of one shape those of another; 1 for none. */
  private static long stride(TensorType left, TensorType right) {
    List<Dim> a = left.axes().subList(0, Math.max(0, left.rank() - 1));
    List<Dim> b = right.axes().subList(0, a.size());
    if (a.isEmpty()
        || a.size() > 3
        || !Stream.concat(a.stream(), b.stream()).allMatch(Dim::isKnown)) {
      return 1;
    }
    boolean fromLeft = a.get(0).value() > b.get(0).value();
    List<Dim> large = fromLeft ? a : b;
    List<Dim> small = fromLeft ? b : a;
    return LongStream.rangeClosed(2, MOST_STRIDE)
        .filter(
            s ->
                IntStream.range(0, a.size())
                    .allMatch(i -> (large.get(i).value() + s - 1) / s == small.get(i).value()))
        .findFirst()
        .orElse(1);
  }

  private static boolean isFront(List<Dim> axes, List<Dim> longer) {
    return IntStream.range(0, axes.size()).allMatch(a -> axes.get(a).fits(longer.get(a)));
  }

  /** Where a tensor has axes in front, and what it is compared with has none. */
  static String oneRow(TensorType type) {
    if (type.axes().stream().allMatch(Dim::isKnown)) {
      return "`flatten` before the last layer leaves one row: [" + type.last() + "]";
    }
    // A layer behind `flatten` would have weights for positions that need not be there.
    if (type.rank() == 1) {
      return "`last(…)` is the last position of `" + type.last() + "`, `mean(…)` the mean of all";
    }
    return type.rank() == 2
        ? "`-> last` before the last layer leaves the last position, a row: ["
            + type.last()
            + "]; `-> global_avg_pool` leaves the mean of all"
        : "`-> global_avg_pool` before the last layer leaves one row, the mean: ["
            + type.last()
            + "]";
  }

  private static boolean isIndex(TensorType type) {
    return type.element() instanceof TensorType.Element.Below;
  }

  /** Where a part has no axis to be joined along. */
  static String withAxis(Typed part) {
    return isIndex(part.type()) ? indices(part) : "`reshape([1])` gives it an axis";
  }

  /** Where a part cannot be joined to the first along an axis. */
  static String joined(Typed part, Typed node, int axis) {
    TensorType first = part.type();
    TensorType other = node.type();
    if (isIndex(first) != isIndex(other)) {
      return indices(isIndex(first) ? part : node);
    }
    if (other.rank() == 0) {
      return withAxis(node);
    }
    if (first.rank() != other.rank()) {
      return "`flatten` both, or give both "
          + first.rank()
          + (first.rank() == 1 ? " axis" : " axes")
          + " with `reshape`";
    }
    List<Integer> differing =
        IntStream.range(0, first.rank())
            .filter(a -> !first.axes().get(a).fits(other.axes().get(a)))
            .boxed()
            .toList();
    return differing.size() == 1
        ? "they differ in axis "
            + differing.get(0)
            + " alone: `axis = "
            + differing.get(0)
            + "` joins them there"
        : "`flatten` both, or make them equal in all axes but axis " + axis;
  }

  /** Where a slice reaches out of an axis. */
  static String slice(double start, long whole) {
    if (start < 0 || start != Math.rint(start) || start >= whole) {
      return "`start` is a position from 0 to " + (whole - 1);
    }
    String left = Coerce.plain(whole - start);
    return "from " + Coerce.plain(start) + " on there are " + left + ": `size = " + left + "`";
  }
}
