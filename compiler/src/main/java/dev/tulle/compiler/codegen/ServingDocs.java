package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.DataSource.Column;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.ir.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The Javadoc of serving classes: what `///` says, shapes, and what a call throws. */
final class ServingDocs {
  /** How a method takes its inputs and gives its answer. */
  enum Form {
    ROW,
    PICTURE,
    ROWS,
    FILL,
    ROW_BY_NAME
  }

  private final Program program;
  private final ServingNames names;

  ServingDocs(Program program, ServingNames names) {
    this.program = program;
    this.names = names;
  }

  static String ofClass(Program program) {
    String doc =
        program.doc().isBlank() ? "The net " + program.name() + "." : program.doc().strip();
    Program.Training training = program.training();
    String values =
        training == null
            ? "Values are as the net takes them, and where weights keep how data were prepared, as"
                + " the data had them."
            : "Values are as {@code "
                + training.data().name()
                + "} has them in its columns: what it does to them is kept with the weights and"
                + " done here. Weights that were never trained take them as they are.";
    return safe(doc)
        + "\n\n<p>"
        + values
        + " Weights never change; any thread may predict, and there is nothing to close.\n";
  }

  /** The doc of an output's method. */
  String output(ServingPort output, Form form) {
    String doc = output.port().doc();
    String what =
        doc.isBlank() ? "Computes {@code " + output.port().name() + "}" : safe(doc.strip());
    return lead(what, form)
        + inputs(form)
        + (form == Form.FILL
            ? "@param " + output.java() + " filled: " + shape(output) + " a row; may be longer\n"
            : "@return "
                + shape(output)
                + (form == Form.ROWS ? " a row, row by row" : "")
                + meaning(output)
                + "\n")
        + thrown(form);
  }

  /** The doc of the method that computes every output. */
  String all(Form form) {
    var outputs = new StringBuilder();
    for (ServingPort output : names.outputs) {
      if (form == Form.FILL) {
        outputs.append(
            "@param %s filled: %s a row; may be longer, or null where it is not wanted\n"
                .formatted(output.java(), shape(output)));
      }
    }
    return lead("Computes every output", form)
        + inputs(form)
        + (form == Form.FILL ? outputs : "@return the outputs\n")
        + thrown(form);
  }

  /** The doc of the record of outputs. */
  String record() {
    var text = new StringBuilder("What the net answers, row by row.\n\n");
    for (ServingPort output : names.outputs) {
      text.append("@param %s %s a row%s\n".formatted(output.java(), shape(output), told(output)));
    }
    return text.toString();
  }

  private static String told(ServingPort port) {
    String doc = port.port().doc();
    return doc.isBlank() ? meaning(port) : ": " + safe(doc.strip());
  }

  private static String lead(String what, Form form) {
    String sentence = what.endsWith(".") ? what.substring(0, what.length() - 1) : what;
    return switch (form) {
      case ROW -> sentence + ".\n\n";
      case PICTURE ->
          sentence
              + ", of a picture: numbers from 0 to 255 as its file has them, which stand for what"
              + " the data have.\n\n";
      case ROWS -> sentence + ", of several rows.\n\n";
      case FILL ->
          sentence
              + ", of several rows, into an array of the caller: without a pool nothing is allocated.\n\n";
      case ROW_BY_NAME -> sentence + ", of a row of the data.\n\n";
    };
  }

  private String inputs(Form form) {
    if (form == Form.ROW_BY_NAME) {
      return "@param row numbers, or texts as a file has them, by the names of their columns\n";
    }
    var lines = new StringBuilder();
    for (ServingPort input : names.inputs) {
      lines.append("@param ").append(input.java()).append(' ');
      if (form == Form.PICTURE && input.channels() > 0) {
        lines.append(
            "%s pixels wide and %s high, %s"
                .formatted(
                    input.row().get(1),
                    input.row().get(0),
                    input.channels() == 1 ? "taken as grey" : "taken as red, green and blue"));
      } else {
        lines.append(given(input));
        if (form == Form.ROWS || form == Form.FILL) {
          lines
              .append(" a row")
              .append(form == Form.FILL && !names.varies() ? "; may be longer" : ", row by row");
        }
      }
      String doc = input.port().doc();
      lines.append(doc.isBlank() ? "" : ": " + safe(doc.strip())).append('\n');
    }
    return form == Form.ROWS || form == Form.FILL
        ? lines + "@param rows how many rows, at least 0\n"
        : lines.toString();
  }

