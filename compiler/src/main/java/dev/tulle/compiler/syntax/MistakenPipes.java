package dev.tulle.compiler.syntax;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Expression.BinaryOperator;

/**
 * Finds `x > Dense(1)`, where `->` was meant: only stages have capitals, and nothing compares with
 * a stage (S004).
 */
final class MistakenPipes {
  private MistakenPipes() {}

  static boolean isOne(BinaryOperator operator, Expression right) {
    return switch (operator) {
      case LESS, LESS_EQUAL, GREATER, GREATER_EQUAL -> isStage(right);
      default -> false;
    };
  }

  private static boolean isStage(Expression expression) {
    if (expression instanceof Expression.Call call
        && call.callee() instanceof Expression.Reference callee) {
      return Character.isUpperCase(callee.name().charAt(0));
    }
    if (expression instanceof Expression.Binary product
        && product.operator() == BinaryOperator.MULTIPLY) {
      return isStage(product.left());
    }
    // `LayerNorm` is a stage; `N` may be a number that somebody named in capitals.
    return expression instanceof Expression.Reference reference
        && reference.name().matches("[A-Z]\\w*[a-z]\\w*");
  }

  static void report(Span sign, DiagnosticSink sink) {
    sink.report(
        Diagnostic.error(
            Code.S004, sign, "this compares a tensor with a stage", "pipelines use `->`"));
  }
}
