package dev.tulle.compiler.sema;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The type of a tensor.
 *
 * @param batched whether it has the hidden batch axis: whether it depends on an input
 * @param axes the visible axes, features last
 * @param element what it holds
 */
public record TensorType(boolean batched, List<Dim> axes, Element element) {
  /** What a tensor holds. */
  public sealed interface Element {
    /** Numbers. */
    record Number() implements Element {}

    /** Truths, from comparisons. */
    record Truth() implements Element {}

    /** Whole numbers below a dim. */
    record Below(Dim dim) implements Element {}
  }

  public static final Element NUMBER = new Element.Number();
  public static final Element TRUTH = new Element.Truth();

  /** A number that is the same for every row. */
  public static final TensorType SCALAR = new TensorType(false, List.of(), NUMBER);

  public TensorType {
    axes = List.copyOf(axes);
  }

  public int rank() {
    return axes.size();
  }

  public Dim last() {
    return axes.get(axes.size() - 1);
  }

  /** The number of elements of a row. */
  public Dim count() {
    return axes.stream().reduce(Dim.of(1), Dim::times);
  }

  public TensorType withAxes(List<Dim> other) {
    return new TensorType(batched, other, element);
  }

  public TensorType withElement(Element other) {
    return new TensorType(batched, axes, other);
  }

  public TensorType withBatch(boolean other) {
    return new TensorType(other, axes, element);
  }

  /** {@code [28, 28, 6]}, {@code digit}, {@code vocab[time]}; the batch is never written. */
  @Override
  public String toString() {
    String shape = axesText(axes);
    if (element instanceof Element.Below below) {
      return below.dim() + (axes.isEmpty() ? "" : shape);
    }
    return shape;
  }

  /** As {@link #toString}, with the bounds of dims that vary: {@code [time <= 256, 8]}. */
  public String bounded() {
    String text = toString();
    for (Dim axis : axes) {
      Dim.Atom atom = axis.atom().filter(Dim.Atom::varies).orElse(null);
      if (atom != null) {
        text =
            text.replaceFirst(
                "(?<=[\\[ ])" + atom.name() + "(?=[,\\]])", atom.name() + " <= " + atom.size());
      }
    }
    return text;
  }

  /** Dims in brackets. */
  static String axesText(List<Dim> axes) {
    return axes.stream().map(Dim::toString).collect(Collectors.joining(", ", "[", "]"));
  }
}