  private String thrown(Form form) {
    if (form == Form.ROW_BY_NAME) {
      return "@throws IllegalArgumentException where a column is missing, is no number, or is of a"
          + " class that training did not have\n"
          + "@throws IllegalStateException where the weights do not say which columns they take\n";
    }
    var reasons = new ArrayList<String>();
    if (form == Form.PICTURE) {
      reasons.add("a picture has another size");
    } else if (form == Form.FILL) {
      reasons.add(
          names.varies()
              ? "an input has another length, or an array for an output is too short"
              : "an array is too short");
    } else if (form == Form.ROWS || names.inputs.stream().anyMatch(i -> !i.isOne())) {
      reasons.add("an array has another length");
    }
    if (names.inputs.stream().anyMatch(i -> !i.isIndex() && !i.isTexts())) {
      reasons.add("a number is not finite");
    }
    if (names.inputs.stream().anyMatch(ServingPort::isTexts)) {
      reasons.add("a text is one that training did not have");
    }
    if (names.inputs.stream().anyMatch(ServingPort::isIndex)) {
      reasons.add("a class does not exist");
    }
    return "@throws IllegalArgumentException where "
        + String.join(", or ", reasons)
        + "\n"
        + (names.inputs.stream().anyMatch(ServingPort::isTexts)
            ? "@throws IllegalStateException where the weights do not say which texts there are\n"
            : "");
  }

  /** What a caller gives for one row. */
  private static String given(ServingPort input) {
    return switch (input.form()) {
      case VALUES -> shape(input);
      case TEXT -> "the text of " + columns(input) + ", as the data have it";
      case TEXTS ->
          "a text for each column of " + columns(input) + ", in their order in the data's file";
      case PREPARED ->
          shape(input)
              + ", prepared by the caller: what the net takes, to which {@code data}'s transforms"
              + " are not applied";
    };
  }

  /** The columns whose texts an input takes. */
  private static String columns(ServingPort input) {
    return input.column() instanceof Column.OneHot hot && hot.of() instanceof Column.Columns columns
        ? columns.include().stream()
            .map(column -> "{@code " + safe(column) + "}")
            .collect(Collectors.joining(", "))
        : "";
  }

  /** The doc of the method that takes and fills tensors. */
  String tensors() {
    String methods =
        names.outputs.stream()
            .map(output -> "{@link #" + output.member() + "}")
            .collect(Collectors.joining(", "));
    var text =
        new StringBuilder("Computes every output of prepared values, for what handles any net.");
    text.append(" What {@code data} does to columns is NOT applied here: ")
        .append(methods)
        .append(names.outputs.size() == 1 ? " does that, and takes" : " do that, and take")
        .append(" values as the data have them.\n\n");
    text.append("@param inputs ").append(tensors(names.inputs)).append("\n");
    text.append("@param rows how many rows, at least 0\n");
    text.append("@param outputs filled: ")
        .append(tensors(names.outputs))
        .append("; may be longer\n");
    return text
        + "@throws IllegalArgumentException where an array is missing, null or too short"
        + (names.varies() ? ", or those of inputs do not go together" : "")
        + "\n";
  }

  private static String tensors(List<ServingPort> ports) {
    return ports.stream()
        .map(
            port ->
                "{@code %s}, %s float%s a row%s"
                    .formatted(
                        port.port().name(),
                        port.width(),
                        port.width().isOne() ? "" : "s",
                        port.isIndex() ? " (indices of classes)" : ""))
        .collect(Collectors.joining("; then ", "in this order, row by row: ", ""));
  }

  /** What one row holds. */
  private static String shape(ServingPort port) {
    if (port.isIndex()) {
      String index =
          "a class of {@code %s}, 0 to %s"
              .formatted(port.port().classes(), port.port().classCount() - 1);
      return (port.width().isOne() ? index : "{@code " + sizes(port) + "}, each " + index)
          + (port.column() == null ? "" : ", or as the data number them");
    }
    return port.width().isOne() ? "a number" : "{@code " + sizes(port) + "}";
  }

  private static String sizes(ServingPort port) {
    return port.row().stream().map(Size::toString).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String meaning(ServingPort port) {
    return port.port().classes() != null && !port.isIndex()
        ? ": a number for each class of {@code " + port.port().classes() + "}"
        : "";
  }

  /** Text that is neither markup nor a tag to Javadoc, and cannot end the comment. */
  static String safe(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("@", "&#64;")
        .replace("*/", "*&#47;")
        .replace("\\u", "&#92;u");
  }
}
