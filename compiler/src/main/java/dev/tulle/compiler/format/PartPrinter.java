package dev.tulle.compiler.format;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes parts as lines. */
final class PartPrinter {
  private final List<TextLine> lines = new ArrayList<>();

  private PartPrinter() {}

  static String print(List<Part> parts) {
    var printer = new PartPrinter();
    boolean[] spaced = TopLevel.spaced(parts);
    for (int i = 0; i < parts.size(); i++) {
      printer.part(parts.get(i), 0, spaced[i]);
    }
    return TextLine.join(printer.lines);
  }

  private void part(Part part, int indent, boolean spaced) {
    if (spaced) {
      lines.add(TextLine.EMPTY);
    }
    if (part instanceof Part.Comment comment) {
      line(indent, comment.text(), "");
    } else if (part instanceof Part.Entry entry) {
      entry(entry, indent);
    }
  }

  private void entry(Part.Entry entry, int indent) {
    Part.Body body = entry.body();
    if (body != null && isOneLine(entry)) {
      line(indent, oneLine(entry), body.comment);
      return;
    }
    Row row = entry.row();
    for (Row.Line each : row.lines(indent)) {
      int code = row.code(each);
      String comment = code < each.to() ? row.lexemes().get(code).text() : "";
      line(each.indent(), row.text(each.from(), code), comment);
    }
    if (body != null) {
      body.parts.forEach(part -> part(part, indent + 2, part.spaced()));
      line(indent, "}", body.comment);
    }
  }

  private void line(int indent, String code, String comment) {
    lines.add(new TextLine(" ".repeat(indent) + code, comment));
  }

  /** Whether an entry with a body stands on one line. */
  static boolean isOneLine(Part.Entry entry) {
    Part.Body body = entry.body();
    if (body == null) {
      return entry.row().oneLine();
    }
    Row row = entry.row();
    boolean empty =
        body.parts.isEmpty()
            && row.oneLine()
            && !row.lexemes().get(row.lexemes().size() - 1).isComment();
    return body.oneLine || empty;
  }

  /** An entry and its body as they stand on one line, which may be too long. */
  static String oneLine(Part.Entry entry) {
    Row row = entry.row();
    String head = row.text(0, row.lexemes().size());
    if (entry.body() == null) {
      return head;
    }
    String inner =
        entry.body().parts.stream()
            .map(part -> oneLine((Part.Entry) part))
            .collect(Collectors.joining("  "));
    return inner.isEmpty() ? head + "}" : head + " " + inner + " }";
  }
}
