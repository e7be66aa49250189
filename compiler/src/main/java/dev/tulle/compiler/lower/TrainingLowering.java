package dev.tulle.compiler.lower;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.sema.Typed;
import dev.tulle.compiler.sema.TypedNet;
import dev.tulle.compiler.shape.GraphBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The functions that a recipe adds: gradient, evaluation, update and the optimizer's first
 * memories.
 */
final class TrainingLowering {
  private final TypedNet net;
  private final TypedNet.Regime regime;
  private final Differentiation differentiation;
  private final DiagnosticSink sink;

  TrainingLowering(
      TypedNet net, TypedNet.Regime regime, Differentiation differentiation, DiagnosticSink sink) {
    this.net = net;
    this.regime = regime;
    this.differentiation = differentiation;
    this.sink = sink;
  }

  Program.Training training() {
    var losses = new ArrayList<>(net.losses().stream().map(TypedNet.Loss::name).toList());
    if (regime.penalty() != null) {
      losses.add("penalty");
    }
    var slots = new ArrayList<Program.Stored>();
    for (TypedNet.Step step : regime.steps()) {
      for (TypedNet.Slot slot : step.slots()) {
        slots.add(
            new Program.Stored(
                name(slot, step), GraphLowering.shape(slot.leaf().type()), regime.span()));
      }
    }
    var evaluation = new EvaluationLowering(net, regime);
    Graph evaluate = evaluation.evaluate();
    return new Program.Training(
        losses,
        slots,
        regime.steps().stream().map(TypedNet.Step::path).toList(),
        evaluation.losses(),
        evaluation.metrics(),
        gradient(),
        slotInitials(),
        evaluate,
        update(),
        regime.clip(),
        regime.average(),
        regime.recipe(),
        regime.data());
  }

  private static String name(TypedNet.Slot slot, TypedNet.Step step) {
    return slot.name() + ":" + step.path();
  }

  private Graph gradient() {
    var lowering = new GraphLowering(true);
    augment(lowering);
    GraphBuilder builder = lowering.builder();
    var writes = new ArrayList<Graph.Write>();
    Node total = null;
    for (TypedNet.Loss loss : net.losses()) {
      Node mean = batchMean(lowering, loss.value());
      writes.add(new Graph.Write(Storage.LOSS, loss.name(), mean));
      total = total == null ? mean : builder.map(ScalarFunction.ADD, total, mean);
    }
    Typed penalty = regime.penalty();
    if (penalty != null) {
      Node node = lowering.lower(penalty);
      writes.add(new Graph.Write(Storage.LOSS, "penalty", node));
      total = total == null ? node : builder.map(ScalarFunction.ADD, total, node);
    }
    if (total == null) {
      throw new IllegalStateException("a regime without losses");
    }
    var parameters = new ArrayList<Node>();
    var paths = regime.steps().stream().map(TypedNet.Step::path).toList();
    for (String path : paths) {
      parameters.add(lowering.lower(stored(path).leaf()));
    }
    var parts = new Parts(regime.recomputed(), lowering);
    int backward = builder.size();
    List<@Nullable Node> gradients =
        differentiation.gradients(builder, total, parameters, lowering.constants());
    int behind = builder.size();
    var unreached = new LinkedHashMap<String, List<TypedNet.Stored>>();
    for (int i = 0; i < paths.size(); i++) {
      Node gradient = gradients.get(i);
      if (gradient == null) {
        String path = paths.get(i);
        String owner = path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : path;
        unreached.computeIfAbsent(owner, o -> new ArrayList<>()).add(stored(path));
      } else {
        writes.add(new Graph.Write(Storage.GRADIENT, paths.get(i), gradient));
      }
    }
    unreached.values().forEach(this::unreached);
    Map<String, Typed> updates = new TreeMap<>(net.updates());
    updates.forEach(
        (path, value) -> writes.add(new Graph.Write(Storage.STATE, path, lowering.lower(value))));
    return parts.applied(builder.build("gradient", writes), backward, behind);
  }

  /** Puts what augmentations make of rows in the place of what the data give. */
  private void augment(GraphLowering lowering) {
    var made = new LinkedHashMap<Typed, Node>();
    // An augmentation of several fields reads all of them as the data give them.
    regime.augmented().forEach(a -> made.put(a.leaf(), lowering.widened(a.value(), true)));
    made.forEach(lowering::put);
  }

  private TypedNet.Stored stored(String path) {
    return net.stored().stream()
        .filter(s -> s.path().equals(path))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no parameter " + path));
  }

  /** Reports the parameters of one layer together. */
  private void unreached(List<TypedNet.Stored> layer) {
    TypedNet.Stored stored = layer.get(0);
    String names =
        layer.stream().map(s -> "`" + s.path() + "`").collect(Collectors.joining(" and "));
    String head =
        stored.path().contains(".")
            ? stored.path().substring(0, stored.path().lastIndexOf('.')) + ".**"
            : stored.path();
    sink.report(
        Diagnostic.error(
            Code.G501,
            stored.span(),
            "no gradient of a loss reaches "
                + names
                + (layer.size() == 1 ? ", so it" : ", so they")
                + " would never train",
            "let a loss depend on "
                + (layer.size() == 1 ? "it" : "them")
                + " by smooth functions (`argmax` and comparisons pass no gradient), or write"
                + " `freeze \""
                + head
                + "\"` in the recipe"));
  }

  /** The mean over the rows of a number a row; a number that is the same for all rows itself. */
  private static Node batchMean(GraphLowering lowering, Typed value) {
    Node node = lowering.lower(value);
    if (!value.type().batched()) {
      return node;
    }
    GraphBuilder builder = lowering.builder().at(value.site(), value.hint());
    return builder.map(ScalarFunction.DIVIDE, builder.sum(node), builder.extent(Size.ROWS));
  }

  private Graph slotInitials() {
    var lowering = new GraphLowering(true);
    var writes = new ArrayList<Graph.Write>();
    for (TypedNet.Step step : regime.steps()) {
      for (TypedNet.Slot slot : step.slots()) {
        writes.add(new Graph.Write(Storage.SLOT, name(slot, step), lowering.lower(slot.initial())));
      }
    }
    return lowering.builder().build("initial_slots", writes);
  }

  private Graph update() {
    var lowering = new GraphLowering(true);
    var writes = new ArrayList<Graph.Write>();
    for (TypedNet.Step step : regime.steps()) {
      for (TypedNet.Slot slot : step.slots()) {
        writes.add(new Graph.Write(Storage.SLOT, name(slot, step), lowering.lower(slot.updated())));
      }
      writes.add(new Graph.Write(Storage.PARAMETER, step.path(), lowering.lower(step.updated())));
    }
    return lowering.builder().build("update", writes);
  }
}
