package dev.tulle.compiler.ir;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A function over tensors: nodes from inputs to results, and what is written where.
 *
 * @param name the function's name: predict, gradient, evaluate, update, initial
 * @param nodes in an order in which inputs come first
 * @param writes what the function leaves behind; all reads happen before any write
 */
public record Graph(String name, List<Node> nodes, List<Write> writes) {
  /** A value that goes to a storage under a name. */
  public record Write(Storage storage, String name, Node value) {}

  public Graph {
    nodes = List.copyOf(nodes);
    writes = List.copyOf(writes);
  }

  /** The dump that {@code --dump-after} prints: a line a node. */
  @Override
  public String toString() {
    var text = new StringBuilder(name).append(" {\n");
    for (Node node : nodes) {
      text.append("  ").append(node).append(" = ").append(node.op());
      if (!node.inputs().isEmpty()) {
        text.append(
            node.inputs().stream().map(Node::toString).collect(Collectors.joining(", ", "(", ")")));
      }
      text.append(" : ").append(node.type()).append(' ').append(node.shape());
      if (!node.hint().isEmpty()) {
        text.append("  // ").append(node.hint());
      }
      text.append('\n');
      if (node.op() instanceof Op.Scan scan) {
        text.append(scan.step().toString().stripTrailing().indent(4));
      }
    }
    for (Write write : writes) {
      text.append("  ").append(write.storage()).append(' ').append(write.name());
      text.append(" <- ").append(write.value()).append('\n');
    }
    return text.append("}\n").toString();
  }
}
