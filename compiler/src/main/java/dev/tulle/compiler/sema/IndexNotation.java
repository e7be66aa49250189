package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Tensors whose axes have names: arranging them, and reducing by a name. */
final class IndexNotation {
  private IndexNotation() {}

  static Dim dimOf(IndexVariable variable) {
    Dim dim = variable.dim();
    if (dim == null) {
      throw Mistake.of(
          Code.T208,
          variable.bound(),
          "`" + variable.name() + "` spans nothing: no axis is indexed by it",
          variable.help());
    }
    return dim;
  }

  /**
   * Fixes what an index spans, or complains that it spans something else already.
   *
   * @param of the tensor that the index stands at
   */
  static void span(IndexVariable variable, Dim found, Typed of, Span use) {
    Dim known = variable.dim();
    IndexVariable.Use first = variable.first();
    if (known != null && !known.fits(found)) {
      Diagnostic diagnostic =
          Diagnostic.error(
                  Code.T209,
                  use,
                  "`"
                      + variable.name()
                      + "` spans "
                      + known.described()
                      + " before, and "
                      + found.described()
                      + " here",
                  known.sameSize(found)
                      ? ShapeHelp.renamed(of.type(), found, known)
                      : "axes that share an index have the same size: an index of its own for this"
                          + " axis, or other shapes")
              .withLabel(of.trail());
      throw new Mistake(
          first == null
              ? diagnostic
              : diagnostic.withRelated(first.place(), spanning(known, first.of())));
    }
    variable.span(found, new IndexVariable.Use(use, of));
  }

  /** What the place says that fixed an index. */
  private static String spanning(Dim dim, @Nullable Typed of) {
    String trail = of == null ? "" : of.trail();
    return trail.isEmpty() ? "spans " + dim.described() + " here" : trail;
  }

  /**
   * The same tensor with the axes of {@code target} in that order; it repeats along those that it
   * lacks.
   */
  static Value.Indexed arrange(Value.Indexed operand, List<IndexVariable> target) {
    List<IndexVariable> own = operand.axes();
    List<IndexVariable> kept = target.stream().filter(own::contains).toList();
    if (kept.size() != own.size()) {
      throw new IllegalStateException("an axis would be lost");
    }
    Typed node = operand.node();
    if (!kept.equals(own)) {
      List<Integer> axes = kept.stream().map(own::indexOf).toList();
      node =
          new Typed(
              new Typed.Form.Permute(node, axes),
              node.type().withAxes(kept.stream().map(IndexNotation::dimOf).toList()),
              node.span());
    }
    if (kept.size() < target.size()) {
      node =
          new Typed(
              new Typed.Form.Spread(node, kept.stream().map(target::indexOf).toList()),
              node.type().withAxes(target.stream().map(IndexNotation::dimOf).toList()),
              node.span());
    }
    return new Value.Indexed(node, List.copyOf(target));
  }

  /** Reduces an indexed value by some of its indices. */
  static Value.Indexed reduce(
      Typed.Combination combination, Value.Indexed body, List<IndexVariable> by, Span span) {
    List<IndexVariable> all = new ArrayList<>(body.axes());
    by.stream().filter(v -> !all.contains(v)).forEach(all::add);
    Typed node = body.node();
    if (all.size() != body.axes().size()) {
      node = arrange(body, all).node();
      if (body.axes().isEmpty()) {
        node =
            new Typed(
                new Typed.Form.Spread(body.node(), List.of()),
                body.node().type().withAxes(all.stream().map(IndexNotation::dimOf).toList()),
                span);
      }
    }
    List<Integer> axes = by.stream().map(all::indexOf).sorted().toList();
    return new Value.Indexed(
        reduceAxes(combination, node, axes, span),
        all.stream().filter(v -> !by.contains(v)).toList());
  }

  /** Reduces a tensor along visible axes. */
  static Typed reduceAxes(
      Typed.Combination combination, Typed node, List<Integer> axes, Span span) {
    if (axes.isEmpty()) {
      return node;
    }
    if (!(node.type().element() instanceof TensorType.Element.Number)) {
      boolean indices = node.type().element() instanceof TensorType.Element.Below;
      throw Mistake.of(
              indices ? Code.T210 : Code.T213,
              span,
              "this combines numbers, and the argument holds "
                  + (indices ? "indices" : "conditions"),
              indices ? ShapeHelp.indices(node) : "choose numbers: `if … then 1 else 0`")
          .showing(node);
    }
    List<Dim> kept =
        IntStream.range(0, node.type().rank())
            .filter(a -> !axes.contains(a))
            .mapToObj(a -> node.type().axes().get(a))
            .toList();
    return new Typed(
        new Typed.Form.Reduce(combination, node, axes), node.type().withAxes(kept), span);
  }
}
