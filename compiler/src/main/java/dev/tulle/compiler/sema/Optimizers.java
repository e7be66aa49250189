package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Applies the text of an optimizer to a parameter: what its update and its memories become. */
final class Optimizers {
  private final NetContext context;
  private final Value.Applied optimizer;
  private final String prefix;
  private final Span span;

  /**
   * @param prefix of the names of its memories
   */
  Optimizers(NetContext context, Value.Applied optimizer, String prefix, Span span) {
    this.context = context;
    this.optimizer = optimizer;
    this.prefix = prefix;
    this.span = span;
  }

  /**
   * The step of one parameter.
   *
   * @param overrides arguments that a `group` gives to this parameter
   * @param gradient what the optimizer sees as `g`
   */
  TypedNet.Step step(
      TypedNet.Stored parameter, Typed gradient, Map<String, Arguments.Given> overrides) {
    var definition = (Declaration.Definition) optimizer.callable().declaration();
    ModuleScope module = optimizer.callable().module();
    var scope = new Scope(module);
    var evaluator = new Evaluator(context, scope, new Owner(""));
    scope.bind("step", new Value.Tensor(Schedules.host("step", span)));
    var places = new HashMap<>(optimizer.places());
    places.putAll(Arguments.places(overrides));
    for (Declaration.Parameter declared : definition.parameters()) {
      scope.bind(declared.name().text(), argument(declared, overrides, places, evaluator));
    }
    try {
      return run(definition, parameter, gradient, evaluator);
    } catch (Mistake mistake) {
      throw new CallSite(module, definition.name(), span, places).moved(mistake);
    }
  }

  private Value argument(
      Declaration.Parameter declared,
      Map<String, Arguments.Given> overrides,
      Map<String, Span> places,
      Evaluator evaluator) {
    String name = declared.name().text();
    Span place = places.getOrDefault(name, span);
    Arguments.Given override = overrides.get(name);
    Expression otherwise = declared.defaultValue();
    Value value = override == null ? optimizer.arguments().get(name) : override.value();
    Value byDefault = otherwise == null ? null : evaluator.evaluate(otherwise);
    if (value == null) {
      if (byDefault == null) {
        throw Arguments.missing(optimizer.callable().declaration().name().text(), name, span);
      }
      return byDefault;
    }
    if (value instanceof Value.Number || value instanceof Value.Truth) {
      return value;
    }
    Value.Schedule schedule = Schedules.asSchedule(value, place);
    if (schedule == null) {
      throw Mistake.of(
          Code.R404,
          place,
          "`" + name + "` takes a number or a schedule, and this is " + value.kind(),
          value instanceof Value.Text text && text.value().matches("[0-9.]+(e-?[0-9]+)?")
              ? "write it without quotes: `" + name + " = " + text.value() + "`"
              : "such as `" + name + " = 0.01`, or `" + name + " = linear(0, 0.01)`");
    }
    context.follow(schedule);
    double start = byDefault instanceof Value.Number number ? number.value() : 0;
    return new Value.Tensor(Schedules.typed(schedule, start, evaluator, place).named(name));
  }

  private TypedNet.Step run(
      Declaration.Definition definition,
      TypedNet.Stored parameter,
      Typed gradient,
      Evaluator evaluator) {
    var body = (Declaration.Body.Statements) definition.body();
    var memories = new LinkedHashMap<String, Typed>();
    var initials = new LinkedHashMap<String, Typed>();
    var updates = new LinkedHashMap<String, Typed>();
    @Nullable String weight = null;
    @Nullable Typed moved = null;
    Scope scope = evaluator.scope();
    TensorType type = parameter.leaf().type();
    var binder = new Binder(evaluator);
    for (Statement statement : body.statements()) {
      if (statement instanceof Statement.Port port) {
        Typed bound = weight == null ? parameter.leaf() : gradient;
        weight = weight == null ? port.name().text() : weight;
        scope.bind(port.name().text(), new Value.Tensor(bound));
      } else if (statement instanceof Statement.Stored stored) {
        String name = stored.name().text();
        Typed leaf =
            new Typed(
                    new Typed.Form.Leaf(Typed.Place.SLOT, prefix + name + ":" + parameter.path()),
                    type,
                    stored.name().span())
                .named(name);
        memories.put(name, leaf);
        initials.put(
            name, Storing.fill(evaluator.tensor(stored.initial()), type, stored.initial().span()));
        scope.bind(name, new Value.Tensor(leaf));
      } else if (statement instanceof Statement.Let let) {
        // Numbers, unlike tensors, are arguments of what is generated, and called as the text does.
        if (binder.let(let) instanceof Value.Tensor number && number.node().type().rank() == 0) {
          number.node().named(let.binding().name().text());
        }
      } else if (statement instanceof Statement.Check check) {
        binder.check(check);
      } else if (statement instanceof Statement.Update update) {
        String name = update.name().text();
        Typed value = Storing.fill(evaluator.tensor(update.value()), type, update.value().span());
        if (name.equals(weight)) {
          moved = value;
        } else if (memories.containsKey(name)) {
          updates.put(name, value);
        } else {
          throw Mistake.of(
              Code.N101,
              update.name().span(),
              "`" + name + "` is neither the weights nor a `state` of this optimizer",
              "the weights are called `"
                  + weight
                  + "`; what it remembers is declared: `state "
                  + name
                  + ": [...] = 0`");
        }
        scope.bind(name, new Value.Tensor(value));
      }
    }
    if (moved == null) {
      throw Mistake.of(
          Code.N110,
          definition.name().span(),
          "`" + definition.name() + "` never updates the weights",
          "its first input is the weights: `update " + weight + " = …`");
    }
    String title = definition.name().text();
    Draws.refuseUpdated(moved, "`" + title + "`");
    updates.values().forEach(u -> Draws.refuseUpdated(u, "`" + title + "`"));
    Sites.mark(moved, span, title);
    updates.values().forEach(u -> Sites.mark(u, span, title));
    initials.forEach((name, initial) -> Sites.mark(initial, span, title + " " + name));
    return new TypedNet.Step(parameter.path(), moved, reached(moved, memories, initials, updates));
  }

  /**
   * Memories that the new weights depend on, directly or through another memory; the rest does not
   * exist.
   */
  private List<TypedNet.Slot> reached(
      Typed moved,
      Map<String, Typed> memories,
      Map<String, Typed> initials,
      Map<String, Typed> updates) {
    Set<String> wanted = new LinkedHashSet<>();
    Deque<Typed> open = new ArrayDeque<>(List.of(moved));
    Set<Typed> seen = new HashSet<>();
    while (!open.isEmpty()) {
      Typed node = open.pop();
      if (!seen.add(node)) {
        continue;
      }
      memories.forEach(
          (name, leaf) -> {
            if (leaf == node && wanted.add(name) && updates.containsKey(name)) {
              open.push(updates.get(name));
            }
          });
      open.addAll(TypedWalk.operands(node));
    }
    var slots = new ArrayList<TypedNet.Slot>();
    initials.forEach(
        (name, initial) -> {
          Typed leaf = memories.get(name);
          if (leaf != null && wanted.contains(name)) {
            slots.add(
                new TypedNet.Slot(prefix + name, leaf, initial, updates.getOrDefault(name, leaf)));
          }
        });
    return slots;
  }
}
