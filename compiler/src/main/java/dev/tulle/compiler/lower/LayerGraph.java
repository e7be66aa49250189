package dev.tulle.compiler.lower;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.sema.Typed;
import dev.tulle.compiler.sema.TypedNet;
import dev.tulle.compiler.sema.TypedWalk;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The graph of serving before any pass, and which of its nodes a layer of the text made.
 *
 * @param graph what {@code predict} computes
 * @param layers those that serving needs, as they end: the parts of a layer before it
 */
public record LayerGraph(Graph graph, List<Layer> layers) {
  public LayerGraph {
    layers = List.copyOf(layers);
  }

  /**
   * A layer as nodes.
   *
   * @param from what goes in
   * @param to what comes out
   */
  public record Layer(TypedNet.Layer text, List<Node> from, Node to) {
    public Layer {
      from = List.copyOf(from);
    }
  }

  public static LayerGraph of(TypedNet net) {
    var lowering = new GraphLowering(false);
    var writes = new ArrayList<Graph.Write>();
    for (TypedNet.Output output : net.outputs()) {
      writes.add(new Graph.Write(Storage.OUTPUT, output.name(), lowering.lower(output.value())));
    }
    Set<Typed> served = served(net);
    var layers = new ArrayList<Layer>();
    for (TypedNet.Layer layer : net.layers()) {
      if (served.contains(layer.to())) {
        List<Node> from = layer.from().stream().map(lowering::lower).toList();
        layers.add(new Layer(layer, from, lowering.lower(layer.to())));
      }
    }
    return new LayerGraph(lowering.builder().build("predict", writes), layers);
  }

  /** What the outputs are computed from in serving. */
  private static Set<Typed> served(TypedNet net) {
    Set<Typed> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Typed> open = new ArrayDeque<>();
    net.outputs().forEach(output -> open.push(output.value()));
    while (!open.isEmpty()) {
      Typed next = open.pop();
      if (seen.add(next)) {
        open.addAll(
            next.form() instanceof Typed.Form.ByMode mode
                ? List.of(mode.serving())
                : TypedWalk.operands(next));
      }
    }
    return seen;
  }
}
