package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.ir.Recipe;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Schedules: stretches behind each other, and the number that they give at an update. */
final class Schedules {
  private Schedules() {}

  /** A value as a schedule of one stretch or more, or null where it is none. */
  static Value.@Nullable Schedule asSchedule(Value value, Span span) {
    if (value instanceof Value.Schedule schedule) {
      return schedule;
    }
    if (value instanceof Value.Number number) {
      return new Value.Schedule(
          List.of(new Value.Schedule.Stretch(null, number.value(), null, null, span)));
    }
    if (value instanceof Value.Callable callable
        && callable.declaration() instanceof Declaration.Rule rule
        && rule.kind() == Declaration.Rule.Kind.SCHEDULE) {
      return new Value.Schedule(
          List.of(
              new Value.Schedule.Stretch(
                  new Value.Applied(callable, Map.of(), Map.of()), 0, null, null, span)));
    }
    return null;
  }

  /** A call of a schedule; besides its own arguments it takes the length of the stretch. */
  static Value.Schedule stretch(
      Value.Callable callable, Declaration.Rule rule, List<Arguments.Given> given, Span span) {
    List<String> names = rule.parameters().stream().map(p -> p.name().text()).toList();
    List<String> lengths =
        List.of("epochs", "steps").stream().filter(n -> !names.contains(n)).toList();
    Map<String, Arguments.Given> matched =
        Parameters.match(rule, callable.module(), lengths, given, span);
    var arguments = new LinkedHashMap<String, Value>();
    @Nullable Double epochs = null;
    @Nullable Double steps = null;
    for (Map.Entry<String, Arguments.Given> entry : matched.entrySet()) {
      Arguments.Given argument = entry.getValue();
      if (!lengths.contains(entry.getKey())) {
        arguments.put(entry.getKey(), argument.value());
        continue;
      }
      double length = Coerce.number(argument.value(), argument.span());
      if (length < 0) {
        throw Mistake.of(
            Code.R404,
            argument.span(),
            "a stretch cannot be shorter than nothing, and this is " + Coerce.plain(length),
            "such as `" + entry.getKey() + " = " + Coerce.plain(-length) + "`");
      }
      if (entry.getKey().equals("epochs")) {
        epochs = length;
      } else {
        steps = length;
      }
    }
    if (epochs != null && steps != null) {
      throw Mistake.of(
          Code.N108,
          span,
          "a stretch has one length, in epochs or in steps, and both are given",
          "leave one of them out");
    }
    return new Value.Schedule(
        List.of(
            new Value.Schedule.Stretch(
                new Value.Applied(callable, arguments, Arguments.places(matched)),
                0,
                epochs,
                steps,
                span)));
  }

  /** One schedule after another. */
  static Value.Schedule then(Value.Schedule first, Value.Schedule second, Span span) {
    var all = new ArrayList<Value.Schedule.Stretch>();
    for (Value.Schedule.Stretch stretch : first.stretches()) {
      boolean open = stretch.epochs() == null && stretch.steps() == null;
      if (open && stretch.applied() != null) {
        throw Mistake.of(
            Code.R404,
            span,
            "nothing can follow a stretch without a length: it takes the rest of the run",
            "give the one before `epochs = …` or `steps = …`");
      }
      // A bare number in front is only the value that the next stretch starts with.
      all.add(
          open
              ? new Value.Schedule.Stretch(null, stretch.value(), null, 0.0, stretch.span())
              : stretch);
    }
    all.addAll(second.stretches());
    return new Value.Schedule(all);
  }

