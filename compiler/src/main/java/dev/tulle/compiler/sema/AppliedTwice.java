package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Name;
import dev.tulle.compiler.syntax.Notes;
import java.util.Map;

/**
 * Warns where a function is given what it would compute itself: {@code @not_of(logits = softmax)}
 * says that the argument {@code logits} is not to be a result of {@code softmax}.
 */
final class AppliedTwice {
  static final String ANNOTATION = "not_of";

  private final NetContext context;

  AppliedTwice(NetContext context) {
    this.context = context;
  }

  void warn(Declaration.Definition function, Map<String, Arguments.Given> given) {
    for (Notes.Annotation annotation : function.notes().annotations()) {
      if (!annotation.name().text().equals(ANNOTATION)) {
        continue;
      }
      for (Expression.Argument rule : annotation.arguments()) {
        Name parameter = rule.name();
        Arguments.Given argument = parameter == null ? null : given.get(parameter.text());
        if (argument != null && argument.value() instanceof Value.Tensor tensor) {
          warn(function, argument, rule.value().span().text(), tensor.node());
        }
      }
    }
  }

  private static String given(Typed node) {
    Typed before = node.before();
    return before == null || before.trail().isEmpty()
        ? ""
        : ": the result of `" + before.hint() + "`, " + before.type();
  }

  private void warn(
      Declaration.Definition function, Arguments.Given argument, String refused, Typed node) {
    Declaration.Definition maker = context.maker(node);
    if (maker != null && maker.name().text().equals(refused) && !Sites.inLibrary(argument.span())) {
      context
          .sink()
          .report(
              Diagnostic.warning(
                      Code.T205,
                      argument.span(),
                      "`"
                          + function.name()
                          + "` applies `"
                          + refused
                          + "` itself, and `"
                          + argument.span().text()
                          + "` is a result of it already",
                      "give it what `" + refused + "` was given" + given(node))
                  .withLabel(node.trail()));
    }
  }
}
