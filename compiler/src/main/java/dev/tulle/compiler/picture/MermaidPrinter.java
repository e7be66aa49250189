package dev.tulle.compiler.picture;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Pictures as flowcharts of Mermaid, which pages of documents and repositories draw. */
public final class MermaidPrinter {
  /** Words that the grammar of flowcharts keeps for itself. */
  private static final Set<String> KEPT =
      Set.of(
          "end",
          "graph",
          "flowchart",
          "subgraph",
          "direction",
          "default",
          "style",
          "linkStyle",
          "classDef",
          "class",
          "click",
          "href",
          "call",
          "interpolate",
          "LR",
          "RL",
          "TB",
          "BT",
          "TD");

  private final Picture picture;
  private final Map<String, String> names = new HashMap<>();
  private final Set<String> taken = new HashSet<>();
  private final StringBuilder text = new StringBuilder();

  private MermaidPrinter(Picture picture) {
    this.picture = picture;
    Picture.all(picture.items()).forEach(item -> names.put(item.id(), name(item.id())));
  }

  /** The text, each line ended by a line feed. */
  public static String print(Picture picture) {
    return new MermaidPrinter(picture).text();
  }

  private String text() {
    line(0, "flowchart TB");
    items(picture.items(), 1);
    for (Picture.Edge edge : picture.edges()) {
      line(
          1,
          name(edge.from(), names)
              + " -->|"
              + quoted(edge.shape())
              + "| "
              + name(edge.to(), names));
    }
    return text.toString();
  }

  private void items(List<Picture.Item> items, int depth) {
    for (Picture.Item item : items) {
      String name = name(item.id(), names);
      if (item instanceof Picture.Block block) {
        line(depth, "subgraph " + name + "[" + label(block) + "]");
        items(block.items(), depth + 1);
        line(depth, "end");
      } else if (item instanceof Picture.Node node) {
        line(depth, name + shaped(node.kind(), label(node)));
      }
    }
  }

  private static String label(Picture.Item item) {
    String detail = Captions.detail(item);
    boolean block = item instanceof Picture.Block;
    String title = escaped(Captions.title(item));
    if (detail.isEmpty()) {
      return "\"" + title + "\"";
    }
    return "\"" + title + (block ? " · " : "<br>") + escaped(detail) + "\"";
  }

  private static String shaped(Picture.Kind kind, String label) {
    return switch (kind) {
      case INPUT, TARGET -> "([" + label + "])";
      case OUTPUT -> "([" + label + "])";
      case LOSS -> "{{" + label + "}}";
      case JOIN -> "((" + label + "))";
      case FOLDED -> "[[" + label + "]]";
      case LAYER, FORMULA -> "[" + label + "]";
    };
  }

  private static String quoted(String text) {
    return "\"" + escaped(text) + "\"";
  }

  /** What Mermaid would read as its own, or as HTML or Markdown, becomes an entity of its. */
  private static String escaped(String text) {
    var escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean bullet = i == 0 && (c == '-' || c == '+');
      if (bullet || "\"#&<>`*~$\\".indexOf(c) >= 0) {
        escaped.append('#').append((int) c).append(';');
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private String name(String id) {
    String name = id.replaceAll("[^A-Za-z0-9_]", "_");
    String free = KEPT.contains(name) ? name + "_" : name;
    for (int i = 2; !taken.add(free); i++) {
      free = name + "_" + i;
    }
    return free;
  }

  private static String name(String id, Map<String, String> names) {
    String name = names.get(id);
    if (name == null) {
      throw new IllegalStateException("an edge names " + id + ", which is not in the picture");
    }
    return name;
  }

  private void line(int depth, String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
  }
}
