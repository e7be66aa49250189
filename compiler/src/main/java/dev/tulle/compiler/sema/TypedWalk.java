package dev.tulle.compiler.sema;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** What typed nodes are computed from. */
public final class TypedWalk {
  private TypedWalk() {}

  /** A node and all that it is computed from, each once. */
  static Set<Typed> reachable(Typed node) {
    return reachable(node, TypedWalk::operands);
  }

  /** A node and all that it is computed from where a net serves or is evaluated, each once. */
  static Set<Typed> served(Typed node) {
    return reachable(
        node,
        n -> n.form() instanceof Typed.Form.ByMode mode ? List.of(mode.serving()) : operands(n));
  }

  private static Set<Typed> reachable(Typed node, Function<Typed, List<Typed>> operands) {
    var seen = new LinkedHashSet<Typed>();
    Deque<Typed> open = new ArrayDeque<>(List.of(node));
    while (!open.isEmpty()) {
      Typed next = open.pop();
      if (seen.add(next)) {
        open.addAll(operands.apply(next));
      }
    }
    return seen;
  }

  /** The nodes that {@code node} reads, in any mode. */
  public static List<Typed> operands(Typed node) {
    Typed.Form form = node.form();
    if (form instanceof Typed.Form.Elementwise elementwise) {
      return elementwise.arguments();
    } else if (form instanceof Typed.Form.Spread spread) {
      return List.of(spread.of());
    } else if (form instanceof Typed.Form.Permute permute) {
      return List.of(permute.of());
    } else if (form instanceof Typed.Form.Reduce reduce) {
      return List.of(reduce.of());
    } else if (form instanceof Typed.Form.BatchSum sum) {
      return List.of(sum.of());
    } else if (form instanceof Typed.Form.NextRow next) {
      return List.of(next.of());
    } else if (form instanceof Typed.Form.Reshape reshape) {
      return List.of(reshape.of());
    } else if (form instanceof Typed.Form.Slice slice) {
      return List.of(slice.of());
    } else if (form instanceof Typed.Form.Pad pad) {
      return List.of(pad.of());
    } else if (form instanceof Typed.Form.Window window) {
      return List.of(window.of());
    } else if (form instanceof Typed.Form.Gather gather) {
      return List.of(gather.of(), gather.positions());
    } else if (form instanceof Typed.Form.Concat concat) {
      return concat.parts();
    } else if (form instanceof Typed.Form.ByMode mode) {
      return List.of(mode.training(), mode.serving());
    } else if (form instanceof Typed.Form.Scanned scanned) {
      ScanLoop loop = scanned.loop();
      return Stream.of(loop.first(), loop.sequences(), loop.outputs())
          .flatMap(List::stream)
          .toList();
    } else if (form instanceof Typed.Form.Constant constant) {
      return List.of(constant.of());
    }
    return List.of();
  }
}
