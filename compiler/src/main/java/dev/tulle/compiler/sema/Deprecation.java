package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Name;
import dev.tulle.compiler.syntax.Notes;
import org.jspecify.annotations.Nullable;

/**
 * Warns where a user's text names a declaration that {@code @deprecated(since, use)} stands above.
 */
final class Deprecation {
  private Deprecation() {}

  static void warn(Value value, Span use, DiagnosticSink sink) {
    if (!(value instanceof Value.Callable callable) || Sites.inLibrary(use)) {
      return;
    }
    for (Notes.Annotation annotation : callable.declaration().notes().annotations()) {
      if (annotation.name().text().equals("deprecated")) {
        String since = argument(annotation, "since");
        String instead = argument(annotation, "use");
        sink.report(
            Diagnostic.warning(
                Code.N111,
                use,
                "`"
                    + callable.declaration().name()
                    + "` is deprecated"
                    + (since == null ? "" : " since " + since),
                instead == null
                    ? "a later version may not have it: use something else"
                    : "use `" + instead + "`"));
      }
    }
  }

  private static @Nullable String argument(Notes.Annotation annotation, String wanted) {
    for (Expression.Argument argument : annotation.arguments()) {
      Name name = argument.name();
      if (name != null && name.text().equals(wanted)) {
        return argument.value() instanceof Expression.Text text
            ? text.value()
            : argument.value().span().text();
      }
    }
    return null;
  }
}
