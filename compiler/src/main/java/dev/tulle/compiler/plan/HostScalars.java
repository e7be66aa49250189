package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Storage;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Finds the numbers that the generated class computes in double before it starts a kernel: those of
 * shape [] that depend on constants, sizes and what the host gives.
 */
final class HostScalars {
  private HostScalars() {}

  static Set<Node> of(Graph graph) {
    Set<Node> found = new LinkedHashSet<>();
    for (Node node : graph.nodes()) {
      if (node.shape().rank() == 0 && found.containsAll(node.inputs()) && isHost(node.op())) {
        found.add(node);
      }
    }
    return found;
  }

  private static boolean isHost(Op op) {
    if (op instanceof Op.Read read) {
      return read.storage() == Storage.HOST;
    }
    return op instanceof Op.Constant
        || op instanceof Op.Extent
        || op instanceof Op.Map
        || op instanceof Op.Broadcast
        || op instanceof Op.Reshape;
  }
}
