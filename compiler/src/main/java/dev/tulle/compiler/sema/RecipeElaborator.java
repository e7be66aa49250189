package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.ir.DataSource;
import dev.tulle.compiler.ir.Recipe;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Path;
import dev.tulle.compiler.syntax.RecipeRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns a `train … on …` into a typed regime. */
final class RecipeElaborator {
  private static final List<String> RULES =
      List.of(
          "epochs",
          "steps",
          "batch",
          "seed",
          "optimizer",
          "penalty",
          "clip",
          "validate",
          "stop",
          "metrics",
          "start");

  private final NetElaborator net;
  private final ModuleScope module;
  private final Declaration.Train train;
  private final NetContext context;
  private final Evaluator evaluator;
  private final Map<String, RecipeRule.Setting> settings = new LinkedHashMap<>();

  RecipeElaborator(NetElaborator net, ModuleScope module, Declaration.Train train) {
    this.net = net;
    this.module = module;
    this.train = train;
    this.context = net.evaluator().context();
    this.evaluator = net.evaluator();
  }

  /** The regime, or null where a mistake was reported. */
  TypedNet.@Nullable Regime elaborate() {
    boolean whole = !context.broken();
    train.rules().forEach(this::collect);
    DataSource data = attempt(this::data);
    List<TypedNet.Metric> metrics =
        attempt(() -> new Metrics(evaluator, context).metrics(settings.get("metrics")));
    Typed penalty = attempt(() -> new Penalty(evaluator).penalty(settings.get("penalty")));
    Recipe recipe = attempt(() -> recipe(data, metrics == null ? List.of() : metrics));
    Double clip = attempt(this::clipNorm);
    @Nullable List<TypedNet.Step> steps = attempt(() -> steps(whole, clip != null));
    refuseStart();
    if (!net.hasLoss()) {
      context.report(
          Mistake.of(
              Code.N110,
              train.name().span(),
              "the net `" + train.name() + "` has no loss, so there is nothing to train for",
              "add `loss fit = mse(…, …)` to the net"));
      return null;
    }
    if (!whole
        || data == null
        || metrics == null
        || recipe == null
        || steps == null
        || clip == null) {
      return null;
    }
    return new TypedNet.Regime(steps, penalty, clip, metrics, recipe, data, train.span());
  }

  /** Something that may give nothing. */
  @FunctionalInterface
  private interface Work<T> {
    @Nullable T run();
  }

  /** Work whose mistake is reported rather than thrown. */
  private <T> @Nullable T attempt(Work<T> work) {
    try {
      return work.run();
    } catch (Mistake mistake) {
      context.report(mistake);
      return null;
    }
  }

  private void collect(RecipeRule rule) {
    if (!(rule instanceof RecipeRule.Setting setting)) {
      return;
    }
    String name = setting.name().text();
    if (!RULES.contains(name)) {
      context.report(
          Mistake.of(
              Code.R403,
              setting.name().span(),
              "a recipe has no rule `" + name + "`",
              NearNames.nearest(name, RULES)
                  .map(n -> "a similar name is `" + n + "`")
                  .orElse("there are " + String.join(", ", RULES) + ", group and freeze")));
    } else if (settings.putIfAbsent(name, setting) != null) {
      context.report(
          Mistake.of(
              Code.R403,
              setting.name().span(),
              "`" + name + "` is set twice",
              "leave one of them out"));
    }
  }

  private void refuseStart() {
    RecipeRule.Setting start = settings.get("start");
    if (start != null) {
      context.report(
          Mistake.of(
              Code.N109,
              start.span(),
              "starting from given weights belongs to a later version",
              "leave `start` out: weights begin as `param` says"));
    }
  }

  private @Nullable DataSource data() {
    Value value = evaluator.scope().module() == null ? null : find(train.data());
    if (value instanceof Value.Broken) {
      throw Mistake.reported();
    }
    if (value instanceof Value.Callable callable
        && callable.declaration() instanceof Declaration.Data data) {
      return new DataElaborator(data, callable.module(), context)
          .elaborate(net.ports(), net.declared());
    }
    throw Mistake.of(
        Code.N101,
        train.data().span(),
        "there is no data `" + train.data() + "`",
        "declare `data " + train.data().last() + " { from = csv(\"…\") … }`");
  }

