package dev.tulle.compiler.summary;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Storage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Follows through a graph which stretch of each axis of the inputs an element depends on.
 *
 * <p>Every operator moves, widens or joins stretches; one that mixes positions in a way that is not
 * a shift takes the whole of the axis.
 */
final class ReceptiveFields {
  /** An axis of an input; the batch is axis 0, and not followed. */
  private record InputAxis(String input, int axis, long size) implements Comparable<InputAxis> {
    @Override
    public int compareTo(InputAxis other) {
      int byInput = input.compareTo(other.input);
      return byInput != 0 ? byInput : Integer.compare(axis, other.axis);
    }
  }

  private final Map<Node, Map<InputAxis, Reach>> reaches = new HashMap<>();

  ReceptiveFields(Graph graph) {
    for (Node node : graph.nodes()) {
      reaches.put(node, reach(node));
    }
  }

  /** The sizes of the stretches along axes that windows move over, in the inputs' order. */
  List<Long> of(Node node) {
    var sizes = new ArrayList<Long>();
    reach(node, reaches)
        .forEach(
            (axis, reach) -> {
              if (reach.windowed()) {
                sizes.add(Math.min(axis.size(), reach.size()));
              }
            });
    return sizes;
  }

  private static Map<InputAxis, Reach> reach(Node node, Map<Node, Map<InputAxis, Reach>> reaches) {
    return reaches.getOrDefault(node, Map.of());
  }

  private Map<InputAxis, Reach> reach(Node node) {
    Op op = node.op();
    if (op instanceof Op.Read read && read.storage() == Storage.INPUT) {
      return read(read);
    }
    if (node.inputs().isEmpty()) {
      return Map.of();
    }
    if (op instanceof Op.Contract contract) {
      return join(
          node,
          List.of(
              relabelled(node.input(0), contract.left(), contract.result()),
              relabelled(node.input(1), contract.right(), contract.result())));
    }
    if (op instanceof Op.Concat concat) {
      return concatenated(node, concat.axis());
    }
    if (op instanceof Op.Gather gather) {
      return gathered(node, gather.batch());
    }
    var parts = new ArrayList<Map<InputAxis, Reach>>();
    for (Node input : node.inputs()) {
      parts.add(mapped(input, reach -> moved(reach, input.shape(), node)));
    }
    return join(node, parts);
  }

  private static Map<InputAxis, Reach> read(Op.Read read) {
    Map<InputAxis, Reach> axes = new TreeMap<>();
    for (int axis = 1; axis < read.shape().rank(); axis++) {
      long size = size(read.shape().size(axis));
      axes.put(new InputAxis(read.name(), axis, size), Reach.of(read.shape().rank(), axis));
    }
    return axes;
  }

  private interface Move {
    Reach of(Reach reach);
  }

  private Map<InputAxis, Reach> mapped(Node input, Move move) {
    Map<InputAxis, Reach> moved = new TreeMap<>();
    reach(input, reaches).forEach((axis, reach) -> moved.put(axis, move.of(reach)));
    return moved;
  }

  /** What an operator of one tensor, or of several of one shape, makes of a stretch. */
  private static Reach moved(Reach reach, Shape before, Node node) {
    Op op = node.op();
    if (op instanceof Op.Map) {
      // A scalar stands for a tensor whose every element it is.
      return before.rank() == node.shape().rank() ? reach : absorbed(reach, before, node.shape());
    } else if (op instanceof Op.Broadcast broadcast) {
      return reach.select(places(broadcast.axes(), node.shape().rank()));
    } else if (op instanceof Op.Transpose transpose) {
      return reach.select(transpose.permutation());
    } else if (op instanceof Op.Reduce reduce) {
      Reach summed = reach;
      for (int axis : reduce.axes()) {
        summed = summed.absorb(axis, size(before.size(axis)));
      }
      return summed.select(
          IntStream.range(0, before.rank())
              .filter(a -> !reduce.axes().contains(a))
              .boxed()
              .toList());
    } else if (op instanceof Op.Slice slice) {
      return shifted(reach, slice.starts(), 1);
    } else if (op instanceof Op.Pad pad) {
      return shifted(reach, pad.before(), -1);
    } else if (op instanceof Op.Window window) {
      return reach.window(
          window.axis(),
          window.start(),
          window.strides(),
          window.sizes().stream().map(ReceptiveFields::size).toList());
    } else if (op instanceof Op.Reshape) {
      return Reshapes.reshaped(reach, sizes(before), sizes(node.shape()));
    }
    return absorbed(reach, before, node.shape());
  }

  private static Reach shifted(Reach reach, List<Size> by, int sign) {
    Reach shifted = reach;
    for (int axis = 0; axis < by.size(); axis++) {
      shifted = shifted.shift(axis, sign * size(by.get(axis)));
    }
    return shifted;
  }

  private static Reach absorbed(Reach reach, Shape before, Shape after) {
    Reach whole = reach;
    for (int axis : reach.moving()) {
      whole = whole.absorb(axis, size(before.size(axis)));
    }
    return whole.select(IntStream.range(0, after.rank()).mapToObj(a -> -1).toList());
  }

  private Map<InputAxis, Reach> relabelled(Node input, List<Integer> labels, List<Integer> result) {
    return mapped(
        input,
        reach -> {
          Reach kept = reach;
          for (int axis = 0; axis < labels.size(); axis++) {
            if (!result.contains(labels.get(axis))) {
              kept = kept.absorb(axis, size(input.shape().size(axis)));
            }
          }
          return kept.select(result.stream().map(labels::indexOf).toList());
        });
  }

  private Map<InputAxis, Reach> concatenated(Node node, int axis) {
    var parts = new ArrayList<Map<InputAxis, Reach>>();
    long offset = 0;
    for (Node input : node.inputs()) {
      long start = offset;
      parts.add(mapped(input, reach -> reach.shift(axis, -start)));
      offset += size(input.shape().size(axis));
    }
    return join(node, parts);
  }

  private Map<InputAxis, Reach> gathered(Node node, int batch) {
    Node data = node.input(0);
    Node positions = node.input(1);
    int picks = positions.shape().rank() - batch;
    int rank = node.shape().rank();
    List<Integer> ofData =
        IntStream.range(0, rank)
            .mapToObj(a -> a < batch ? a : a < batch + picks ? -1 : a - picks + 1)
            .toList();
    List<Integer> ofPositions =
        IntStream.range(0, rank).mapToObj(a -> a < batch + picks ? a : -1).toList();
    return join(
        node,
        List.of(
            mapped(
                data, reach -> reach.absorb(batch, size(data.shape().size(batch))).select(ofData)),
            mapped(positions, reach -> reach.select(ofPositions))));
  }

  private static Map<InputAxis, Reach> join(Node node, Collection<Map<InputAxis, Reach>> parts) {
    Map<InputAxis, Reach> all = new TreeMap<>();
    for (Map<InputAxis, Reach> part : parts) {
      part.forEach(
          (axis, reach) ->
              all.merge(axis, reach, (a, b) -> Reach.union(a, b, sizes(node.shape()))));
    }
    return all;
  }

  /** For each axis of a result, the axis of the operand that it is, or -1. */
  private static List<Integer> places(List<Integer> axes, int rank) {
    return IntStream.range(0, rank).mapToObj(axes::indexOf).toList();
  }

  private static List<Long> sizes(Shape shape) {
    return shape.sizes().stream().map(ReceptiveFields::size).toList();
  }

  /** Of one row. */
  static long size(Size size) {
    return Costs.size(size);
  }
}
