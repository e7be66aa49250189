package dev.tulle.compiler.summary;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.lower.LayerGraph;
import dev.tulle.compiler.plan.ProgramPlan;
import dev.tulle.compiler.plan.ProgramPlanner;
import dev.tulle.compiler.sema.TypedNet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Summarises nets.
 *
 * <p>Every node of the serving graph before its passes belongs to the first layer that ends with
 * it, an expression before an arrow to the layer behind it, so that the layers' figures sum up to
 * the net's.
 */
public final class Summaries {
  private final LayerGraph graph;
  private final ReceptiveFields fields;
  private final Map<Node, String> makers = new HashMap<>();
  private final Set<String> counted = new LinkedHashSet<>();
  private final List<Ranked> layers = new ArrayList<>();

  /** A layer and when it begins. */
  private record Ranked(int order, NetSummary.Layer layer) {}

  private Summaries(LayerGraph graph) {
    this.graph = graph;
    this.fields = new ReceptiveFields(graph.graph());
  }

  /**
   * What a net is made of and costs.
   *
   * @param program the net's own, as the back end gets it
   */
  public static NetSummary of(TypedNet net, Program program) {
    return new Summaries(LayerGraph.of(net)).summary(net, program);
  }

  private NetSummary summary(TypedNet net, Program program) {
    for (Node node : graph.graph().nodes()) {
      if (node.op() instanceof Op.Read read && read.storage() == Storage.INPUT) {
        makers.put(node, read.name());
      }
    }
    graph.layers().forEach(this::add);
    ProgramPlan plan = ProgramPlanner.plan(program);
    Program.Training training = program.training();
    ProgramPlan.Training planned = plan.training();
    int batch = training == null ? 0 : training.recipe().batch();
    return new NetSummary(
        net.module(),
        net.name(),
        training == null ? "" : training.data().name(),
        net.inputs().stream()
            .map(p -> new NetSummary.Port(p.name(), p.leaf().type().bounded()))
            .toList(),
        layers.stream().sorted(Comparator.comparingInt(Ranked::order)).map(Ranked::layer).toList(),
        net.outputs().stream()
            .map(o -> new NetSummary.Port(o.name(), o.value().type().bounded()))
            .toList(),
        count(program.parameters()),
        Float.BYTES * (count(program.parameters()) + count(program.states())),
        Costs.multiplyAdds(graph.graph()),
        Float.BYTES * plan.served().panels(),
        plan.serving().bytes(1),
        training == null || planned == null
            ? null
            : TrainingMemory.of(plan, planned, training.recipe()),
        batch);
  }

  private static long count(Collection<Program.Stored> stored) {
    return stored.stream().mapToLong(each -> Costs.count(each.shape())).sum();
  }

  private void add(LayerGraph.Layer layer) {
    var from = new LinkedHashSet<String>();
    List<Node> own = claim(layer, from);
    boolean formula = layer.text().from().isEmpty();
    if (formula && own.isEmpty()) {
      return;
    }
    layers.add(new Ranked(layer.text().order(), described(layer.text(), layer.to(), own, from)));
  }

  /** The nodes that a layer made, and the paths of what it reads. */
  private List<Node> claim(LayerGraph.Layer layer, Set<String> from) {
    var own = new ArrayList<Node>();
    var seen = new LinkedHashSet<Node>();
    Deque<Node> open = new ArrayDeque<>(List.of(layer.to()));
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (!seen.add(node)) {
        continue;
      }
      String maker = makers.get(node);
      if (maker == null) {
        own.add(node);
        node.inputs().forEach(open::push);
      } else if (!isWeight(node)) {
        from.add(maker);
      }
    }
    own.forEach(node -> makers.put(node, layer.text().path()));
    return own;
  }

  /** Weights that two layers share do not make one an input of the other. */
  private static boolean isWeight(Node node) {
    return node.op() instanceof Op.Read read && read.storage() != Storage.INPUT;
  }

  private NetSummary.Layer described(
      TypedNet.Layer text, Node to, List<Node> own, Set<String> from) {
    long parameters = stored(own, Storage.PARAMETER);
    long states = stored(own, Storage.STATE);
    return new NetSummary.Layer(
        text.path(),
        text.call(),
        text.depth(),
        List.copyOf(from),
        text.to().type().toString(),
        parameters,
        own.stream().mapToLong(Costs::multiplyAdds).sum(),
        Float.BYTES * (parameters + states),
        Float.BYTES * Costs.count(to.shape()),
        fields.of(to),
        text.span().line());
  }

  /** The numbers that nodes read of a storage, each tensor counted once in the net. */
  private long stored(List<Node> own, Storage storage) {
    long count = 0;
    for (Node node : own) {
      if (node.op() instanceof Op.Read read
          && read.storage() == storage
          && counted.add(storage + " " + read.name())) {
        count += Costs.count(node.shape());
      }
    }
    return count;
  }
}