  private @Nullable Value find(Path path) {
    ModuleScope scope =
        path.names().size() == 1 ? module : module.aliased(path.names().get(0).text());
    return scope == null || path.names().size() > 2 ? null : scope.find(path.last().text());
  }

  /** The settings of the run; each mistake in them is reported. */
  private @Nullable Recipe recipe(@Nullable DataSource data, List<TypedNet.Metric> metrics) {
    Integer epochs = attempt(() -> count("epochs", 0));
    Integer steps = attempt(() -> count("steps", 0));
    Integer batch = attempt(() -> count("batch", 32));
    Long seed = attempt(this::seed);
    var rules = new RunRules(net, settings.get("metrics"), metrics, data);
    Recipe.Validation validation = attempt(() -> rules.validation(settings.get("validate")));
    Recipe.Early stop = attempt(() -> rules.stop(settings.get("stop"), validation));
    RecipeRule.Setting both = settings.get("steps");
    if (both != null && settings.containsKey("epochs")) {
      throw Mistake.of(
          Code.R403,
          both.span(),
          "a run lasts for `epochs` or for `steps`, and both are set",
          "leave one of them out");
    }
    if (epochs == null || steps == null || batch == null || seed == null || validation == null) {
      return null;
    }
    return new Recipe(
        epochs == 0 && steps == 0 ? 10 : epochs, steps, batch, seed, validation, stop);
  }

  private int count(String name, int otherwise) {
    RecipeRule.Setting setting = settings.get(name);
    if (setting == null) {
      return otherwise;
    }
    Span span = setting.value().span();
    return Coerce.count(evaluator.evaluate(setting.value()), span, "`" + name + "`");
  }

  private long seed() {
    RecipeRule.Setting setting = settings.get("seed");
    if (setting == null) {
      return 1;
    }
    Span span = setting.value().span();
    return Coerce.seed(evaluator.evaluate(setting.value()), span);
  }

  private @Nullable List<TypedNet.Step> steps(boolean whole, boolean clipped) {
    RecipeRule.Setting setting = settings.get("optimizer");
    if (setting == null) {
      throw Mistake.of(
          Code.R403,
          train.name().span(),
          "the recipe has no optimizer",
          "add a line such as `optimizer = Adam(lr = 1e-3)`");
    }
    Span span = setting.value().span();
    checkOptimizer(setting.value());
    Value value = evaluator.evaluate(setting.value());
    if (value instanceof Value.Callable callable) {
      value = new Value.Applied(callable, Map.of(), Map.of());
    }
    if (!(value instanceof Value.Applied applied && applied.kind().equals("an optimizer"))) {
      throw Mistake.of(
          Code.R404,
          span,
          "an optimizer is wanted here, and this is " + value.kind(),
          "such as `Adam(lr = 1e-3)`");
    }
    if (!whole) {
      // Patterns cannot be judged without all parameters.
      return null;
    }
    var groups = new ParameterGroups(train, applied, evaluator);
    Set<String> frozen = groups.frozen();
    var optimizers = new Optimizers(context, applied, span);
    var steps = new ArrayList<TypedNet.Step>();
    for (NetContext.Stored stored : context.stored()) {
      if (stored.state() || frozen.contains(stored.path())) {
        continue;
      }
      var parameter =
          new TypedNet.Stored(stored.path(), stored.leaf(), stored.initial(), false, stored.span());
      steps.add(
          optimizers.step(
              parameter,
              clipped ? gradient(parameter, span) : raw(parameter, span),
              groups.overrides(stored.path())));
    }
    return steps;
  }

  /** A misspelt optimizer is not looked for among blocks. */
  private void checkOptimizer(Expression written) {
    Expression called = written instanceof Expression.Call call ? call.callee() : written;
    Scope scope = evaluator.scope();
    if (called instanceof Expression.Reference name && scope.find(name.name()) == null) {
      List<String> optimizers =
          scope.visibleNames().stream()
              .filter(
                  n -> scope.find(n) instanceof Value.Callable c && c.kind().equals("an optimizer"))
              .sorted()
              .toList();
      throw Mistake.of(
          Code.N101,
          name.span(),
          "there is no optimizer `" + name.name() + "`",
          NearNames.nearest(name.name(), optimizers)
              .map(n -> "a similar name is `" + n + "`")
              .orElse("there are " + String.join(", ", optimizers)));
    }
  }

