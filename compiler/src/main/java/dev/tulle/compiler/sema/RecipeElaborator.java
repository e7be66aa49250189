package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.ir.DataSource;
import dev.tulle.compiler.ir.Recipe;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Path;
import dev.tulle.compiler.syntax.RecipeRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns a `train … on …` into a typed regime. */
final class RecipeElaborator {
  private final NetElaborator net;
  private final ModuleScope module;
  private final Declaration.Train train;
  private final NetContext context;
  private final Evaluator evaluator;
  private final RecipeSettings settings;

  RecipeElaborator(NetElaborator net, ModuleScope module, Declaration.Train train) {
    this.net = net;
    this.module = module;
    this.train = train;
    this.context = net.evaluator().context();
    this.evaluator = net.evaluator();
    this.settings = new RecipeSettings(train, evaluator);
  }

  /** The regime, or null where a mistake was reported. */
  TypedNet.@Nullable Regime elaborate() {
    boolean whole = !context.broken();
    DataSource data = attempt(this::data);
    List<TypedNet.Augmented> augmented = attempt(this::augmented);
    List<TypedNet.Metric> metrics =
        attempt(() -> new Metrics(evaluator, context).metrics(settings.get("metrics")));
    Typed penalty =
        attempt(() -> whole ? new Penalty(evaluator).penalty(settings.get("penalty")) : null);
    var rules = new RunRules(evaluator);
    Recipe.Validation validation = attempt(() -> rules.validation(settings.get("validate"), data));
    var measures =
        new Measures(
            net, settings.get("metrics"), metrics == null ? List.of() : metrics, data, validation);
    Recipe.Clip clip = attempt(() -> Clipping.rule(settings.get("clip"), evaluator));
    List<TypedNet.Layer> recomputed =
        attempt(
            () ->
                RecomputeRule.of(
                    settings.get("recompute"), whole ? context.layers().ended() : null));
    context.measures(measures);
    Averages averages = attempt(() -> Averages.rule(settings.get("average"), evaluator));
    @Nullable List<TypedNet.Step> steps =
        attempt(() -> new OptimizerRule(train, settings, evaluator).steps(whole, clip, averages));
    Recipe.Early stop =
        data != null && settings.areSpeltWell()
            ? attempt(() -> rules.stop(settings.get("stop"), measures))
            : null;
    Recipe.Start start =
        attempt(() -> StartRule.of(settings.get("start"), whole ? context.paths() : null));
    Recipe recipe = attempt(() -> recipe(validation, stop, start, measures.plateaus()));
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
        || clip == null
        || recomputed == null) {
      return null;
    }
    var doubts = new RecipeDoubts(recipe, context);
    doubts.checkSchedules();
    doubts.checkBatch(settings.get("batch"), net.losses());
    return new TypedNet.Regime(
        steps,
        augmented,
        penalty,
        clip,
        recomputed,
        averages == null ? "" : averages.slot(),
        metrics,
        recipe,
        data,
        train.name().span());
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
    if (value instanceof Value.Broken || value == null && module.lacksNames()) {
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
  private @Nullable Recipe recipe(
      Recipe.@Nullable Validation validation,
      Recipe.@Nullable Early stop,
      Recipe.@Nullable Start start,
      List<Recipe.Plateau> plateaus) {
    Integer epochs = attempt(() -> settings.count("epochs", 0));
    Integer steps = attempt(() -> settings.count("steps", 0));
    Integer batch = attempt(() -> settings.count("batch", 32));
    Integer accumulate = attempt(() -> settings.count("accumulate", 1));
    Long seed = attempt(settings::seed);
    RecipeRule.Setting both = settings.get("steps");
    if (both != null && settings.has("epochs")) {
      throw Mistake.of(
          Code.R403,
          both.span(),
          "a run lasts for `epochs` or for `steps`, and both are set",
          "leave one of them out");
    }
    if (epochs == null
        || steps == null
        || batch == null
        || accumulate == null
        || seed == null
        || validation == null) {
      return null;
    }
    return new Recipe(
        epochs == 0 && steps == 0 ? 10 : epochs,
        steps,
        batch,
        accumulate,
        seed,
        validation,
        stop,
        start,
        plateaus);
  }
}
