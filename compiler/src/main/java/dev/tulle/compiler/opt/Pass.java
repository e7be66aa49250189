package dev.tulle.compiler.opt;

import dev.tulle.compiler.ir.Graph;

/** A step from graph to graph: the same writes of the same values. */
public interface Pass {
  /** What {@code --dump-after} calls it. */
  String name();

  Graph apply(Graph graph);
}