  /** The gradient as the optimizer sees it, after clipping. */
  private Typed gradient(TypedNet.Stored parameter, Span span) {
    Typed gradient = raw(parameter, span);
    double limit = clip("value");
    if (limit > 0) {
      gradient = combine(ScalarFunction.MINIMUM, gradient, number(limit, span), span);
      return combine(ScalarFunction.MAXIMUM, gradient, number(-limit, span), span);
    }
    return clip("norm") > 0
        ? combine(ScalarFunction.MULTIPLY, gradient, Schedules.host("clip_scale", span), span)
        : gradient;
  }

  private static Typed raw(TypedNet.Stored parameter, Span span) {
    return new Typed(
            new Typed.Form.Leaf(Typed.Place.GRADIENT, parameter.path()),
            parameter.leaf().type(),
            span)
        .named("gradient");
  }

  private static Typed number(double value, Span span) {
    return new Typed(new Typed.Form.Number(value), TensorType.SCALAR, span);
  }

  private static Typed combine(ScalarFunction function, Typed a, Typed b, Span span) {
    return new Typed(new Typed.Form.Elementwise(function, List.of(a, b)), a.type(), span);
  }

  private Double clipNorm() {
    return clip("norm");
  }

  /**
   * The limit of {@code clip = norm(…)} or {@code clip = value(…)}; 0 where it is the other or
   * none.
   */
  private double clip(String kind) {
    RecipeRule.Setting setting = settings.get("clip");
    if (setting == null) {
      return 0;
    }
    Expression value = setting.value();
    if (value instanceof Expression.Call call
        && call.callee() instanceof Expression.Reference name
        && Set.of("norm", "value").contains(name.name())
        && call.arguments().size() == 1
        && call.arguments().get(0).name() == null) {
      Expression argument = call.arguments().get(0).value();
      double limit = Coerce.number(evaluator.evaluate(argument), argument.span());
      if (!(limit > 0)) {
        throw Mistake.of(
            Code.R404, argument.span(), "a limit must be above 0", "such as `clip = norm(1.0)`");
      }
      return name.name().equals(kind) ? limit : 0;
    }
    throw Mistake.of(
        Code.R404,
        value.span(),
        "gradients are clipped by `norm(limit)` or `value(limit)`",
        "such as `clip = norm(1.0)`");
  }

  /** What groups and freezes say of parameters. */
  private static final class ParameterGroups {
    private final Map<String, Map<String, Arguments.Given>> overrides = new LinkedHashMap<>();
    private final Set<String> frozen = new LinkedHashSet<>();

    ParameterGroups(Declaration.Train train, Value.Applied optimizer, Evaluator evaluator) {
      NetContext context = evaluator.context();
      Set<String> paths = new LinkedHashSet<>();
      context.stored().stream().filter(s -> !s.state()).forEach(s -> paths.add(s.path()));
      var definition = (Declaration.Definition) optimizer.callable().declaration();
      List<String> names = definition.parameters().stream().map(p -> p.name().text()).toList();
      for (RecipeRule rule : train.rules()) {
        try {
          if (rule instanceof RecipeRule.Freeze freeze) {
            frozen.addAll(Globs.match(freeze.patterns(), paths));
          } else if (rule instanceof RecipeRule.Group group) {
            Set<String> matched = Globs.match(group.patterns(), paths);
            var seen = new HashSet<String>();
            for (RecipeRule.Setting setting : group.settings()) {
              String name = setting.name().text();
              if (!names.contains(name)) {
                throw Mistake.of(
                    Code.N102,
                    setting.name().span(),
                    "`" + definition.name() + "` does not take `" + name + "`",
                    NearNames.nearest(name, names).map(n -> "did you mean `" + n + "`? ").orElse("")
                        + "It takes "
                        + String.join(", ", names));
              }
              if (!seen.add(name)) {
                throw Mistake.of(
                    Code.R403,
                    setting.name().span(),
                    "`" + name + "` is set twice",
                    "leave one of them out");
              }
              var given =
                  new Arguments.Given(
                      name, evaluator.evaluate(setting.value()), setting.value().span());
              matched.forEach(
                  p -> overrides.computeIfAbsent(p, k -> new LinkedHashMap<>()).put(name, given));
            }
          }
        } catch (Mistake mistake) {
          context.report(mistake);
        }
      }
    }

    Map<String, Arguments.Given> overrides(String path) {
      return overrides.getOrDefault(path, Map.of());
    }

    Set<String> frozen() {
      return new HashSet<>(frozen);
    }
  }
}
