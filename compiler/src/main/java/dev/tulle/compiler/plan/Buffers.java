package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives every stored value of a graph a buffer, and every tensor from outside one. */
final class Buffers {
  /** A copy that follows all kernels. */
  record Copy(Buffer from, Buffer to) {}

  private record Outside(Storage storage, String name) {}

  private final Map<Outside, Buffer> sources = new LinkedHashMap<>();
  private final Map<Node, List<Buffer>> targets = new HashMap<>();
  private final List<Copy> copies = new ArrayList<>();

  /**
   * @param late the writes that may only happen when all kernels have run
   */
  Buffers(Graph graph, Set<Node> stored, Set<String> late) {
    for (Graph.Write write : graph.writes()) {
      Buffer outside = new Buffer(write.name(), write.value().shape().count(), write.storage());
      Buffer target = outside;
      if (late.contains(key(outside))) {
        target = new Buffer(write.name() + "Next", outside.count(), null);
        copies.add(new Copy(target, outside));
      }
      targets.computeIfAbsent(write.value(), n -> new ArrayList<>()).add(target);
    }
    for (Node node : stored) {
      if (!targets.containsKey(node)) {
        targets.put(node, List.of(new Buffer(Hints.of(node, "value"), node.shape().count(), null)));
      }
    }
  }

  /** What tells a written tensor from every other one. */
  static String key(Buffer outside) {
    return outside.storage() + " " + outside.name();
  }

  boolean isStored(Node node) {
    return targets.containsKey(node);
  }

  /** Where the node's elements are read. */
  Buffer source(Node node) {
    if (node.op() instanceof Op.Read read) {
      return sources.computeIfAbsent(
          new Outside(read.storage(), read.name()),
          o -> new Buffer(o.name(), read.shape().count(), o.storage()));
    }
    return target(node);
  }

  /** Where the node's elements are written. */
  Buffer target(Node node) {
    List<Buffer> all = targets.get(node);
    if (all == null) {
      throw new IllegalStateException(node + " is not stored");
    }
    return all.get(0);
  }

  /** Where they are written besides. */
  List<Buffer> duplicates(Node node) {
    List<Buffer> all = targets.getOrDefault(node, List.of());
    return all.subList(Math.min(1, all.size()), all.size());
  }

  List<Copy> copies() {
    return copies;
  }
}
