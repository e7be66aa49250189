package dev.tulle.compiler.lower;

import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.sema.Dim;
import dev.tulle.compiler.sema.TensorType;
import dev.tulle.compiler.sema.TypedNet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stage from a typed net to the graphs of its functions. */
public final class Lowering {
  private final TypedNet net;
  private final Differentiation differentiation;
  private final DiagnosticSink sink;

  private Lowering(TypedNet net, Differentiation differentiation, DiagnosticSink sink) {
    this.net = net;
    this.differentiation = differentiation;
    this.sink = sink;
  }

  /**
   * The program of a net.
   *
   * @param differentiation makes the gradients
   * @param sink is told of parameters that no gradient reaches
   */
  public static Program lower(TypedNet net, Differentiation differentiation, DiagnosticSink sink) {
    return new Lowering(net, differentiation, sink).program();
  }

  private Program program() {
    TypedNet.Regime regime = net.regime();
    return new Program(
        net.module(),
        net.name(),
        net.doc(),
        net.edition(),
        net.span(),
        net.inputs().stream().map(Lowering::port).toList(),
        net.targets().stream().map(Lowering::port).toList(),
        net.outputs().stream().map(this::port).toList(),
        stored(false),
        stored(true),
        predict(),
        initial(),
        regime == null
            ? null
            : new TrainingLowering(net, regime, differentiation, sink).training());
  }

  private static Program.Port port(TypedNet.Port port) {
    TensorType type = port.leaf().type();
    @Nullable Dim below =
        type.element() instanceof TensorType.Element.Below element ? element.dim() : null;
    return new Program.Port(
        port.name(),
        GraphLowering.shape(type),
        GraphLowering.element(type),
        below == null ? null : below.name(),
        below == null ? 0 : Math.toIntExact(below.value()),
        port.doc(),
        port.span());
  }

  /**
   * An output whose last axis is a dim that some port has indices below holds a number for each
   * class.
   */
  private Program.Port port(TypedNet.Output output) {
    TensorType type = output.value().type();
    @Nullable Dim classes = type.rank() == 0 || !isClassDim(type.last()) ? null : type.last();
    return new Program.Port(
        output.name(),
        GraphLowering.shape(type),
        GraphLowering.element(type),
        classes == null ? null : classes.name(),
        classes == null ? 0 : Math.toIntExact(classes.value()),
        output.doc(),
        output.span());
  }

  private boolean isClassDim(Dim dim) {
    var ports = new ArrayList<>(net.inputs());
    ports.addAll(net.targets());
    return ports.stream()
        .anyMatch(
            p ->
                p.leaf().type().element() instanceof TensorType.Element.Below below
                    && below.dim().equals(dim));
  }

  private List<Program.Stored> stored(boolean states) {
    return net.stored().stream()
        .filter(s -> s.state() == states)
        .map(s -> new Program.Stored(s.path(), GraphLowering.shape(s.leaf().type()), s.span()))
        .toList();
  }

  private Graph predict() {
    var lowering = new GraphLowering(false);
    var writes = new ArrayList<Graph.Write>();
    for (TypedNet.Output output : net.outputs()) {
      writes.add(new Graph.Write(Storage.OUTPUT, output.name(), lowering.lower(output.value())));
    }
    return lowering.builder().build("predict", writes);
  }

  private Graph initial() {
    var lowering = new GraphLowering(false);
    var writes = new ArrayList<Graph.Write>();
    for (TypedNet.Stored stored : net.stored()) {
      Storage storage = stored.state() ? Storage.STATE : Storage.PARAMETER;
      writes.add(new Graph.Write(storage, stored.path(), lowering.lower(stored.initial())));
    }
    return lowering.builder().build("initial", writes);
  }
}
