package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.source.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** The functions that move elements without computing. */
final class ShapeBuiltins {
  private static final int MOST_PARTS = 1000;

  private ShapeBuiltins() {}

  /** The same elements under other axes; one size may be `_`. */
  static Value reshape(Builtin.Call call) {
    Typed node = call.tensor("x");
    Span span = call.spanOf("shape");
    if (!(call.value("shape") instanceof Value.Sequence sequence)) {
      throw Mistake.of(
          Code.T213,
          span,
          "a shape is a list of sizes, and this is " + call.value("shape").kind(),
          "write it in brackets: `reshape(["
              + (span.text().strip().equals("-1") ? "_" : span.text().strip())
              + "])`");
    }
    var axes = new ArrayList<Dim>();
    int hole = -1;
    for (Value element : sequence.elements()) {
      if (element instanceof Value.Hole) {
        if (hole >= 0) {
          throw Mistake.of(
              Code.T213,
              span,
              "only one size can be `_`: two cannot be found",
              "give the others as numbers; "
                  + node.type()
                  + " has "
                  + node.type().count().size()
                  + " elements");
        }
        hole = axes.size();
        axes.add(Dim.of(1));
      } else if (element instanceof Value.Number number && number.value() == -1) {
        throw Mistake.of(
            Code.T213, span, "no size is -1", ShapeHelp.followingSize(sequence.elements(), span));
      } else {
        axes.add(Coerce.dim(element, span));
      }
    }
    Dim wanted = Shaping.count(axes, span);
    Dim count = node.type().count();
    if (hole >= 0) {
      Dim open =
          count
              .dividedBy(wanted)
              .orElseThrow(
                  () ->
                      Mistake.of(
                              Code.T207,
                              span,
                              node.type()
                                  + " has "
                                  + numbers(count)
                                  + " elements, and "
                                  + numbers(wanted)
                                  + " does not divide them",
                              "the sizes written must divide "
                                  + numbers(count)
                                  + (count.isKnown() && wanted.isKnown() && count.value() <= 10_000
                                      ? ": " + ValueHelp.divisorsNear(count.value(), wanted.value())
                                      : ""))
                          .showing(node));
      axes.set(hole, axes.size() == 1 && node.type().rank() == 1 ? node.type().last() : open);
    } else if (!wanted.sameSize(count)) {
      throw new Mistake(
          Diagnostic.error(
                  Code.T201,
                  span,
                  node.type()
                      + " has "
                      + numbers(count)
                      + " elements, but "
                      + TensorType.axesText(axes)
                      + " has "
                      + numbers(wanted),
                  reshapeHelp(count, axes))
              .withLabel(node.trail()));
    }
    return new Value.Tensor(Shaping.reshape(node, axes, call.span()));
  }

  /** The same shape with its last size left open where the others divide, else what is wanted. */
  private static String reshapeHelp(Dim count, List<Dim> axes) {
    Dim others =
        axes.subList(0, Math.max(0, axes.size() - 1)).stream().reduce(Dim.of(1), Dim::times);
    Dim last = count.dividedBy(others).orElse(null);
    if (axes.isEmpty() || last == null) {
      return "the product of the sizes must be " + numbers(count);
    }
    List<String> open = new ArrayList<>(axes.stream().map(Dim::toString).toList());
    open.set(open.size() - 1, "_");
    return "`_` stands for the size that is left: `reshape(["
        + String.join(", ", open)
        + "])` has "
        + numbers(last)
        + " there";
  }

  private static String numbers(Dim count) {
    return count.isKnown() ? Long.toString(count.value()) : "`" + count + "`";
  }

  /** The last two axes swapped, or all of them in the given order. */
  static Value transpose(Builtin.Call call) {
    Typed node = call.tensor("x");
    int rank = node.type().rank();
    var order = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    if (call.has("axes")) {
      Span span = call.spanOf("axes");
      order.clear();
      if (call.value("axes") instanceof Value.Sequence sequence) {
        sequence.elements().forEach(e -> order.add((int) Coerce.number(e, span)));
      }
      var sorted = new ArrayList<>(order);
      Collections.sort(sorted);
      if (!sorted.equals(IntStream.range(0, rank).boxed().toList())) {
        throw Mistake.of(
                Code.T213,
                span,
                "each axis from 0 to "
                    + (rank - 1)
                    + " stands here once, and this is "
                    + span.text().strip(),
                "such as `axes = "
                    + IntStream.range(0, rank).map(a -> rank - 1 - a).boxed().toList()
                    + "`")
            .showing(node);
      }
    } else {
      if (rank < 2) {
        throw Mistake.of(
                Code.T204,
                call.spanOf("x"),
                "`transpose` swaps two axes, and this is " + node.type(),
                "`reshape([1, " + (rank == 0 ? "1" : node.type().last()) + "])` gives it two")
            .showing(node);
      }
      Collections.swap(order, rank - 1, rank - 2);
    }
    return new Value.Tensor(Shaping.permute(node, order, call.span()));
  }

