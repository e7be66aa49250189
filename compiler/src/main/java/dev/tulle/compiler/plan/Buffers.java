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
import org.jspecify.annotations.Nullable;

/** Gives every stored value of a graph a buffer, and every tensor from outside one. */
final class Buffers {
  /** A copy that follows all kernels. */
  record Copy(Buffer from, Buffer to) {}

  private record Outside(Storage storage, String name) {}

  private final Map<Outside, Buffer> sources = new LinkedHashMap<>();
  private final Map<Node, List<Buffer>> targets = new HashMap<>();
  private final List<Copy> copies = new ArrayList<>();

  private final Joined joined;

  /** The scans of the graph, laid out. */
  private final Map<Node, ScanLayout> layouts;

  /**
   * Those of a whole function.
   *
   * @param late the writes that may only happen when all kernels have run
   * @param layouts of the graph's scans
   */
  Buffers(
      Graph graph,
      Set<Node> stored,
      Joined joined,
      Set<String> late,
      Map<Node, ScanLayout> layouts) {
    this.joined = joined;
    this.layouts = layouts;
    placeResults(stored);
    for (Graph.Write write : graph.writes()) {
      Buffer outside = new Buffer(write.name(), write.value().shape().count(), write.storage());
      Buffer target = outside;
      if (late.contains(key(outside))) {
        target = new Buffer(write.name() + "Next", outside.count(), null);
        copies.add(new Copy(target, outside));
      }
      targets.computeIfAbsent(write.value(), n -> new ArrayList<>()).add(target);
    }
    placeRest(stored);
  }

  /**
   * Those of a step.
   *
   * @param around of the graph in which the scan stands
   * @param scan there
   * @param layout of the scan
   * @param layouts of the scans within the step
   */
  Buffers(
      Graph step,
      Set<Node> stored,
      Joined joined,
      Buffers around,
      Node scan,
      ScanLayout layout,
      Map<Node, ScanLayout> layouts) {
    this.joined = joined;
    this.layouts = layouts;
    Op.Scan op = (Op.Scan) scan.op();
    for (Node node : step.nodes()) {
      if (node.op() instanceof Op.Read read) {
        Buffer buffer =
            switch (read.storage()) {
              case CARRIED -> layout.before(op.input(read));
              case ELEMENT ->
                  layout.element(around.array(scan.input(op.input(read))), read.shape());
              default -> around.array(scan.input(op.input(read)));
            };
        sources.put(new Outside(read.storage(), read.name()), buffer);
      }
    }
    placeResults(stored);
    for (Graph.Write write : step.writes()) {
      Buffer target = layout.written(write);
      if (target != null) {
        targets.computeIfAbsent(write.value(), n -> new ArrayList<>()).add(target);
      }
    }
    placeRest(stored);
  }

  /** What a scan brings forth has its place by the loop, and goes elsewhere as a copy. */
  private void placeResults(Set<Node> stored) {
    for (Node node : stored) {
      if (node.op() instanceof Op.ScanResult result) {
        Buffer own = layout(node.input(0)).result(result.index());
        targets.put(node, new ArrayList<>(List.of(own)));
      }
    }
  }

  private void placeRest(Set<Node> stored) {
    for (Node node : stored) {
      if (!targets.containsKey(node) && !(node.op() instanceof Op.Read)) {
        // What is padded has the name of the layer that it is padded for, whose result it is not.
        String padded = node.op() instanceof Op.Pad ? "Padded" : "";
        String name = Hints.of(node, "value") + padded;
        targets.put(node, List.of(new Buffer(name, node.shape().count(), null)));
      }
    }
  }

  ScanLayout layout(Node scan) {
    ScanLayout layout = layouts.get(scan);
    if (layout == null) {
      throw new IllegalStateException(scan + " is not laid out");
    }
    return layout;
  }

  /** The array that holds the elements of {@code node} in their order. */
  private Buffer array(Node node) {
    Node array = node;
    while (array.op() instanceof Op.Reshape && !isStored(array)) {
      array = array.input(0);
    }
    return source(array);
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

  /** Where a kernel writes an element of the node: to its own place, or to that in a whole. */
  Kernel.Store store(Node node, IndexMap at, Value value) {
    Joined.Site site = joined.site(node);
    return site == null
        ? new Kernel.Store(target(node), at.linear(node.shape()), value)
        : new Kernel.Store(target(site.whole()), site.linear(at), value);
  }

  /** Whether an input of what is put together needs no copy. */
  boolean isPlaced(Node input) {
    return joined.isPlaced(input);
  }

  /** What the node is padded to where its kernel writes it there, or null. */
  @Nullable Node padded(Node node) {
    Joined.Site site = joined.site(node);
    return site != null && site.whole().op() instanceof Op.Pad ? site.whole() : null;
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
