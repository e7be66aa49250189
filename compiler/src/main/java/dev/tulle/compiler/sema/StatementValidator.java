package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Declaration.Definition.Kind;
import dev.tulle.compiler.syntax.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds statements that a definition of their kind does not have, such as a loss in a block.
 *
 * <p>After: a definition with such a statement is broken, so that its calls say no more about it.
 */
final class StatementValidator {
  /** What a schedule or an initialiser has. */
  private static final Set<Class<? extends Statement>> COMPUTING =
      Set.of(
          Statement.Let.class,
          Statement.LetTuple.class,
          Statement.Check.class,
          Statement.Output.class);

  private final ModuleScope scope;
  private final DiagnosticSink sink;

  StatementValidator(ModuleScope scope, DiagnosticSink sink) {
    this.scope = scope;
    this.sink = sink;
  }

  void validate() {
    for (Declaration declaration : scope.file().declarations()) {
      if (declaration instanceof Declaration.Definition definition) {
        validate(definition);
      } else if (declaration instanceof Declaration.Rule rule) {
        validate(rule);
      }
    }
  }

  private void validate(Declaration.Definition definition) {
    if (!(definition.body() instanceof Declaration.Body.Statements body)) {
      if (definition.kind() == Kind.NET || definition.kind() == Kind.OPTIMIZER) {
        report(expression(definition), definition);
      }
      return;
    }
    for (Statement statement : body.statements()) {
      Mistake mistake = misplaced(statement, definition);
      if (mistake != null) {
        report(mistake, definition);
      }
    }
  }

  private void validate(Declaration.Rule rule) {
    if (rule.body() instanceof Declaration.Body.Statements body) {
      boolean schedule = rule.kind() == Declaration.Rule.Kind.SCHEDULE;
      body.statements().stream()
          .filter(s -> !COMPUTING.contains(s.getClass()))
          .forEach(
              s ->
                  report(
                      refused(
                          s,
                          (schedule ? "a schedule" : "an initialiser")
                              + " is made of `let`, `check` and `output`, and this is none of them",
                          "what it is given stands in parentheses: `"
                              + (schedule ? "schedule " : "init ")
                              + rule.name()
                              + "(factor = 0.5) { … }`"),
                      rule));
    }
  }

  private void report(Mistake mistake, Declaration definition) {
    if (mistake.diagnostic() != null) {
      sink.report(mistake.diagnostic());
    }
    scope.bind(definition.name().text(), new Value.Broken());
  }

  private static Mistake expression(Declaration.Definition definition) {
    String name = definition.name().text();
    return definition.kind() == Kind.NET
        ? Mistake.of(
            Code.S003,
            definition.name().span(),
            "a net needs inputs and outputs",
            "write `net " + name + " { input x: [4]  output y = … }`")
        : Mistake.of(
            Code.S003,
            definition.name().span(),
            "an optimizer needs statements in braces",
            "write `optimizer " + name + "(lr = 0.1) { input w, g  update w = w - lr * g }`");
  }

  private static @Nullable Mistake misplaced(
      Statement statement, Declaration.Definition definition) {
    Kind kind = definition.kind();
    String name = definition.name().text();
    if (kind == Kind.NET) {
      return null;
    }
    if (statement instanceof Statement.Loss) {
      return refused(
          statement,
          "a loss belongs to a net, and `" + name + "` is none",
          "make it an `output` here, and a `loss` of the net");
    }
    if (statement instanceof Statement.Port port) {
      if (port.role() == Statement.Port.Role.TARGET) {
        return refused(
            statement,
            "a target belongs to a net, and `" + name + "` is none",
            "give it to a function of the net's loss as an argument");
      }
      return kind == Kind.FUN
          ? refused(
              statement,
              "a function has its inputs in parentheses",
              "`fun " + name + "(" + port.name() + ")`")
          : null;
    }
    if (statement instanceof Statement.Stored stored) {
      boolean param = stored.role() == Statement.Stored.Role.PARAM;
      if (kind == Kind.FUN) {
        return refused(
            statement,
            "a function owns no " + (param ? "weights" : "state"),
            "make `" + name + "` a `block`, with a capital");
      }
      return kind == Kind.OPTIMIZER && param
          ? refused(
              statement,
              "an optimizer moves weights and has none of its own",
              "what it remembers from step to step is a `state`")
          : null;
    }
    if (statement instanceof Statement.Update && kind == Kind.FUN) {
      return refused(statement, "a function updates nothing", "make `" + name + "` a `block`");
    }
    return statement instanceof Statement.Output && kind == Kind.OPTIMIZER
        ? refused(
            statement,
            "an optimizer has no output",
            "it says what the weights become: `update w = …`")
        : null;
  }

  private static Mistake refused(Statement statement, String message, String help) {
    return Mistake.of(Code.S003, statement.span(), message, help);
  }
}
