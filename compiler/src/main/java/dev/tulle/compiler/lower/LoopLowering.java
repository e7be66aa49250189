package dev.tulle.compiler.lower;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.sema.ScanLoop;
import dev.tulle.compiler.sema.Typed;
import dev.tulle.compiler.sema.TypedWalk;
import dev.tulle.compiler.shape.GraphBuilder;
import dev.tulle.compiler.shape.ScanBuilder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Makes the scan of a loop: its step in a graph of its own, with the axis of steps in front of the
 * batch, so that what a step reads lies together.
 */
final class LoopLowering {
  private final GraphLowering outer;
  private final ScanLoop loop;
  private final ScanBuilder scan;

  /** Whether a node depends on what the steps find, as far as it was asked. */
  private final Map<Typed, Boolean> turning = new IdentityHashMap<>();

  LoopLowering(GraphLowering outer, ScanLoop loop) {
    this.outer = outer;
    this.loop = loop;
    this.scan = new ScanBuilder(outer.builder(), Lengths.size(loop.length()), loop.reverse());
  }

  /** The last of what is carried, then what every step gives. */
  List<Node> results() {
    loop.outputs().forEach(this::mark);
    var step = new GraphLowering(outer, scan.step(), this);
    for (int i = 0; i < loop.first().size(); i++) {
      Typed turn = loop.carried().get(i);
      Node first = outer.widened(loop.first().get(i), turn.type().batched());
      step.put(turn, scan.carry(first));
    }
    for (int i = 0; i < loop.sequences().size(); i++) {
      Typed sequence = loop.sequences().get(i);
      Node node = outer.lower(sequence);
      Node stepsFirst = sequence.type().batched() ? swapped(outer.builder(), node) : node;
      step.put(loop.elements().get(i), scan.element(stepsFirst));
    }
    var outputs = new ArrayList<Node>();
    for (int i = 0; i < loop.outputs().size(); i++) {
      Typed output = loop.outputs().get(i);
      boolean carried = i < loop.carried().size();
      boolean batched = carried ? loop.carried().get(i).type().batched() : output.type().batched();
      Node node = step.widened(output, batched);
      if (carried) {
        scan.next(node);
      }
      outputs.add(node);
    }
    List<Integer> positions = outputs.stream().map(scan::stack).toList();
    List<Node> made = scan.offer().build();
    var results = new ArrayList<>(made.subList(0, loop.carried().size()));
    positions.forEach(p -> results.add(made.get(p)));
    return results;
  }

  /** The first two axes, the batch and the steps, the other way round. */
  static Node swapped(GraphBuilder builder, Node node) {
    var order = new ArrayList<>(IntStream.range(0, node.shape().rank()).boxed().toList());
    Collections.swap(order, 0, 1);
    return builder.transpose(node, order);
  }

  /** Finds out which nodes depend on what the steps find, without recursion: steps are deep. */
  private void mark(Typed output) {
    Deque<Typed> open = new ArrayDeque<>(List.of(output));
    Set<Typed> seen = new HashSet<>();
    while (!open.isEmpty()) {
      Typed next = open.peek();
      List<Typed> operands = TypedWalk.operands(next);
      if (turning.containsKey(next)) {
        open.pop();
      } else if (seen.add(next)) {
        operands.forEach(open::push);
      } else {
        open.pop();
        turning.put(
            next, isTurn(next) || operands.stream().anyMatch(o -> turning.getOrDefault(o, false)));
      }
    }
  }

  private boolean isTurn(Typed typed) {
    return typed.form() instanceof Typed.Form.Sample
        || loop.carried().contains(typed)
        || loop.elements().contains(typed);
  }

  /**
   * Whether a value is computed around the loop: it is the same at every step, and neither a number
   * nor a mere look at another.
   */
  boolean captures(Typed typed) {
    Typed.Form form = typed.form();
    boolean cheap =
        form instanceof Typed.Form.Number
            || form instanceof Typed.Form.Length
            || form instanceof Typed.Form.BatchCount
            || form instanceof Typed.Form.Position
            || form instanceof Typed.Form.Spread
            || form instanceof Typed.Form.Permute
            || form instanceof Typed.Form.Reshape
            || form instanceof Typed.Form.Slice;
    return !cheap && !turning.getOrDefault(typed, false);
  }

  Node capture(Typed typed) {
    return scan.capture(outer.lower(typed));
  }
}