  /**
   * The value at an update, as a number of the host.
   *
   * @param start what the first stretch begins with
   */
  static Typed typed(Value.Schedule schedule, double start, Evaluator evaluator, Span span) {
    Typed at = combine(ScalarFunction.SUBTRACT, host("step", span), number(1, span), span);
    Typed begin = number(0, span);
    var from = new Recipe.Moment(0, 0);
    Typed before = number(start, span);
    var values = new ArrayList<Typed>();
    var ends = new ArrayList<Typed>();
    for (Value.Schedule.Stretch stretch : schedule.stretches()) {
      Typed length = length(stretch, begin, span);
      Typed here = combine(ScalarFunction.SUBTRACT, at, begin, span);
      Recipe.Moment duration = duration(stretch);
      Recipe.Moment to = duration == null ? null : from.plus(duration);
      var stalls = new Stalls(from, to, evaluator.context());
      values.add(value(stretch, here, length, before, stalls, evaluator));
      before = value(stretch, length, length, before, stalls, evaluator);
      from = to == null ? from : to;
      begin = combine(ScalarFunction.ADD, begin, length, span);
      ends.add(begin);
    }
    Typed result = values.get(values.size() - 1);
    for (int i = values.size() - 2; i >= 0; i--) {
      Typed inside = combine(ScalarFunction.LESS, at, ends.get(i), span);
      result =
          new Typed(
              new Typed.Form.Elementwise(
                  ScalarFunction.SELECT, List.of(inside, values.get(i), result)),
              TensorType.SCALAR,
              span);
    }
    return result;
  }

  /** The length of a stretch, or null where it takes the rest of the run. */
  static Recipe.@Nullable Moment duration(Value.Schedule.Stretch stretch) {
    Double epochs = stretch.epochs();
    Double steps = stretch.steps();
    return epochs == null && steps == null
        ? null
        : new Recipe.Moment(epochs == null ? 0 : epochs, steps == null ? 0 : steps);
  }

  private static Typed length(Value.Schedule.Stretch stretch, Typed begin, Span span) {
    Double epochs = stretch.epochs();
    Double steps = stretch.steps();
    if (epochs != null) {
      return combine(
          ScalarFunction.MULTIPLY, number(epochs, span), host("epoch_steps", span), span);
    }
    return steps != null
        ? number(steps, span)
        : combine(ScalarFunction.SUBTRACT, host("total_steps", span), begin, span);
  }

  private static Typed value(
      Value.Schedule.Stretch stretch,
      Typed at,
      Typed length,
      Typed start,
      Stalls stalls,
      Evaluator evaluator) {
    Span span = stretch.span();
    Value.Applied applied = stretch.applied();
    if (applied == null) {
      return number(stretch.value(), span);
    }
    Value.Callable callable = applied.callable();
    var rule = (Declaration.Rule) callable.declaration();
    var scope = new Scope(callable.module());
    var inside = new Evaluator(evaluator.context(), scope, evaluator.owner());
    scope.bind("at", new Value.Tensor(at));
    scope.bind("span", new Value.Tensor(length));
    scope.bind("start", new Value.Tensor(start));
    scope.bind("stalls", new Value.Primitive(stalls.builtin()));
    applied.arguments().forEach(scope::bind);
    for (Declaration.Parameter parameter : rule.parameters()) {
      String name = parameter.name().text();
      if (!applied.arguments().containsKey(name)) {
        Expression otherwise = parameter.defaultValue();
        if (otherwise == null) {
          throw Arguments.missing(rule.name().text(), name, span);
        }
        scope.bind(name, inside.evaluate(otherwise));
      }
    }
    try {
      Value given = new Body(inside, callable.module()).run(rule);
      Typed value = Coerce.tensor(given, rule.body().span());
      if (value.type().rank() > 0 || value.type().batched()) {
        throw Mistake.of(
                Code.T205,
                rule.body().span(),
                "a schedule gives one number that is the same for all rows, and this is "
                    + value.type(),
                "combine it to one number: `mean(…)` or `sum(…)`")
            .showing(value);
      }
      return value;
    } catch (Mistake mistake) {
      throw new CallSite(callable.module(), rule.name(), span, applied.places()).moved(mistake);
    }
  }

  static Typed host(String name, Span span) {
    return new Typed(new Typed.Form.Leaf(Typed.Place.HOST, name), TensorType.SCALAR, span);
  }

  private static Typed number(double value, Span span) {
    return new Typed(new Typed.Form.Number(value), TensorType.SCALAR, span);
  }

  private static Typed combine(ScalarFunction function, Typed a, Typed b, Span span) {
    Value value =
        Elementwise.apply(
            function, List.of(new Value.Tensor(a), new Value.Tensor(b)), List.of(span, span), span);
    return Coerce.tensor(value, span);
  }
}
