package dev.tulle.compiler.opt;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.shape.GraphBuilder;
import dev.tulle.compiler.shape.ScanBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Computes nodes of a step for all steps at once: each gets a leading axis of steps, but for those
 * that are the same at every step.
 */
final class OverSteps {
  /**
   * What stands for a node of the step.
   *
   * @param stepwise whether its first axis is that of the steps
   */
  record Lifted(Node node, boolean stepwise) {}

  private final GraphBuilder b;
  private final Size length;
  private final Map<Node, Lifted> known = new HashMap<>();
  private final Map<Node, List<Node>> scans = new HashMap<>();

  /**
   * @param builder of the nodes that stand for those of the step
   * @param length how many steps there are
   */
  OverSteps(GraphBuilder builder, Size length) {
    this.b = builder;
    this.length = length;
  }

  /** Says what stands for a node. */
  void put(Node node, Node outside, boolean stepwise) {
    known.put(node, new Lifted(outside, stepwise));
  }

  /** What stands for the node, with an axis of steps in any case. */
  Node stepwise(Node node) {
    Lifted lifted = lift(node);
    return lifted.stepwise()
        ? lifted.node()
        : b.broadcastTo(lifted.node(), leading(lifted.node().shape()));
  }

  Lifted lift(Node node) {
    Lifted before = known.get(node);
    if (before == null) {
      before = make(node);
      known.put(node, before);
    }
    return before;
  }

  private Lifted make(Node node) {
    Op op = node.op();
    if (op instanceof Op.Random random) {
      Op all = new Op.Random(random.distribution(), leading(random.shape()), random.stream());
      return new Lifted(b.like(node).add(all, List.of()), true);
    }
    if (op instanceof Op.ScanResult result) {
      return result(node.input(0), result.index());
    }
    if (node.inputs().stream().map(this::lift).noneMatch(Lifted::stepwise)) {
      List<Node> same = node.inputs().stream().map(n -> lift(n).node()).toList();
      return new Lifted(b.like(node).add(op, same), false);
    }
    return new Lifted(all(node), true);
  }

  private Lifted result(Node scan, int index) {
    boolean same = scan.inputs().stream().map(this::lift).noneMatch(Lifted::stepwise);
    List<Node> results = scans.get(scan);
    if (results == null) {
      Op.Scan op = (Op.Scan) scan.op();
      results =
          same
              ? b.scan(op, scan.inputs().stream().map(n -> lift(n).node()).toList())
              : scan(op, scan.inputs());
      scans.put(scan, results);
    }
    return new Lifted(results.get(index), !same);
  }

  private Node all(Node node) {
    Op op = node.op();
    if (op instanceof Op.Contract contract) {
      return contract(node, contract);
    }
    if (op instanceof Op.Gather gather && !lift(node.input(0)).stepwise() && gather.batch() == 0) {
      Node table = lift(node.input(0)).node();
      return b.like(node).gather(table, lift(node.input(1)).node(), 0);
    }
    List<Node> inputs = node.inputs().stream().map(this::stepwise).toList();
    return b.like(node).add(leading(op), inputs);
  }

  private Op leading(Op op) {
    if (op instanceof Op.Map) {
      return op;
    } else if (op instanceof Op.Broadcast broadcast) {
      return new Op.Broadcast(leading(broadcast.shape()), behind(broadcast.axes()));
    } else if (op instanceof Op.Reduce reduce) {
      return new Op.Reduce(
          reduce.reduction(),
          java.util.Set.copyOf(reduce.axes().stream().map(a -> a + 1).toList()));
    } else if (op instanceof Op.Reshape reshape) {
      return new Op.Reshape(leading(reshape.shape()));
    } else if (op instanceof Op.Transpose transpose) {
      return new Op.Transpose(behind(transpose.permutation()));
    } else if (op instanceof Op.Slice slice) {
      return new Op.Slice(from(slice.starts()), leading(slice.shape()));
    } else if (op instanceof Op.Pad pad) {
      return new Op.Pad(from(pad.before()), leading(pad.shape()));
    } else if (op instanceof Op.Concat concat) {
      return new Op.Concat(concat.axis() + 1);
    } else if (op instanceof Op.Window window) {
      return new Op.Window(window.axis() + 1, window.start(), window.strides(), window.sizes());
    } else if (op instanceof Op.Fold fold) {
      return new Op.Fold(fold.axis() + 1, fold.start(), fold.strides(), fold.size());
    } else if (op instanceof Op.Gather gather) {
      return new Op.Gather(gather.batch() + 1);
    } else if (op instanceof Op.Scatter scatter) {
      return new Op.Scatter(scatter.batch() + 1, scatter.size());
    }
    throw new IllegalStateException("no form for all steps of " + op);
  }

  private Node contract(Node node, Op.Contract contract) {
    Lifted left = lift(node.input(0));
    Lifted right = lift(node.input(1));
    int steps =
        1
            + Stream.of(contract.left(), contract.right())
                .flatMap(List::stream)
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
    return b.like(node)
        .contract(
            left.node(),
            right.node(),
            left.stepwise() ? with(steps, contract.left()) : contract.left(),
            right.stepwise() ? with(steps, contract.right()) : contract.right(),
            with(steps, contract.result()));
  }

  /** A loop within the step: each of its tensors has the outer steps behind its own. */
  private List<Node> scan(Op.Scan scan, List<Node> inputs) {
    var all = new ScanBuilder(b, scan.length(), scan.reverse());
    var inner = new OverSteps(all.step(), length);
    var carried = new ArrayList<Node>();
    for (int i = 0; i < scan.carried(); i++) {
      carried.add(all.carry(stepwise(inputs.get(i))));
    }
    for (Node node : scan.step().nodes()) {
      if (node.op() instanceof Op.Read read) {
        int index = scan.input(read);
        if (read.storage() == Storage.CARRIED) {
          inner.put(node, carried.get(index), true);
        } else {
          Lifted lifted = lift(inputs.get(index));
          boolean element = read.storage() == Storage.ELEMENT;
          Node outside = element && lifted.stepwise() ? swapped(lifted.node()) : lifted.node();
          inner.put(node, element ? all.element(outside) : all.capture(outside), lifted.stepwise());
        }
      }
    }
    var positions = new ArrayList<Integer>();
    for (Graph.Write write : scan.step().writes()) {
      Node value = inner.stepwise(write.value());
      if (write.storage() == Storage.CARRIED) {
        all.next(value);
        positions.add(positions.size());
      } else {
        positions.add(all.stack(value));
      }
    }
    List<Node> made = all.build();
    var results = new ArrayList<Node>();
    for (int i = 0; i < positions.size(); i++) {
      Node result = made.get(positions.get(i));
      results.add(i < scan.carried() ? result : swapped(result));
    }
    return results;
  }

  private Node swapped(Node node) {
    var order = new ArrayList<>(IntStream.range(0, node.shape().rank()).boxed().toList());
    order.set(0, 1);
    order.set(1, 0);
    return b.like(node).transpose(node, order);
  }

  private Shape leading(Shape shape) {
    return new Shape(Stream.concat(Stream.of(length), shape.sizes().stream()).toList());
  }

  private static List<Integer> behind(List<Integer> axes) {
    return with(0, axes.stream().map(a -> a + 1).toList());
  }

  private static List<Integer> with(int first, List<Integer> rest) {
    return Stream.concat(Stream.of(first), rest.stream()).toList();
  }

  private static List<Size> from(List<Size> starts) {
    return Stream.concat(Stream.of(Size.of(0)), starts.stream()).toList();
  }
}
