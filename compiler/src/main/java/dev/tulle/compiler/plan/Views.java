package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;

/** Operators that only say where an element is, and what they look at. */
final class Views {
  private Views() {}

  static boolean isView(Op op) {
    return op instanceof Op.Broadcast
        || op instanceof Op.Transpose
        || op instanceof Op.Slice
        || op instanceof Op.Window
        || op instanceof Op.Reshape;
  }

  /** The first node that is no view: the node itself, or what it is a view of. */
  static Node base(Node node) {
    Node base = node;
    while (isView(base.op())) {
      base = base.input(0);
    }
    return base;
  }

  /** Whether all elements are one number of the text. */
  static boolean isNumber(Node node) {
    return base(node).op() instanceof Op.Constant;
  }
}
