package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A computed position along an axis: {@code table[tokens[t], d]}.
 *
 * @param axis of the tensor in the brackets' order
 * @param position numbers or indices, with the indices they depend on
 */
record LookUp(int axis, Value.Indexed position, Span span) {
  /**
   * The slices at the positions.
   *
   * @param variables the index of each axis of {@code node}; of the looked up ones it does not
   *     count
   */
  static Value.Indexed apply(
      Typed node, List<IndexVariable> variables, List<LookUp> lookUps, Span span) {
    for (LookUp lookUp : lookUps) {
      lookUp.check(node);
    }
    List<Integer> axes = lookUps.stream().map(LookUp::axis).toList();
    List<IndexVariable> rest =
        IntStream.range(0, variables.size())
            .filter(a -> !axes.contains(a))
            .mapToObj(variables::get)
            .toList();
    Value.Indexed position = joined(node, lookUps, span);
    List<IndexVariable> shared = rest.stream().filter(position.axes()::contains).toList();
    List<IndexVariable> picks = position.axes().stream().filter(v -> !shared.contains(v)).toList();
    var order = new ArrayList<Integer>(shared.stream().map(variables::indexOf).toList());
    order.addAll(axes);
    List<IndexVariable> kept = rest.stream().filter(v -> !shared.contains(v)).toList();
    kept.forEach(v -> order.add(variables.indexOf(v)));
    Typed table = Shaping.permute(node, order, span);
    if (axes.size() > 1) {
      var sizes = new ArrayList<>(table.type().axes());
      List<Dim> looked = sizes.subList(shared.size(), shared.size() + axes.size());
      Dim all = looked.stream().reduce(Dim.of(1), Dim::times);
      looked.clear();
      sizes.add(shared.size(), all);
      table = Shaping.reshape(table, sizes, span);
    }
    var wanted = new ArrayList<>(shared);
    wanted.addAll(picks);
    Typed positions = IndexNotation.arrange(position, wanted).node();
    var dims = new ArrayList<Dim>(wanted.stream().map(IndexNotation::dimOf).toList());
    dims.addAll(table.type().axes().subList(shared.size() + 1, table.type().rank()));
    boolean batched = node.type().batched() || positions.type().batched();
    Typed picked =
        new Typed(
            new Typed.Form.Gather(table, positions, shared.size()),
            new TensorType(batched, dims, node.type().element()),
            span);
    wanted.addAll(kept);
    return new Value.Indexed(picked, List.copyOf(wanted));
  }

  private void check(Typed node) {
    Dim dim = node.type().axes().get(axis);
    if (position.node().type().element() instanceof TensorType.Element.Below below
        && !below.dim().fits(dim)) {
      throw Mistake.of(
              Code.T209,
              span,
              "these are indices below `"
                  + below.dim()
                  + "` ("
                  + below.dim().size()
                  + "), and the axis is `"
                  + dim
                  + "` ("
                  + dim.size()
                  + ")",
              "an axis is looked up by indices below its own dim: give `"
                  + below.dim()
                  + "` an axis of the tensor, or declare the indices below `"
                  + dim
                  + "`")
          .showing(node);
    }
    if (position.node().type().element() instanceof TensorType.Element.Truth) {
      throw Mistake.of(
              Code.T213,
              span,
              "a position is a number, and this is a condition",
              "`if … then 1 else 0`")
          .showing(position.node());
    }
  }

  /** One position over all looked up axes, row by row. */
  private static Value.Indexed joined(Typed node, List<LookUp> lookUps, Span span) {
    if (lookUps.size() == 1) {
      return lookUps.get(0).position;
    }
    Value sum = lookUps.get(0).inside(node);
    for (LookUp next : lookUps.subList(1, lookUps.size())) {
      Value length = Value.size(node.type().axes().get(next.axis));
      Value moved = apply(ScalarFunction.MULTIPLY, sum, length, span);
      sum = apply(ScalarFunction.ADD, moved, next.inside(node), span);
    }
    return Elementwise.align(List.of(sum), List.of(span)).get(0);
  }

  /** The position as a number within the axis, so that none runs over into the next one. */
  private Value inside(Typed node) {
    Value last = Value.size(node.type().axes().get(axis).plus(Dim.of(-1)));
    Typed number = position.node();
    if (number.type().element() instanceof TensorType.Element.Below) {
      number =
          new Typed(
              new Typed.Form.Elementwise(ScalarFunction.ADD, List.of(number, zero())),
              number.type().withElement(TensorType.NUMBER),
              span);
    }
    Value whole =
        Elementwise.apply(
            ScalarFunction.FLOOR,
            List.of(new Value.Indexed(number, position.axes())),
            List.of(span),
            span);
    Value low = apply(ScalarFunction.MAXIMUM, whole, Value.Number.of(0), span);
    return apply(ScalarFunction.MINIMUM, low, last, span);
  }

  private Typed zero() {
    return new Typed(new Typed.Form.Number(0), TensorType.SCALAR, span);
  }

  private static Value apply(ScalarFunction function, Value a, Value b, Span span) {
    return Elementwise.apply(function, List.of(a, b), List.of(span, span), span);
  }
}
