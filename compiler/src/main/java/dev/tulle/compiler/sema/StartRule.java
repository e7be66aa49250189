package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.ir.Recipe;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.RecipeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rule `start`: weights of a file to begin with, of the whole net or of some of its parts. */
final class StartRule {
  private StartRule() {}

  /**
   * What the rule says, or null where there is none.
   *
   * @param paths of parameters and states; null where the net is not whole
   */
  static Recipe.@Nullable Start of(
      RecipeRule.@Nullable Setting setting, @Nullable Set<String> paths) {
    if (setting == null) {
      return null;
    }
    Expression value = setting.value();
    if (value instanceof Expression.Text file) {
      return new Recipe.Start(file(file), List.of());
    }
    if (value instanceof Expression.Call call
        && call.callee() instanceof Expression.Reference name
        && name.name().equals("from")
        && call.arguments().size() > 1) {
      List<Expression.Text> texts = new ArrayList<>();
      for (Expression.Argument argument : call.arguments()) {
        if (argument.name() != null || !(argument.value() instanceof Expression.Text text)) {
          throw mistaken(argument.value());
        }
        texts.add(text);
      }
      List<Expression.Text> patterns = texts.subList(1, texts.size());
      return new Recipe.Start(
          file(texts.get(0)),
          paths == null ? List.of() : List.copyOf(Globs.match(patterns, paths)));
    }
    throw mistaken(value);
  }

  private static String file(Expression.Text text) {
    if (text.value().isBlank()) {
      throw Mistake.of(
          Code.R404,
          text.span(),
          "the name of the file with the weights is empty",
          "such as `start = \"weights.safetensors\"`");
    }
    return text.value();
  }

  private static Mistake mistaken(Expression value) {
    return Mistake.of(
        Code.R404,
        value.span(),
        "a run starts from a file's weights, of the whole net or of what patterns match",
        "`start = \"weights.safetensors\"`, or `start = from(\"weights.safetensors\","
            + " \"body.**\")`");
  }
}
