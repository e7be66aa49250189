package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Name;
import dev.tulle.compiler.syntax.Statement;
import dev.tulle.compiler.syntax.TypeSyntax;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parameters and states: they come to exist when something first asks for them. */
final class Storing {
  private final Evaluator evaluator;

  Storing(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  /**
   * Binds the name to a tensor that is created on its first use, or checks the one that the caller
   * gave.
   */
  void declare(Statement.Stored stored) {
    String name = stored.name().text();
    TypeSyntax type = stored.type();
    if (evaluator.scope().declares(name)) {
      given(stored, name, type);
      return;
    }
    if (type == null) {
      throw Mistake.of(
          Code.T215,
          stored.span(),
          "`" + name + "` has no shape",
          "write it: `" + name + ": [n]`, or `" + name + ": []` for a single number");
    }
    evaluator
        .scope()
        .bind(name, new Value.Deferred(() -> first(stored, name, type)), stored.name().span());
  }

  private void given(Statement.Stored stored, String name, @Nullable TypeSyntax type) {
    Value value = evaluator.scope().find(name);
    if (type == null || value == null) {
      return;
    }
    Typed node = Coerce.tensor(value, stored.name().span());
    TensorType wanted = new TypeSolver(evaluator).declared(type, false);
    boolean fits = wanted.rank() == node.type().rank();
    for (int i = 0; fits && i < wanted.rank(); i++) {
      fits = wanted.axes().get(i).fits(node.type().axes().get(i));
    }
    if (!fits) {
      throw new Mistake(
          Diagnostic.error(
                  Code.T205,
                  node.span(),
                  "`" + name + "` must be " + wanted + " here, and what is given is " + node.type(),
                  "give it one of "
                      + wanted
                      + ", or leave it out: then `"
                      + name
                      + "` is made here")
              .withLabel(node.trail())
              .withRelated(stored.span(), "declared here"));
    }
  }

  /** Makes the tensor when it is first asked for; where that fails it is broken from then on. */
  private Value first(Statement.Stored stored, String name, TypeSyntax type) {
    Scope scope = evaluator.scope();
    scope.bind(name, Scope.circle(name, stored.name().span()));
    try {
      return create(stored, name, type);
    } catch (Mistake mistake) {
      scope.bind(name, new Value.Broken());
      throw mistake;
    }
  }

  private Value create(Statement.Stored stored, String name, TypeSyntax type) {
    String path = evaluator.owner().within(name);
    TensorType declared = new TypeSolver(evaluator).declared(type, false);
    fixed(declared, stored);
    NetContext.Stored existing = evaluator.context().stored(path);
    if (existing != null) {
      return again(existing, declared, stored);
    }
    boolean state = stored.role() == Statement.Stored.Role.STATE;
    Typed leaf =
        new Typed(
            new Typed.Form.Leaf(state ? Typed.Place.STATE : Typed.Place.PARAMETER, path),
            declared,
            stored.name().span());
    leaf.named(path);
    Coerce.storable(leaf, stored.name().span());
    Typed initial = initial(stored, declared);
    Span site = evaluator.owner().site();
    if (site != null) {
      Sites.mark(initial, site, path);
    }
    evaluator
        .context()
        .add(
            new NetContext.Stored(
                path, leaf, initial, state, site == null ? stored.name().span() : site));
    return new Value.Tensor(leaf);
  }

  /** What is kept has one size in every call. */
  private static void fixed(TensorType declared, Statement.Stored stored) {
    for (Dim axis : declared.axes()) {
      if (!axis.isKnown()) {
        Span span = stored.type() == null ? stored.name().span() : stored.type().span();
        throw Mistake.of(
            Code.T218,
            span,
            "`"
                + stored.name()
                + "` is kept from call to call, and `"
                + axis
                + "` varies: it is at most "
                + axis.most(),
            Sites.inLibrary(span)
                ? "let what varies stand in front and numbers of a fixed count behind, `["
                    + axis
                    + ", 8]`, or combine it before: `mean`, `max`, a recurrent layer and `last`"
                : "`bound(…)` is the most that a length can be: `"
                    + stored.name()
                    + ": [bound(t), …]`, of which `slice("
                    + stored.name()
                    + ", axis = 0, start = 0, size = t)` has as much as there is");
      }
    }
  }

  /** A shared instance meets a second input: its weights must have the same shape. */
  private static Value again(
      NetContext.Stored existing, TensorType declared, Statement.Stored stored) {
    TensorType before = existing.leaf().type();
    boolean fits = before.rank() == declared.rank();
    for (int i = 0; fits && i < before.rank(); i++) {
      fits = before.axes().get(i).fits(declared.axes().get(i));
    }
    if (!fits) {
      throw new Mistake(
          Diagnostic.error(
              Code.T212,
              stored.name().span(),
              "the shared `"
                  + existing.path()
                  + "` was fixed to "
                  + before
                  + " at its first use; here it would be "
                  + declared,
              "inputs of one width share a stage: give the other one of its own"));
    }
    return new Value.Tensor(existing.leaf());
  }

  void update(Statement.Update update) {
    String name = update.name().text();
    Typed state = evaluator.scope().find(name) instanceof Value.Tensor t ? stateOf(t.node()) : null;
    if (state == null || !(state.form() instanceof Typed.Form.Leaf leaf)) {
      throw noState(update.name());
    }
    Typed value = evaluator.tensor(update.value());
    if (value.type().batched()) {
      throw Mistake.of(
              Code.T202,
              update.value().span(),
              "a state is one for all rows, and this differs from row to row",
              "average it with `batch_mean`")
          .showing(value);
    }
    Span span = update.span();
    Typed whole = fill(value, state.type(), span);
    evaluator.context().updates().put(leaf.name(), whole);
    // Updates run in order and in training only: what follows reads the new value there.
    var next = new Typed(new Typed.Form.ByMode(whole, state), state.type(), span);
    evaluator.scope().bind(name, new Value.Tensor(next));
  }

  private Mistake noState(Name name) {
    Scope scope = evaluator.scope();
    if (scope.find(name.text()) == null) {
      // What reads it further on is not unknown as well.
      References.breakName(name.text(), scope);
    }
    return Mistake.of(
        Code.T213,
        name.span(),
        "`" + name + "` is no `state` of this block",
        NearNames.nearest(name.text(), scope.declared())
            .map(near -> "a similar name is `" + near + "`")
            .orElse("declare it: `state " + name + ": [c] = 0`"));
  }

  /** The state that a node holds, before or behind an update of it; null for any other node. */
  private static @Nullable Typed stateOf(Typed node) {
    Typed held = node.form() instanceof Typed.Form.ByMode mode ? mode.serving() : node;
    return held.form() instanceof Typed.Form.Leaf leaf && leaf.place() == Typed.Place.STATE
        ? held
        : null;
  }

  /** A value with the axes of a declaration; a number fills them. */
  static Typed fill(Typed value, TensorType declared, Span span) {
    if (value.type().rank() == 0 && declared.rank() > 0) {
      return new Typed(
          new Typed.Form.Spread(value, List.of()), value.type().withAxes(declared.axes()), span);
    }
    boolean fits = value.type().rank() == declared.rank();
    for (int i = 0; fits && i < declared.rank(); i++) {
      fits = value.type().axes().get(i).fits(declared.axes().get(i));
    }
    if (!fits) {
      throw Mistake.of(
              Code.T202,
              span,
              "this is " + value.type() + ", and " + declared + " is declared",
              value.type().count().sameSize(declared.count())
                  ? "the same number of elements: `reshape("
                      + TensorType.axesText(declared.axes())
                      + ")` gives it"
                  : "declare " + value.type() + ", or give a value of " + declared)
          .showing(value);
    }
    return value;
  }

  /** The first value of a parameter: a number, random numbers, or an expression. */
  private Typed initial(Statement.Stored stored, TensorType declared) {
    Expression expression = stored.initial();
    Span span = expression.span();
    Value value = evaluator.evaluate(expression);
    Value resolved = Initialisers.resolve(value, declared, evaluator, span);
    boolean random = Initialisers.isRandom(resolved);
    if (stored.random() && !random && !Initialisers.isInitialiser(value)) {
      throw Mistake.of(
          Code.T213,
          span,
          "`~` draws random numbers, and this is " + value.kind(),
          "a fixed value is given by `=`");
    }
    if (!stored.random() && random) {
      throw Mistake.of(
          Code.T213, span, "`=` gives a fixed value, and this is random", "draw it with `~`");
    }
    if (resolved instanceof Value.Distribution distribution) {
      return Initialisers.draw(distribution, declared, span);
    }
    return fill(Coerce.tensor(resolved, span), declared, span);
  }
}
