package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Axis;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Name;
import dev.tulle.compiler.syntax.Statement;
import dev.tulle.compiler.syntax.TypeSyntax;
import java.util.LinkedHashMap;
import java.util.List;

/** Binds names of statements; shared by blocks, functions and nets. */
final class Binder {
  private final Evaluator evaluator;

  Binder(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  static Mistake unread(String name, Span span) {
    return new Mistake(
        Diagnostic.error(
            Code.N104,
            span,
            "`" + name + "` is never used, so nothing in it would ever train",
            "use it in an output or a loss, or delete the line"));
  }

  /** Binds what a `let` names, and gives it. */
  Value let(Statement.Let let) {
    Name name = let.binding().name();
    fresh(name);
    Value value = bound(let.binding(), let.value());
    Stage stage = Pipes.asStage(value, let.value().span());
    if (stage != null) {
      stage.labelled(name.text()).share();
      value = stage;
    } else if (value instanceof Value.Tensor tensor && !Sites.inLibrary(name.span())) {
      // What the library computes is called after the user's stage.
      tensor.node().named(name.text());
    }
    evaluator.scope().bindWatched(name.text(), value, name.span());
    return value;
  }

  void letTuple(Statement.LetTuple let) {
    Value value = evaluator.evaluate(let.value());
    if (!(value instanceof Value.Tuple tuple)) {
      throw Mistake.of(
          Code.T213,
          let.value().span(),
          let.names().size() + " names need a tuple, and this is " + value.kind(),
          "`unstack(axis)` cuts a tensor into a tuple");
    }
    if (tuple.elements().size() != let.names().size()) {
      throw Mistake.of(
          Code.T213,
          let.span(),
          let.names().size() + " names for a tuple of " + tuple.elements().size(),
          "write a name for each part");
    }
    for (int i = 0; i < let.names().size(); i++) {
      Name name = let.names().get(i);
      if (name.text().equals("_")) {
        // A part that nobody wants.
        continue;
      }
      fresh(name);
      evaluator.scope().bindWatched(name.text(), tuple.elements().get(i), name.span());
    }
  }

  private void fresh(Name name) {
    if (evaluator.scope().declares(name.text())) {
      throw evaluator
          .scope()
          .again(
              name,
              "`" + name + "` is declared already in this body",
              "choose another name, such as `" + name + "2`");
    }
  }

  /** The value of a binding; with brackets, of index notation. */
  Value bound(Statement.Binding binding, Expression expression) {
    List<Axis> axes = binding.axes();
    if (axes == null) {
      return evaluator.evaluate(expression);
    }
    return new Value.Tensor(new Comprehension(evaluator).evaluate(axes, expression));
  }

  /** Where the value of an output stands. */
  static Span place(Statement.Output output) {
    Expression value = output.value();
    return value == null ? output.binding().name().span() : value.span();
  }

  Value output(Statement.Output output) {
    Name name = output.binding().name();
    Expression expression = output.value();
    Value value;
    if (expression != null) {
      fresh(name);
    }
    if (expression == null) {
      value = evaluator.evaluate(new Expression.Reference(name.text(), name.span()));
    } else {
      value = bound(output.binding(), expression);
    }
    TypeSyntax type = output.type();
    if (type != null) {
      Typed node = Coerce.tensor(value, place(output));
      value = new Value.Tensor(new Assertions(evaluator).check(node, type, output.span()));
    }
    if (expression != null) {
      evaluator.scope().bind(name.text(), value, name.span());
    }
    return value;
  }

  void check(Statement.Check check) {
    Value value = evaluator.evaluate(check.condition());
    if (isOfRun(value)) {
      return;
    }
    if (!Coerce.truth(value, check.condition().span())) {
      Expression.Text message = check.message();
      throw Mistake.of(
          Code.T214,
          checked(check.condition()),
          message == null ? "`" + check.condition().span().text() + "` is false" : message.value(),
          new CheckHelp(evaluator).of(check.condition()));
    }
  }

  /**
   * Whether a condition asks for what only a run knows: a schedule in the place of a number, or in
   * the library, whose functions take tensors too, a weight.
   */
  private boolean isOfRun(Value value) {
    if (!(value instanceof Value.Tensor tensor) || Coerce.isOfLengths(value)) {
      return false;
    }
    ModuleScope module = evaluator.scope().module();
    return module != null && module.isLibrary()
        || TypedWalk.reachable(tensor.node()).stream()
            .map(Typed::form)
            .anyMatch(f -> f instanceof Typed.Form.Leaf leaf && leaf.place() == Typed.Place.HOST);
  }

  /** In the library the one name that a check is about: it shows the user the argument. */
  private Span checked(Expression condition) {
    ModuleScope module = evaluator.scope().module();
    var names = new LinkedHashMap<String, Span>();
    SyntaxWalk.walk(
        condition,
        e -> {
          if (e instanceof Expression.Reference name && evaluator.scope().declares(name.name())) {
            names.putIfAbsent(name.name(), name.span());
          }
        });
    return module != null && module.isLibrary() && names.size() == 1
        ? names.values().iterator().next()
        : condition.span();
  }

  static void breakNames(Statement statement, Scope scope) {
    // What it would have read is not unused for that.
    SyntaxWalk.expressions(
        statement,
        expression -> {
          if (expression instanceof Expression.Reference reference) {
            scope.touch(reference.name());
          }
        });
    if (statement instanceof Statement.Let let) {
      scope.bind(let.binding().name().text(), new Value.Broken());
    } else if (statement instanceof Statement.LetTuple let) {
      let.names().forEach(n -> scope.bind(n.text(), new Value.Broken()));
    } else if (statement instanceof Statement.Output output) {
      if (output.value() != null) {
        scope.bind(output.binding().name().text(), new Value.Broken());
      }
    } else if (statement instanceof Statement.Stored stored) {
      scope.bind(stored.name().text(), new Value.Broken());
    } else if (statement instanceof Statement.Port port) {
      scope.bind(port.name().text(), new Value.Broken());
    }
  }
}
