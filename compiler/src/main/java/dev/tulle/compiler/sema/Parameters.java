package dev.tulle.compiler.sema;

import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

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
    return match(
        definition,
        module,
        () -> Arguments.match(definition.name().text(), names, own, given, call));
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
