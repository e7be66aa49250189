package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Statement;
import dev.tulle.compiler.syntax.TypeSyntax;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Runs the statements of a block or function; a mistake in one does not keep the others from being
 * looked at.
 */
final class Body {
  private final Evaluator evaluator;
  private final ModuleScope module;
  private final List<Value> outputs = new ArrayList<>();
  private boolean broken = false;

  /** Whether what is computed belongs to the layers of a net. */
  private boolean shown = true;

  Body(Evaluator evaluator, ModuleScope module) {
    this.evaluator = evaluator;
    this.module = module;
  }

  /** The value of a schedule or initialiser whose names are bound. */
  Value run(Declaration.Rule rule) {
    shown = false;
    return run(rule.asFunction());
  }

  /** The value of a function whose parameters are bound. */
  Value run(Declaration.Definition function) {
    return run(function, List.of(), function.span());
  }

  /** The value of a definition, given what its `input` statements receive. */
  Value run(Declaration.Definition definition, List<Value> inputs, Span call) {
    if (definition.body() instanceof Declaration.Body.Of of) {
      Value value = evaluator.evaluate(of.value());
      if (inputs.isEmpty()) {
        return value;
      }
      Stage stage = Pipes.asStage(value, of.value().span());
      return stage == null ? value : new Pipes(evaluator).apply(stage, inputs.get(0), call, call);
    }
    var body = (Declaration.Body.Statements) definition.body();
    Iterator<Value> given = inputs.iterator();
    for (Statement statement : body.statements()) {
      if (evaluator.context().sink().isFull()) {
        throw Mistake.reported();
      }
      try {
        statement(statement, given, definition, call);
      } catch (Mistake mistake) {
        if (module.isLibrary()
            || statement instanceof Statement.Port
            || statement instanceof Statement.Check
            || isOfSharing(mistake)) {
          throw mistake;
        }
        evaluator.context().reportOnce(evaluator.context().calls().traced(mistake));
        broken = true;
        Binder.breakNames(statement, evaluator.scope());
        if (statement instanceof Statement.Output) {
          outputs.add(new Value.Broken());
        }
      }
    }
    if (outputs.isEmpty()) {
      throw Mistake.of(
          Code.N110,
          definition.name().span(),
          "`" + definition.name() + "` has no output",
          "end it with `output y = …`");
    }
    reportUnread();
    if (outputs.stream().anyMatch(Value.Broken.class::isInstance)) {
      throw Mistake.reported();
    }
    return outputs.size() == 1 ? outputs.get(0) : new Value.Tuple(List.copyOf(outputs));
  }

  private void statement(
      Statement statement, Iterator<Value> given, Declaration.Definition definition, Span call) {
    var binder = new Binder(evaluator);
    Layers layers = evaluator.context().layers();
    if (statement instanceof Statement.Port port) {
      input(port, given, definition, call);
    } else if (statement instanceof Statement.Stored stored) {
      new Storing(evaluator).declare(stored);
    } else if (statement instanceof Statement.Update update) {
      new Storing(evaluator).update(update);
    } else if (statement instanceof Statement.Let let) {
      Value value = binder.let(let);
      if (shown) {
        layers.formula(let, value, evaluator.owner());
      }
    } else if (statement instanceof Statement.LetTuple let) {
      binder.letTuple(let);
    } else if (statement instanceof Statement.Output output) {
      Value value = binder.output(output);
      outputs.add(value);
      if (shown) {
        layers.formula(output, value, evaluator.owner());
      }
    } else if (statement instanceof Statement.Check check) {
      binder.check(check);
    }
  }

  private void input(
      Statement.Port port, Iterator<Value> given, Declaration.Definition definition, Span call) {
    Value value = given.next();
    TypeSyntax type = port.type();
    if (type != null) {
      Typed node = Coerce.tensor(value, call);
      var role =
          new TypeSolver.Role(
              Code.T204, Code.T204, "`" + definition.name() + "`", definition.name().text());
      TensorType matched = new TypeSolver(evaluator).match(type, node, call, role);
      value =
          new Value.Tensor(
              matched.equals(node.type())
                  ? node
                  : Shaping.reshape(node, matched.axes(), call).as(node));
    }
    evaluator.scope().bind(port.name().text(), value, port.name().span());
  }

  /** Whether the mistake is where a shared stage is used, and not in its text. */
  private static boolean isOfSharing(Mistake mistake) {
    return mistake.diagnostic() != null && mistake.diagnostic().code() == Code.T212;
  }

  private void reportUnread() {
    // What a statement with a mistake would have read is not known.
    if (module.isLibrary() || broken) {
      return;
    }
    for (Map.Entry<String, Span> unread : evaluator.scope().unread().entrySet()) {
      evaluator.context().report(Binder.unread(unread.getKey(), unread.getValue()));
    }
  }
}
