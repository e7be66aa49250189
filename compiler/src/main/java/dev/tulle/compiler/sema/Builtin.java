package dev.tulle.compiler.sema;

import dev.tulle.compiler.source.Span;
import java.util.List;
import java.util.Map;

/**
 * A function that the compiler knows, since mathematics needs it.
 *
 * @param name as the text calls it
 * @param parameters in their order
 * @param required how many of them must be given
 * @param body what it does
 */
record Builtin(String name, List<String> parameters, int required, Body body) {
  /** The work of a builtin. */
  @FunctionalInterface
  interface Body {
    Value apply(Call call);
  }

  /**
   * A call whose arguments have names.
   *
   * @param evaluator of the place of the call
   */
  record Call(String name, Map<String, Arguments.Given> arguments, Span span, Evaluator evaluator) {
    Value value(String parameter) {
      Arguments.Given given = arguments.get(parameter);
      if (given == null) {
        throw Arguments.missing(name, parameter, span);
      }
      return given.value();
    }

    boolean has(String parameter) {
      return arguments.containsKey(parameter);
    }

    Span spanOf(String parameter) {
      Arguments.Given given = arguments.get(parameter);
      return given == null ? span : given.span();
    }

    Typed tensor(String parameter) {
      return Coerce.tensor(value(parameter), spanOf(parameter));
    }

    double number(String parameter, double otherwise) {
      return has(parameter) ? Coerce.number(value(parameter), spanOf(parameter)) : otherwise;
    }
  }
}