  /** Two axes in each other's place. */
  static Value swap(Builtin.Call call) {
    Typed node = call.tensor("x");
    int rank = node.type().rank();
    int axis = axis(call, "axis", node);
    int with = axis(call, "with", node);
    if (axis == with) {
      return new Value.Tensor(node);
    }
    var order = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    Collections.swap(order, axis, with);
    return new Value.Tensor(Shaping.permute(node, order, call.span()));
  }

  /** How many axes a row has. */
  static Value rank(Builtin.Call call) {
    return Value.Number.of(call.tensor("x").type().rank());
  }

  /** A tuple of the positions along an axis, which vanishes. */
  static Value unstack(Builtin.Call call) {
    Typed node = call.tensor("x");
    int axis = axis(call, "axis", node);
    Dim parts = node.type().axes().get(axis);
    if (!parts.isKnown()) {
      throw Mistake.of(
          Code.T218,
          call.span(),
          "this makes a tuple of as many parts as there are positions, and `" + parts + "` varies",
          "to work on every position of an axis, use an index: `let y[i] = x[i] * 2`");
    }
    long count = parts.value();
    if (count > MOST_PARTS) {
      throw Mistake.of(
              Code.T213,
              call.span(),
              "this makes a tuple of " + count + " parts, and it may have " + MOST_PARTS,
              "to work on every position of an axis, use an index: `let y[i] = x[i] * 2`")
          .showing(node);
    }
    var tuple = new ArrayList<Value>();
    for (int i = 0; i < count; i++) {
      tuple.add(new Value.Tensor(Shaping.select(node, axis, Dim.of(i), call.span())));
    }
    return new Value.Tuple(tuple);
  }

  /** Positions from `start` on along an axis. */
  static Value slice(Builtin.Call call) {
    Typed node = call.tensor("x");
    int axis = axis(call, "axis", node);
    Dim size = Coerce.dim(call.value("size"), call.spanOf("size"));
    Dim whole = node.type().axes().get(axis);
    if (call.value("start") instanceof Value.Length || !size.isKnown() || !whole.isKnown()) {
      return lengthwise(call, node, axis, size);
    }
    double start = call.number("start", 0);
    if (start < 0 || start != Math.rint(start) || start + size.value() > whole.value()) {
      throw Mistake.of(
              Code.T206,
              call.span(),
              "positions "
                  + Coerce.plain(start)
                  + " to "
                  + Coerce.plain(start + size.value() - 1)
                  + " are not all inside of an axis of "
                  + whole.value(),
              ShapeHelp.slice(start, whole.value()))
          .showing(node);
    }
    return new Value.Tensor(Shaping.slice(node, axis, Dim.of((long) start), size, call.span()));
  }

  /** A slice of an axis whose length varies, or one that does. */
  private static Value lengthwise(Builtin.Call call, Typed node, int axis, Dim size) {
    Dim whole = node.type().axes().get(axis);
    Dim start =
        call.value("start") instanceof Value.Length length
            ? length.dim()
            : Dim.of(margin(call, "start"));
    if (!Shaping.isInside(start, size, whole)) {
      throw Mistake.of(
          Code.T206,
          call.span(),
          "`"
              + size
              + "` positions from `"
              + start
              + "` on need not be inside of an axis of `"
              + whole
              + "`, which is at least "
              + Math.max(1, whole.least()),
          "count from the end, as in `start = n - 1`, or look positions up, which takes the nearest"
              + " inside: `x[position[i], ...]`");
    }
    return new Value.Tensor(Shaping.slice(node, axis, start, size, call.span()));
  }

