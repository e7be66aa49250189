package dev.tulle.compiler.listing;

import dev.tulle.compiler.summary.Bytes;
import dev.tulle.compiler.summary.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A listing for people: a row a kernel, then the tensors of the workspace. */
public final class ListingTable {
  private ListingTable() {}

  /** Tables of each net, an empty line between them. */
  public static String of(List<PlanListing> nets) {
    return nets.stream()
        .flatMap(net -> net.functions().stream().map(f -> of(net.net(), f)))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private static String of(String net, PlanListing.Function function) {
    var kernels = new TextTable(4);
    kernels.row("", "kernel", "form", "shape", "line", "runs", "operations", "reads", "writes");
    int number = 0;
    for (PlanListing.Kernel kernel : function.kernels()) {
      number++;
      kernels.row(
          Integer.toString(number),
          kernel.method(),
          kernel.form().name().toLowerCase(Locale.ROOT) + (isPlain(kernel) ? ", scalar" : ""),
          kernel.shape(),
          kernel.line() == 0 ? "" : Integer.toString(kernel.line()),
          kernel.runs() == 1 ? "" : count(kernel.runs()),
          count(kernel.operations()),
          Bytes.text(kernel.readBytes()),
          Bytes.text(kernel.writtenBytes()));
    }
    var buffers = new TextTable(1);
    buffers.row("tensor", "from byte", "bytes", "kernels");
    for (PlanListing.Buffer buffer : function.buffers()) {
      buffers.row(
          buffer.name(),
          count(buffer.offset()),
          Bytes.text(buffer.bytes()),
          (buffer.first() + 1) + " to " + (buffer.last() + 1));
    }
    String line = System.lineSeparator();
    return "%s.%s%s: %,d kernels, %s operations, %s read and written, workspace of %s"
            .formatted(
                net,
                function.name(),
                rows(function.rows()),
                function.kernels().size(),
                count(function.operations()),
                Bytes.text(function.bytes()),
                Bytes.text(function.workspaceBytes()))
        + line
        + function.strips().stream().map(s -> of(s) + line).collect(Collectors.joining())
        + kernels
        + (function.buffers().isEmpty() ? "" : line + buffers);
  }

  /** Whether vectors would do it faster, and cannot. */
  private static boolean isPlain(PlanListing.Kernel kernel) {
    return !kernel.vector() && kernel.form() != PlanListing.Form.PANELS;
  }

  private static String rows(long rows) {
    return rows == 0 ? "" : " of %,d %s".formatted(rows, rows == 1 ? "row" : "rows");
  }

  private static String of(PlanListing.Strips strips) {
    return "kernels %,d to %,d run for %,d %s at a time"
        .formatted(
            strips.first() + 1,
            strips.last() + 1,
            strips.rows(),
            strips.rows() == 1 ? "row" : "rows");
  }

  private static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
