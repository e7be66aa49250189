package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import java.util.List;
import java.util.stream.Collectors;

/** The Javadoc of serving classes: what `///` says, and shapes. */
final class ServingDocs {
  private ServingDocs() {}

  static String ofClass(Program program) {
    String doc =
        program.doc().isBlank() ? "The net " + program.name() + "." : program.doc().strip();
    return safe(doc) + "\n\n<p>Weights never change; any thread may predict.\n";
  }

  static String ofOutput(Program program, Program.Port output) {
    String doc =
        output.doc().isBlank()
            ? "The output {@code " + output.name() + "} of " + program.name() + "."
            : safe(output.doc().strip());
    return doc + "\n\n@return " + shape(output) + " a row\n";
  }

  /**
   * A line for each input.
   *
   * @param names the inputs' names in Java
   * @param rows whether the method takes a number of rows
   */
  static String inputs(List<Program.Port> inputs, List<String> names, boolean rows) {
    var lines = new StringBuilder();
    for (int i = 0; i < inputs.size(); i++) {
      Program.Port port = inputs.get(i);
      lines.append(
          "@param %s %s%s%s\n"
              .formatted(
                  names.get(i),
                  shape(port),
                  rows ? " a row" : "",
                  port.doc().isBlank() ? "" : ": " + safe(port.doc().strip())));
    }
    return rows ? lines + "@param rows how many rows\n" : lines.toString();
  }

  private static String shape(Program.Port port) {
    Shape row = new Shape(port.shape().sizes().subList(1, port.shape().rank()));
    String sizes = row.sizes().stream().map(Size::toString).collect(Collectors.joining(", "));
    String what =
        port.classes() != null && row.rank() == 0
            ? "an index below " + port.classCount() + " (" + port.classes() + ")"
            : "[" + sizes + "]";
    return "{@code " + what + "}, " + row.count() + (row.count().isOne() ? " float" : " floats");
  }

  /** Text that cannot end the comment. */
  static String safe(String text) {
    return text.replace("*/", "*&#47;").replace("\\u", "&#92;u");
  }
}
