package dev.tulle.compiler.library;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The reference as the document {@code docs/library.md}. */
public final class LibraryMarkdown {
  /** What completes the examples of a module when they are compiled; statements of a net else. */
  private static final Map<String, String> TEMPLATES_OF =
      Map.of(
          "augmentations", "augmentation",
          "averages", "rule",
          "metrics", "rule",
          "optimizers", "optimizer",
          "regularisers", "rule",
          "schedules", "optimizer");

  private static final String HEAD =
      """
      <!-- Generated from the comments of the library's files: change those, then run LibraryMarkdownTest with -Dtulle.regenerate=true. -->

      # The standard library

      Everything here is text in the language itself, visible in every file without an import; what you write in the same words is
      differentiated, fused and vectorised just the same ([Define your own](language.md#define-your-own)). The functions that the
      compiler knows (`exp`, `sum`, `reshape` …) are in the [language reference](language.md#functions-that-the-compiler-knows).

      Shapes are those of one row, without the batch, as the language writes types: what is taken, an arrow, what comes out. `any` is
      each shape, `same` that of the first input, `...` any number of axes, `[]` one number a row, and `n[...]` positions below `n`,
      as classes are. Behind a shape may stand what a length is: `w'` is to `w` as `h'` to `h`. Names are those of inputs and arguments.

      """;

  private static final String STATEMENTS =
      """
      tulle 1
      dim kind = 3
      net Example {
        input x: [8]
        input image: [4, 4, 1]
        input series: [6, 4]
        target label: kind
        target measured: [1]
        target chance: [1]
        output logits = x -> Dense(kind)
        output prediction = x -> Dense(1)
        …
      }
      """;

  private static final String OPTIMIZER =
      """
      tulle 1
      dim kind = 3
      net Example {
        input x: [8]
        target label: kind
        target measured: [1]
        output logits = x -> Dense(kind)
        output prediction = x -> Dense(1)
        loss fit = cross_entropy(logits, label) + mse(prediction, measured)
      }
      data Rows {
        from = csv("rows.csv")
        x = columns("x_*")
        label = column("label") as kind
        measured = column("measured")
      }
      train Example on Rows {
        …
      }
      """;

  private static final String AUGMENTATION =
      """
      tulle 1
      dim kind = 3
      net Example {
        input image: [8, 8, 1]
        target label: [kind]
        let logits = image -> flatten -> Dense(kind)
        output probs = softmax(logits)
        loss fit = soft_cross_entropy(logits, label)
      }
      data Scans {
        from = idx("scans/")
        image = pixels / 255
        label = class -> one_hot
        …
      }
      train Example on Scans { optimizer = Adam }
      """;

  private static final String RULE = OPTIMIZER.replace("…", "optimizer = Adam\n  …");

  private LibraryMarkdown() {}

  /** The whole document. */
  public static String of(List<LibraryModule> modules) {
    var out = new StringBuilder(HEAD);
    template("statements", STATEMENTS, out);
    template("optimizer", OPTIMIZER, out);
    template("rule", RULE, out);
    template("augmentation", AUGMENTATION, out);
    modules.forEach(m -> index(m, out));
    modules.forEach(m -> module(m, out));
    return out.toString();
  }

  private static void template(String name, String text, StringBuilder out) {
    out.append("<!-- template ").append(name).append('\n').append(text).append("-->\n\n");
  }

  private static void index(LibraryModule module, StringBuilder out) {
    out.append("- [").append(title(module)).append("](#").append(module.name()).append("): ");
    out.append(
        module.entries().stream()
            .map(e -> "[" + e.name() + "](#" + e.name().toLowerCase(Locale.ROOT) + ")")
            .collect(Collectors.joining(", ")));
    out.append('\n');
  }

  private static String title(LibraryModule module) {
    return module.name().substring(0, 1).toUpperCase(Locale.ROOT) + module.name().substring(1);
  }

  private static void module(LibraryModule module, StringBuilder out) {
    out.append("\n## ").append(title(module)).append("\n\n");
    out.append("`std.").append(module.name()).append("`. ");
    out.append(module.introduction()).append('\n');
    String template = TEMPLATES_OF.getOrDefault(module.name(), "statements");
    for (LibraryEntry entry : module.entries()) {
      entry(entry, module.name(), template, out);
    }
  }

  private static void entry(LibraryEntry entry, String module, String template, StringBuilder out) {
    out.append("\n### ").append(entry.name()).append("\n\n");
    out.append("`").append(entry.kind()).append(' ').append(entry.signature()).append("`\n\n");
    out.append(entry.description()).append("\n\n");
    entry.shapes().forEach(shape -> out.append("- Shape: ").append(shape).append('\n'));
    list("Takes", entry.inputs(), out);
    list("Weights", entry.weights(), out);
    list("Remembers", entry.memories(), out);
    out.append('\n');
    if (!entry.example().isEmpty()) {
      fenced("net in=" + template, entry.example(), out);
    }
    out.append("<details><summary>Its text</summary>\n\n");
    String file = "compiler/src/main/resources/dev/tulle/std/" + module + ".net";
    fenced("net source=" + file, entry.text(), out);
    out.append("</details>\n");
  }

  private static void list(String title, List<String> texts, StringBuilder out) {
    if (!texts.isEmpty()) {
      out.append("- ").append(title).append(": ");
      out.append(texts.stream().map(t -> "`" + t + "`").collect(Collectors.joining(", ")));
      out.append('\n');
    }
  }

  private static void fenced(String info, String text, StringBuilder out) {
    out.append("```").append(info).append('\n').append(text).append("\n```\n\n");
  }
}
