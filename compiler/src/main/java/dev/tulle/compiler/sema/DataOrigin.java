package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.ir.DataSource;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;

/** Where the rows of a `data` declaration come from: its `from`. */
final class DataOrigin {
  private final Declaration.Data data;

  DataOrigin(Declaration.Data data) {
    this.data = data;
  }

  /** Whether this version reads such a source: what comes from another cannot be judged. */
  boolean known() {
    for (Declaration.Data.Field field : data.fields()) {
      if (field.kind() == Declaration.Data.Field.Kind.FROM
          && field.value() instanceof Expression.Call call
          && call.callee() instanceof Expression.Reference name
          && Planned.where(name.name()) != null) {
        return false;
      }
    }
    return true;
  }

  /** Where rows come from: what `from` says. */
  record Origin(DataSource.Format format, String path) {}

  /** The format that `from` names, whether the rest of it is right or not. */
  DataSource.Format format() {
    for (Declaration.Data.Field field : data.fields()) {
      if (field.kind() == Declaration.Data.Field.Kind.FROM
          && field.value() instanceof Expression.Call call
          && call.callee() instanceof Expression.Reference name
          && name.name().equals("idx")) {
        return DataSource.Format.IDX;
      }
    }
    return DataSource.Format.CSV;
  }

  /** What `from` says, given what stands behind it. */
  Origin origin(Expression value) {
    if (value instanceof Expression.Call call
        && call.callee() instanceof Expression.Reference name) {
      if ((name.name().equals("csv") || name.name().equals("idx"))
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
      String later = Planned.where(name.name());
      if (later != null) {
        throw Mistake.of(
            Code.N109,
            value.span(),
            "`" + name.name() + "` belongs to " + later + ", which this version does not have yet",
            "`csv(\"file.csv\")` reads a table, `idx(\"mnist/\")` pictures as MNIST has them");
      }
    }
    String what = value.span().text();
    throw Mistake.of(
        Code.D302,
        value.span(),
        "data comes from `csv(\"file.csv\")` or `idx(\"folder/\")`, and this is `" + what + "`",
        value instanceof Expression.Text text
            ? "`from = csv(\"" + text.value() + "\")` reads a table"
            : "write the name of one file in quotes: `from = csv(\"file.csv\")`");
  }
}
