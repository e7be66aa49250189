package dev.tulle.compiler.drawing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes elements, one a line, indented. */
final class XmlText {
  private final StringBuilder text = new StringBuilder();
  private int depth = 0;

  void open(String name, String... attributes) {
    line("<" + name + attributes(attributes) + ">");
    depth++;
  }

  void close(String name) {
    depth--;
    line("</" + name + ">");
  }

  /** An element with text alone, or with nothing. */
  void element(String name, String content, String... attributes) {
    String start = "<" + name + attributes(attributes);
    line(content.isEmpty() ? start + "/>" : start + ">" + escaped(content) + "</" + name + ">");
  }

  /** A text and behind it what is less important, or nothing; a line, for space would be drawn. */
  void text(String text, String detail, String... attributes) {
    String spans = "<tspan>" + escaped(text) + "</tspan>";
    if (!detail.isEmpty()) {
      spans += "<tspan class=\"detail\" dx=\"8\">" + escaped(detail) + "</tspan>";
    }
    line("<text" + attributes(attributes) + ">" + spans + "</text>");
  }

  /** A style or script, as it is: browsers read it as XML too. */
  void raw(String name, String content) {
    if (content.contains("]]>")) {
      throw new IllegalArgumentException("`]]>` ends what is kept as it is");
    }
    line("<" + name + "><![CDATA[");
    text.append(content);
    line("]]></" + name + ">");
  }

  private void line(String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
  }

  private static String attributes(String... attributes) {
    var all = new StringBuilder();
    for (int i = 0; i < attributes.length; i += 2) {
      all.append(' ').append(attributes[i]).append("=\"").append(escaped(attributes[i + 1]));
      all.append('"');
    }
    return all.toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** A text of the compiler's own, with line feeds whatever the checkout has. */
  static String resource(String name) {
    try (InputStream stream = XmlText.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("the jar of the compiler lacks " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
