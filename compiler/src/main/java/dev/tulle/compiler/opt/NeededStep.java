package dev.tulle.compiler.opt;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.shape.GraphBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The part of a step that those results of a scan need which anything asks for. */
final class NeededStep {
  private NeededStep() {}

  /** The step with fewer writes, which keep their names. */
  static Graph of(Op.Scan scan, Set<Integer> asked) {
    List<Graph.Write> writes = scan.step().writes();
    Set<Integer> needed = new HashSet<>(asked);
    while (true) {
      var kept = new ArrayList<Graph.Write>();
      for (int i = 0; i < writes.size(); i++) {
        if (needed.contains(i)) {
          kept.add(writes.get(i));
        }
      }
      boolean grown = false;
      for (Node node : GraphBuilder.reached(kept.stream().map(Graph.Write::value).toList())) {
        if (node.op() instanceof Op.Read read && read.storage() == Storage.CARRIED) {
          grown |= needed.add(scan.input(read));
        }
      }
      if (!grown) {
        return new GraphBuilder(scan.step()).build("step", kept);
      }
    }
  }
}
