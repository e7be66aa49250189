package dev.tulle.compiler.ir;

import dev.tulle.compiler.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value of the graph. Nodes are compared by identity; inputs have smaller ids.
 *
 * @see Op
 */
public final class Node {
  private final int id;
  private final Op op;
  private final List<Node> inputs;
  private final Shape shape;
  private final ElementType type;
  private final @Nullable Span origin;
  private final String hint;
  private final Part part;

  /** Built by {@code shape.GraphBuilder}, which knows the shape rules. */
  public Node(
      int id,
      Op op,
      List<Node> inputs,
      Shape shape,
      ElementType type,
      @Nullable Span origin,
      String hint,
      Part part) {
    this.id = id;
    this.op = op;
    this.inputs = List.copyOf(inputs);
    this.shape = shape;
    this.type = type;
    this.origin = origin;
    this.hint = hint;
    this.part = part;
  }

  /** The position in its builder; unique in a graph, ascending from inputs to results. */
  public int id() {
    return id;
  }

  public Op op() {
    return op;
  }

  public List<Node> inputs() {
    return inputs;
  }

  public Node input(int index) {
    return inputs.get(index);
  }

  public Shape shape() {
    return shape;
  }

  public ElementType type() {
    return type;
  }

  /** The text it comes from, for messages and for the comments of generated kernels. */
  public @Nullable Span origin() {
    return origin;
  }

  /** A name from the text (`dense1`, `logits`, `fit`) for generated code; may be empty. */
  public String hint() {
    return hint;
  }

  /** Where it stands in a training step. */
  public Part part() {
    return part;
  }

  @Override
  public String toString() {
    return "%" + id;
  }
}
