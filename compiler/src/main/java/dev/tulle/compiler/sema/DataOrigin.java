package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.ir.DataSource;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import java.util.Map;

/** Where the rows of a `data` declaration come from: its `from`. */
final class DataOrigin {
  /** The functions that name a source, and what lies there. */
  private static final Map<String, DataSource.Format> FORMATS =
      Map.of(
          "csv", DataSource.Format.CSV,
          "idx", DataSource.Format.IDX,
          "images", DataSource.Format.IMAGES,
          "text", DataSource.Format.TEXT);

  private final Declaration.Data data;

  DataOrigin(Declaration.Data data) {
    this.data = data;
  }

  /** Where rows come from: what `from` says. */
  record Origin(DataSource.Format format, String path) {}

  /** The format that `from` names, whether the rest of it is right or not. */
  DataSource.Format format() {
    for (Declaration.Data.Field field : data.fields()) {
      if (field.kind() == Declaration.Data.Field.Kind.FROM
          && field.value() instanceof Expression.Call call
          && call.callee() instanceof Expression.Reference name) {
        return FORMATS.getOrDefault(name.name(), DataSource.Format.CSV);
      }
    }
    return DataSource.Format.CSV;
  }

  /** What `from` says, given what stands behind it. */
  Origin origin(Expression value) {
    if (value instanceof Expression.Call call
        && call.callee() instanceof Expression.Reference name) {
      if (FORMATS.containsKey(name.name())
          && call.arguments().size() == 1
          && call.arguments().get(0).name() == null
          && call.arguments().get(0).value() instanceof Expression.Text text) {
        return new Origin(format(), text.value());
      }
      if (name.name().equals("idx")) {
        throw Mistake.of(
            Code.D302,
            value.span(),
            "`idx` takes the name of one folder in quotes, and this is `"
                + value.span().text()
                + "`",
            "`from = idx(\"mnist/\")` reads the files that MNIST came in");
      }
      if (name.name().equals("images")) {
        throw Mistake.of(
            Code.D302,
            value.span(),
            "`images` takes the name of one folder in quotes, and this is `"
                + value.span().text()
                + "`",
            "`from = images(\"photos/\")` reads the pictures in its folders, one a class");
      }
      if (name.name().equals("text")) {
        throw Mistake.of(
            Code.D302,
            value.span(),
            "`text` takes the name of one file in quotes, and this is `"
                + value.span().text()
                + "`",
            "`from = text(\"plays.txt\")` reads a text in UTF-8");
      }
    }
    String what = value.span().text();
    throw Mistake.of(
        Code.D302,
        value.span(),
        "data comes from `csv(\"file.csv\")`, `images(\"folder/\")`, `idx(\"folder/\")` or"
            + " `text(\"file.txt\")`, and this is `"
            + what
            + "`",
        value instanceof Expression.Text text
            ? text.value().endsWith(".txt")
                ? "`from = text(\"" + text.value() + "\")` reads a text"
                : "`from = csv(\"" + text.value() + "\")` reads a table"
            : "write the name of one file in quotes: `from = csv(\"file.csv\")`");
  }
}
