package dev.tulle.compiler.shape;

import dev.tulle.compiler.ir.ElementType;
import dev.tulle.compiler.ir.Shape;

/** What a node's value is: the answer of a shape rule. */
public record TensorType(Shape shape, ElementType type) {
  @Override
  public String toString() {
    return type + " " + shape;
  }
}
