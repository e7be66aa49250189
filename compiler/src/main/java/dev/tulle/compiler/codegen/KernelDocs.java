package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.Buffer;
import dev.tulle.compiler.plan.Kernel;
import java.util.List;
import java.util.stream.Collectors;

/** Comments of kernels: the lines of the net that they compute, and what they read and write. */
final class KernelDocs {
  private KernelDocs() {}

  /**
   * @param kernels that share the method
   * @param names of the arguments
   */
  static String of(List<Kernel> kernels, Arguments arguments, List<String> names) {
    String lines =
        kernels.stream()
            .map(k -> Origins.doc(k.origin()))
            .filter(line -> !line.isEmpty())
            .distinct()
            .limit(4)
            .collect(Collectors.joining("<br>\n"));
    var doc = new StringBuilder(lines.isEmpty() ? "Computes " + names.get(0) + "." : lines);
    doc.append("\n\n");
    for (int i = 0; i < arguments.buffers().size(); i++) {
      Buffer buffer = arguments.buffers().get(i);
      doc.append("@param ").append(names.get(i)).append(' ');
      doc.append(use(buffer, arguments));
      doc.append(": ").append(size(buffer.count(), arguments)).append('\n');
    }
    return doc.toString().strip();
  }

  private static String use(Buffer buffer, Arguments arguments) {
    if (!arguments.isWritten(buffer)) {
      return "read";
    }
    return arguments.isRead(buffer) ? "read and written" : "written";
  }

  private static String size(Size count, Arguments arguments) {
    if (arguments.isCounted() && count.equals(arguments.count())) {
      return "{@code count} floats";
    }
    if (count.isOne()) {
      return "a float";
    }
    return (count.isKnown() ? Sizes.of(count) : "{@code " + Sizes.of(count) + "}") + " floats";
  }
}
