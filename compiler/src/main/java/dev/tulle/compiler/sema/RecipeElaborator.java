package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.ir.DataSource;
import dev.tulle.compiler.ir.Recipe;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Path;
import dev.tulle.compiler.syntax.RecipeRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
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

  /** Rules that the recipe has under another name, so that they are not missing. */
  private final Set<String> misspelt = new HashSet<>();

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
    List<TypedNet.Augmented> augmented = attempt(this::augmented);
    List<TypedNet.Metric> metrics =
        attempt(() -> new Metrics(evaluator, context).metrics(settings.get("metrics")));
    Typed penalty =
        attempt(() -> whole ? new Penalty(evaluator).penalty(settings.get("penalty")) : null);
    Recipe recipe = attempt(() -> recipe(data, metrics == null ? List.of() : metrics));
    var clipping = new Clipping(evaluator, settings.get("clip"));
    Double clip = attempt(clipping::norm);
    @Nullable List<TypedNet.Step> steps =
        attempt(() -> steps(whole, clip == null ? null : clipping));
    refuseStart();
    if (!net.hasLoss()) {
      context.report(
          Mistake.of(
              Code.N110,
              train.name().span(),
              "the net `" + train.name() + "` has no loss, so there is nothing to train for",
              "add `loss fit = " + lossOf(net.ports()) + "` to the net"));
      return null;
    }
    if (!whole
        || data == null
        || augmented == null
        || metrics == null
        || recipe == null
        || steps == null
        || clip == null) {
      return null;
    }
return new TypedNet.Regime(
        steps, augmented, penalty, clip, metrics, recipe, data, train.name().span());
  }

  /** A loss that suits the first target. */
  private static String lossOf(List<TypedNet.Port> ports) {
    return ports.stream()
        .filter(
            p -> p.leaf().form() instanceof Typed.Form.Leaf l && l.place() == Typed.Place.TARGET)
        .findFirst()
        .map(
            p ->
                p.leaf().type().element() instanceof TensorType.Element.Below
                    ? "cross_entropy(…, " + p.name() + ")"
                    : "mse(…, " + p.name() + ")")
        .orElse("mse(…, …)");
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
      NearNames.nearest(name, RULES).ifPresent(misspelt::add);
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
    DeclaredData found = declaredData();
    return new DataElaborator(found.data(), found.module(), context)
        .elaborate(net.ports(), net.declared());
  }

  /** What rows of training become; a mistake is reported, and the net is broken then. */
  private List<TypedNet.Augmented> augmented() {
    DeclaredData found = declaredData();
    return new Augmentations(found.data(), found.module(), context)
        .elaborate(net.ports(), net.declared());
  }

  /** The data of the recipe, and the file that they stand in. */
  private record DeclaredData(Declaration.Data data, ModuleScope module) {}

  private DeclaredData declaredData() {
    Value value = evaluator.scope().module() == null ? null : find(train.data());
    if (value instanceof Value.Broken) {
      throw Mistake.reported();
    }
    if (value instanceof Value.Callable callable
        && callable.declaration() instanceof Declaration.Data data) {
      return new DeclaredData(data, callable.module());
    }
    throw Mistake.of(
        Code.N101,
        train.data().span(),
        "there is no data `" + train.data() + "`",
        NearNames.nearest(train.data().last().text(), dataNames())
            .map(n -> "a similar name is `" + n + "`")
            .orElse("declare `data " + train.data().last() + " { from = csv(\"…\") … }`"));
  }

  private List<String> dataNames() {
    return module.visibleNames().stream()
        .filter(
            n ->
                module.peek(n) instanceof Value.Callable c
                    && c.declaration() instanceof Declaration.Data)
        .toList();
  }

  private @Nullable Value find(Path path) {
    if (path.names().size() == 1) {
      return module.find(path.last().text());
    }
    ModuleFiles aliased = module.aliased(path.names().get(0).text());
    return aliased == null || path.names().size() > 2 ? null : aliased.find(path.last().text());
  }

  /** The settings of the run; each mistake in them is reported. */
  private @Nullable Recipe recipe(@Nullable DataSource data, List<TypedNet.Metric> metrics) {
    Integer epochs = attempt(() -> count("epochs", 0));
    Integer steps = attempt(() -> count("steps", 0));
    Integer batch = attempt(() -> count("batch", 32));
    Long seed = attempt(this::seed);
    var rules = new RunRules(net, settings.get("metrics"), metrics, data);
    Recipe.Validation validation = attempt(() -> rules.validation(settings.get("validate")));
    Recipe.Early stop =
        data != null && misspelt.isEmpty()
            ? attempt(() -> rules.stop(settings.get("stop"), validation))
            : null;
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

  private @Nullable List<TypedNet.Step> steps(boolean whole, @Nullable Clipping clipping) {
    RecipeRule.Setting setting = settings.get("optimizer");
    if (setting == null && misspelt.contains("optimizer")) {
      throw Mistake.reported();
    }
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
          optimizerHelp(value));
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
              clipping == null ? Clipping.raw(parameter, span) : clipping.gradient(parameter, span),
              groups.overrides(stored.path())));
    }
    return steps;
  }

  private String optimizerHelp(Value value) {
    String near =
        value instanceof Value.Text text
            ? NearNames.nearest(text.value(), optimizers()).orElse("Adam")
            : "Adam";
    return "such as `" + near + "(lr = 1e-3)`";
  }

  private List<String> optimizers() {
    Scope scope = evaluator.scope();
    return scope.visibleNames().stream()
        .filter(n -> scope.peek(n) instanceof Value.Callable c && c.kind().equals("an optimizer"))
        .sorted()
        .toList();
  }

  /** A misspelt optimizer is not looked for among blocks. */
  private void checkOptimizer(Expression written) {
    Expression called = written instanceof Expression.Call call ? call.callee() : written;
    Scope scope = evaluator.scope();
    if (called instanceof Expression.Reference name && scope.find(name.name()) == null) {
      throw Mistake.of(
          Code.N101,
          name.span(),
          "there is no optimizer `" + name.name() + "`",
          NearNames.advice(name.name(), optimizers()));
    }
  }
}
