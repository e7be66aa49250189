package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Name;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The place of a call of something that the library may declare.
 *
 * @param module what is called is declared there
 * @param arguments where the user gave the arguments, by name
 * @param given what it works on
 */
record CallSite(
    ModuleScope module, Name callee, Span place, Map<String, Span> arguments, Value given) {
  /** A call of something that works on no tensor. */
  CallSite(ModuleScope module, Name callee, Span place, Map<String, Span> arguments) {
    this(module, callee, place, arguments, new Value.Hole());
  }

  /**
   * A mistake inside of the library is shown where the user called it; where the library names one
   * of its arguments, at that argument.
   */
  Mistake moved(Mistake mistake) {
    Diagnostic inner = mistake.diagnostic();
    Span primary = inner == null ? null : inner.primary();
    if (inner == null || primary == null || !module.isLibrary() || !Sites.inLibrary(primary)) {
      return mistake;
    }
    Span argument = arguments.get(primary.text());
    Span to = argument == null ? place : argument;
    if (Sites.inLibrary(to)) {
      // The call of the library's own file around this one goes on to look for the user's text.
      return argument == null
          ? mistake
          : new Mistake(
              new Diagnostic(
                  inner.code(),
                  inner.severity(),
                  inner.message(),
                  argument,
                  inner.label(),
                  inner.related(),
                  inner.help()));
    }
    boolean led = inner.label().isEmpty() && argument == null && inner.code().isOfShapes();
    String name = "`" + primary.text() + "`";
    String where = argument == null || inner.message().contains(name) ? "in" : name + " of";
    return new Mistake(
        Diagnostic.error(
                inner.code(), to, where + " `" + callee + "`: " + inner.message(), inner.help())
            .withLabel(led ? trail(inner) : inner.label()));
  }

  /** What led to the two sides of a mismatch inside of the library, else to what the call got. */
  private String trail(Diagnostic inner) {
    if (inner.related().isEmpty()) {
      return given instanceof Value.Tensor tensor ? tensor.node().trail() : "";
    }
    return inner.related().stream()
        .map(Diagnostic.Related::label)
        .distinct()
        .collect(Collectors.joining("; "));
  }
}
