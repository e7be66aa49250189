package dev.tulle.compiler.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A summary for people: a row a layer, its parts indented, and what the net takes in all. */
public final class SummaryTable {
  /** A formula may be long; its name says which it is. */
  private static final int MOST_TEXT = 40;

  private SummaryTable() {}

  /** A table for each net, an empty line between them. */
  public static String of(List<NetSummary> nets) {
    return nets.stream().map(SummaryTable::of).collect(Collectors.joining(System.lineSeparator()));
  }

  private static String of(NetSummary net) {
    boolean windows = net.layers().stream().anyMatch(l -> !l.receptiveField().isEmpty());
    var table = new TextTable(2);
    var head =
        new ArrayList<>(
            List.of(
                "layer", "", "shape", "parameters", "multiply-adds", "weights", "result a row"));
    if (windows) {
      head.add("sees");
    }
    table.row(head);
    net.inputs().forEach(port -> table.row(port.name(), "input", port.shape()));
    net.layers().forEach(layer -> table.row(row(layer, windows)));
    String title = net.name() + (net.data().isEmpty() ? "" : " on " + net.data());
    String line = System.lineSeparator();
    return title
        + ": "
        + ports(net.inputs())
        + " -> "
        + ports(net.outputs())
        + line
        + table
        + String.format(
            Locale.ROOT,
            "%,d parameters (%s), %s%,d multiply-adds a row%n",
            net.parameters(),
            Bytes.text(net.weightBytes()),
            net.inputs().stream().anyMatch(i -> i.shape().contains("<=")) ? "at most " : "",
            net.multiplyAdds())
        + String.format(
            "serving takes %s: weights %s,%s workspace %s for a row%n",
            Bytes.text(net.servingPeakBytes()),
            Bytes.text(net.weightBytes()),
            net.panelBytes() == 0 ? "" : " panels of them " + Bytes.text(net.panelBytes()) + ",",
            Bytes.text(net.servingBytes()))
        + (net.training() == null ? "" : training(net.training(), net.batch()));
  }

  private static String training(TrainingMemory memory, int batch) {
    return String.format(
        Locale.ROOT,
        "training takes %s at its peak: weights %s, gradients %s, optimizer %s,%s workspace %s for a"
            + " batch of %,d%n",
        Bytes.text(memory.peakBytes()),
        Bytes.text(memory.weightBytes()),
        Bytes.text(memory.gradientBytes()),
        Bytes.text(memory.optimizerBytes()),
        memory.bestBytes() == 0
            ? ""
            : " best weights %s,".formatted(Bytes.text(memory.bestBytes())),
        Bytes.text(memory.workspaceBytes()),
        batch);
  }

  private static String ports(List<NetSummary.Port> ports) {
    return ports.stream()
        .map(port -> port.name() + " " + port.shape())
        .collect(Collectors.joining(", "));
  }

  private static List<String> row(NetSummary.Layer layer, boolean windows) {
    String name = layer.path().substring(layer.path().lastIndexOf('.') + 1);
    var row =
        new ArrayList<>(
            List.of(
                "  ".repeat(layer.depth()) + name,
                shortened(layer.call()),
                layer.shape(),
                number(layer.parameters()),
                number(layer.multiplyAdds()),
                layer.weightBytes() == 0 ? "" : Bytes.text(layer.weightBytes()),
                Bytes.text(layer.activationBytes())));
    if (windows) {
      row.add(
          layer.receptiveField().stream().map(String::valueOf).collect(Collectors.joining(" x ")));
    }
    return row;
  }

  private static String shortened(String text) {
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT - 1) + "…";
  }

  private static String number(long value) {
    return value == 0 ? "" : String.format(Locale.ROOT, "%,d", value);
  }
}
