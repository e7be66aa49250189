package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.ir.DataSource.Column;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Expression;

/** Whether a field holds classes where its port wants them, and of the same dim. */
final class FieldClasses {
  private FieldClasses() {}

  static void check(Column column, TypedNet.Port port, Expression written) {
    Span span = written.span();
    TensorType type = port.leaf().type();
    if (type.element() instanceof TensorType.Element.Below below) {
      if (!(column instanceof Column.Classes classes)) {
        throw new Mistake(
            Diagnostic.error(
                    Code.D305,
                    span,
                    "`"
                        + port.name()
                        + "` wants the classes of `"
                        + below.dim()
                        + "`, and these are plain numbers",
                    "say so: `" + first(written).text() + " as " + below.dim() + "`")
                .withRelated(port.span(), "declared here"));
      }
      if (!classes.dim().equals(below.dim().name())) {
        throw new Mistake(
            Diagnostic.error(
                    Code.D305,
                    span,
                    "`"
                        + port.name()
                        + "` wants classes of `"
                        + below.dim()
                        + "`, and these are `"
                        + classes.dim()
                        + "`",
                    "`as " + below.dim() + "`, or another dim in the net")
                .withRelated(port.span(), "declared here"));
      }
    } else if (column instanceof Column.Classes) {
      throw new Mistake(
          Diagnostic.error(
                  Code.D305,
                  span,
                  "`" + port.name() + "` wants " + type + " numbers, and these are classes",
                  "`one_hot` makes numbers of classes")
              .withRelated(port.span(), "declared here"));
    }
  }

  /** What stands before the first arrow or `as`. */
  private static Span first(Expression written) {
    if (written instanceof Expression.Pipe pipe) {
      return first(pipe.left());
    }
    return written instanceof Expression.Ascription ascription
        ? first(ascription.value())
        : written.span();
  }
}
