package dev.tulle.compiler.opt;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.shape.GraphBuilder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Says which nodes of a step belong before the loop, in it or behind it.
 *
 * <p>What does not depend on what is carried could all be computed before, and what nothing carried
 * depends on behind. Worth it are products, reductions, random numbers and loops, which are cheaper
 * for all steps at once, and what is made of them; the elementwise rest stays with its users, who
 * compute it as they go, instead of taking a tensor of all steps through memory. What merely looks
 * at another node costs nothing anywhere. What is the same at every step is computed once.
 */
final class StepClasses {
  private final Set<Node> stepwise = new HashSet<>();
  private final Set<Node> captures = new HashSet<>();
  private final Set<Node> loop = new HashSet<>();
  private final Set<Node> needed = new HashSet<>();
  private final Set<Node> before = new HashSet<>();
  private final Set<Node> behind = new HashSet<>();

  StepClasses(Graph step) {
    List<Node> carried =
        step.writes().stream()
            .filter(w -> w.storage() == Storage.CARRIED)
            .map(Graph.Write::value)
            .toList();
    needed.addAll(GraphBuilder.reached(carried));
    for (Node node : step.nodes()) {
      if (node.op() instanceof Op.ScanResult && needed.contains(node.input(0))) {
        // A loop within the step is all here or all there.
        needed.add(node);
      }
      classify(node);
    }
  }

  private void classify(Node node) {
    Op op = node.op();
    if (op instanceof Op.Read read) {
      switch (read.storage()) {
        case CARRIED -> loop.add(node);
        case ELEMENT -> stepwise.add(node);
        default -> captures.add(node);
      }
      return;
    }
    List<Node> inputs = node.inputs();
    if (inputs.stream().anyMatch(loop::contains)) {
      loop.add(node);
      boolean free = !needed.contains(node);
      if (free && (isDear(op) || isView(op) || inputs.stream().anyMatch(behind::contains))) {
        behind.add(node);
      }
    } else if (op instanceof Op.Random || inputs.stream().anyMatch(stepwise::contains)) {
      stepwise.add(node);
      boolean dear = inputs.stream().anyMatch(n -> stepwise.contains(n) && before.contains(n));
      if (isDear(op) || dear) {
        before.add(node);
      }
    } else if (inputs.stream().anyMatch(captures::contains)) {
      captures.add(node);
      if (!isView(op) || inputs.stream().anyMatch(before::contains)) {
        before.add(node);
      }
    }
  }

  /** Whether a node depends on what is carried. */
  boolean isInLoop(Node node) {
    return loop.contains(node);
  }

  /** Whether a node is another one at each step, without depending on what is carried. */
  boolean isStepwise(Node node) {
    return stepwise.contains(node);
  }

  /** Whether a node that the loop needs is computed before it; a view of one is not. */
  boolean isBefore(Node node) {
    return before.contains(node) && !isView(node.op()) && !(node.op() instanceof Op.Scan);
  }

  /** Whether a node that depends on what is carried is computed behind the loop. */
  boolean isBehind(Node node) {
    return behind.contains(node);
  }

  private static boolean isDear(Op op) {
    return op instanceof Op.Contract
        || op instanceof Op.Reduce
        || op instanceof Op.Fold
        || op instanceof Op.Scatter
        || op instanceof Op.Random
        || op instanceof Op.Scan;
  }

  private static boolean isView(Op op) {
    return op instanceof Op.Broadcast
        || op instanceof Op.Reshape
        || op instanceof Op.Transpose
        || op instanceof Op.Slice
        || op instanceof Op.Window;
  }
}
