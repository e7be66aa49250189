package dev.tulle.compiler.opt;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.shape.GraphBuilder;

/**
 * Removes what no write needs, and numbers the rest anew.
 *
 * <p>Before: any graph. After: every node reaches a write; ids count from 0. Invariant: the order
 * of the nodes.
 */
public final class DeadCodePass implements Pass {
  @Override
  public String name() {
    return "dead-code";
  }

  @Override
  public Graph apply(Graph graph) {
    // The first build leaves dead nodes out, so that the copy's numbers have no gaps.
    Graph alive = new GraphBuilder(graph).build(graph.name(), graph.writes());
    return GraphCopy.into(new GraphBuilder(), alive);
  }
}
