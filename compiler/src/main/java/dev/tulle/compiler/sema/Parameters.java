package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Gives the arguments of a call to the parameters of what the text declares. */
final class Parameters {
  private Parameters() {}

  /** Matches arguments to a definition; a block's own `param`s can be given too, by name. */
  static Map<String, Arguments.Given> match(
      Declaration.Definition definition,
      ModuleScope module,
      List<Arguments.Given> given,
      Span call) {
    List<String> names = definition.parameters().stream().map(p -> p.name().text()).toList();
    var own = new ArrayList<String>();
    if (definition.body() instanceof Declaration.Body.Statements body) {
      for (Statement statement : body.statements()) {
        if (statement instanceof Statement.Stored stored
            && stored.role() == Statement.Stored.Role.PARAM
            && !names.contains(stored.name().text())) {
          own.add(stored.name().text());
        }
      }
    }
    Map<String, Arguments.Given> matched =
        match(
            definition,
            module,
            () -> Arguments.match(definition.name().text(), names, own, given, call));
    // A tensor among a layer's arguments is a mistake of its own.
    boolean layer = definition.kind() == Declaration.Definition.Kind.BLOCK;
    if (module.isLibrary()
        && !Sites.inLibrary(call)
        && !(layer && given.stream().anyMatch(g -> g.value() instanceof Value.Tensor))) {
      checkTruths(definition, given, matched);
    }
    return matched;
  }

  /** What the library says to be true or false is no number. */
  private static void checkTruths(
      Declaration.Definition definition,
      List<Arguments.Given> given,
      Map<String, Arguments.Given> matched) {
    for (Declaration.Parameter parameter : definition.parameters()) {
      Arguments.Given argument = matched.get(parameter.name().text());
      if (argument != null && isTruth(parameter) && argument.value() instanceof Value.Number) {
        throw Mistake.of(
            Code.T213,
            argument.span(),
            "`"
                + parameter.name()
                + "` of `"
                + definition.name()
                + "`: true or false is wanted here, and this is a number",
            argument.name() == null
                ? inOrder(definition, given.indexOf(argument) == 1, argument.span())
                : "give `true` or `false`");
      }
    }
  }

  private static boolean isTruth(Declaration.Parameter parameter) {
    return parameter.defaultValue() instanceof Expression.Truth;
  }

  /**
   * What the arguments of a call without names go to. A second one in the place of a truth follows
   * the width of the input, as layers of other libraries want it.
   */
  private static String inOrder(Declaration.Definition definition, boolean second, Span argument) {
    String order =
        "`"
            + definition.name()
            + "` takes "
            + definition.parameters().stream()
                .map(p -> p.name().text())
                .collect(Collectors.joining(", "))
            + " in this order";
    return second && definition.kind() == Declaration.Definition.Kind.BLOCK
        ? order
            + ", and finds the width of its input by itself: `"
            + definition.name()
            + "("
            + argument.text().strip()
            + ")`"
        : order;
  }

  /**
   * Matches arguments to a schedule or an initialiser.
   *
   * @param others what else can be given, by name
   */
  static Map<String, Arguments.Given> match(
      Declaration.Rule rule,
      ModuleScope module,
      List<String> others,
      List<Arguments.Given> given,
      Span call) {
    List<String> names = rule.parameters().stream().map(p -> p.name().text()).toList();
    return match(
        rule, module, () -> Arguments.match(rule.name().text(), names, others, given, call));
  }

  /**
   * A declaration whose text reads what nothing declares may lack that very parameter, or misspell
   * it: that is its one mistake, and calls that give it have none.
   */
  private static Map<String, Arguments.Given> match(
      Declaration callee, ModuleScope module, Supplier<Map<String, Arguments.Given>> matching) {
    try {
      return matching.get();
    } catch (Mistake mistake) {
      throw new OwnNames(callee).readsOthers(module) ? Mistake.reported() : mistake;
    }
  }
}