  /** An axis with a number in front and behind; 0 where none is given. */
  static Value pad(Builtin.Call call) {
    Typed node = call.tensor("x");
    Span span = call.span();
    int axis = axis(call, "axis", node);
    long before = margin(call, "before");
    long after = margin(call, "after");
    double value = call.number("value", 0);
    Dim whole = node.type().axes().get(axis);
    if (value == 0) {
      Dim length = whole.plus(Dim.of(before + after));
      return new Value.Tensor(
          before + after == 0 ? node : Shaping.pad(node, axis, before, length, span));
    }
    var parts = new ArrayList<Typed>();
    margin(node, axis, before, value, span, parts);
    parts.add(node);
    margin(node, axis, after, value, span, parts);
    return new Value.Tensor(parts.size() == 1 ? node : Shaping.concat(parts, axis, span));
  }

  private static long margin(Builtin.Call call, String side) {
    double margin = call.number(side, 0);
    if (margin != Math.rint(margin) || margin < 0 || margin > Coerce.LARGEST) {
      throw Mistake.of(
          Code.T213,
          call.spanOf(side),
          "`" + side + "` is a whole number from 0 on, and this is " + Coerce.plain(margin),
          margin < 0
              ? "`slice` cuts an axis off"
              : "take "
                  + Coerce.plain(Math.floor(margin))
                  + " or "
                  + Coerce.plain(Math.ceil(margin)));
    }
    return (long) margin;
  }

  private static void margin(
      Typed node, int axis, long length, double value, Span span, List<Typed> parts) {
    if (length > 0) {
      var axes = new ArrayList<>(node.type().axes());
      axes.set(axis, Dim.of(length));
      Typed number = new Typed(new Typed.Form.Number(value), TensorType.SCALAR, span);
      parts.add(
          new Typed(
              new Typed.Form.Spread(number, List.of()), TensorType.SCALAR.withAxes(axes), span));
    }
  }

  /** Tensors behind each other along an axis, by default the last. */
  static Value concat(Builtin.Call call, List<String> names) {
    List<String> given = names.stream().filter(call::has).toList();
    List<Typed> parts = given.stream().map(call::tensor).toList();
    int rank = parts.get(0).type().rank();
    if (rank == 0) {
      throw Mistake.of(
              Code.T202,
              call.spanOf(given.get(0)),
              "this is "
                  + parts.get(0).type()
                  + ", which has no axis that something could be joined along",
              ShapeHelp.withAxis(parts.get(0)))
          .showing(parts.get(0));
    }
    int axis = call.has("axis") ? axis(call, "axis", parts.get(0)) : rank - 1;
    for (int p = 0; p < parts.size(); p++) {
      TensorType type = parts.get(p).type();
      boolean fits = type.rank() == rank;
      for (int a = 0; fits && a < rank; a++) {
        fits = a == axis || type.axes().get(a).fits(parts.get(0).type().axes().get(a));
      }
      if (!fits) {
        throw new Mistake(
            Diagnostic.error(
                    Code.T202,
                    call.spanOf(given.get(p)),
                    "this is "
                        + type
                        + ", and the first part is "
                        + parts.get(0).type()
                        + ": all axes but the joined one must agree",
                    ShapeHelp.joined(parts.get(0), parts.get(p), axis))
                .withLabel(call.tensor(given.get(p)).trail())
                .withRelated(call.spanOf(given.get(0)), parts.get(0).said()));
      }
    }
    return new Value.Tensor(Shaping.concat(parts, axis, call.span()));
  }

  /** An axis counted from the front, or from the back with a minus. */
  private static int axis(Builtin.Call call, String parameter, Typed node) {
    int rank = node.type().rank();
    double axis = call.number(parameter, -1);
    double counted = axis < 0 ? rank + axis : axis;
    if (counted != Math.rint(counted) || counted < 0 || counted >= rank) {
      throw Mistake.of(
              Code.T204,
              call.spanOf(parameter),
              "there is no axis "
                  + Coerce.plain(axis)
                  + " in a tensor of "
                  + rank
                  + (rank == 1 ? " axis" : " axes"),
              rank == 0
                  ? "a single number has no axes"
                  : rank == 1
                      ? "take 0, the only one: the batch is no axis here"
                      : "axes count from 0, the batch is none of them: take 0 to "
                          + (rank - 1)
                          + ", or -1 for the last")
          .showing(node);
    }
    return (int) counted;
  }
}
