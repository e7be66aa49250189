package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The functions that the compiler knows: mathematics, shapes, random numbers, means over the batch.
 */
final class Builtins {
  private Builtins() {}

  /** The outermost scope, around every file. */
  static Scope scope() {
    var scope = new Scope(null);
    scope.bind("training", new Value.Mode());
    scope.bind("pi", new Value.Number(Math.PI, null));
    for (ScalarFunction function :
        List.of(
            ScalarFunction.EXP,
            ScalarFunction.LOG,
            ScalarFunction.SQRT,
            ScalarFunction.TANH,
            ScalarFunction.ERF,
            ScalarFunction.SIN,
            ScalarFunction.COS,
            ScalarFunction.ABS,
            ScalarFunction.SIGN,
            ScalarFunction.FLOOR)) {
      String name = function.name().toLowerCase(Locale.ROOT);
      add(scope, name, List.of("x"), 1, call -> elementwise(function, call, "x"));
    }
    add(scope, "max", List.of("a", "b"), 1, call -> extreme(call, true));
    add(scope, "min", List.of("a", "b"), 1, call -> extreme(call, false));
    add(scope, "sum", List.of("x"), 1, call -> reduce(Typed.Combination.SUM, call, "x"));
    add(scope, "mean", List.of("x"), 1, call -> reduce(Typed.Combination.MEAN, call, "x"));
    add(scope, "batch_mean", List.of("x"), 1, Builtins::batchMean);
    add(scope, "batch_next", List.of("x"), 1, Builtins::batchNext);
    add(scope, "unbiased", List.of("variance"), 1, Builtins::unbiased);
    add(scope, "stop_gradient", List.of("x"), 1, Builtins::stopGradient);
    add(scope, "sample", List.of("distribution", "like"), 2, Builtins::sample);
    add(scope, "uniform", List.of("low", "high"), 0, Builtins::uniform);
    add(scope, "normal", List.of("mean", "deviation"), 0, Builtins::normal);
    add(scope, "reshape", List.of("x", "shape"), 2, ShapeBuiltins::reshape);
    add(scope, "transpose", List.of("x", "axes"), 1, ShapeBuiltins::transpose);
    add(scope, "swap_axes", List.of("x", "axis", "with"), 2, ShapeBuiltins::swap);
    add(scope, "is_function", List.of("value"), 1, Builtins::isFunction);
    add(scope, "is_number", List.of("value"), 1, Builtins::isNumber);
    add(scope, "is_text", List.of("value"), 1, Builtins::isText);
    add(scope, "rank", List.of("x"), 1, ShapeBuiltins::rank);
    add(scope, "bound", List.of("length"), 1, Builtins::bound);
    add(scope, "each", List.of("value", "times", "least"), 2, Lists::each);
    add(scope, "unstack", List.of("x", "axis"), 2, ShapeBuiltins::unstack);
    add(scope, "pad_axis", List.of("x", "axis", "before", "after", "value"), 2, ShapeBuiltins::pad);
    add(scope, "slice", List.of("x", "axis", "start", "size"), 4, ShapeBuiltins::slice);
    add(scope, "scan", List.of("x", "step", "from", "reverse"), 3, Scanning::scan);
    List<String> parts = IntStream.range(0, 64).mapToObj(i -> "part" + (i + 1)).toList();
    var concat = new ArrayList<>(parts);
    concat.add("axis");
    add(scope, "concat", concat, 1, call -> ShapeBuiltins.concat(call, parts));
    return scope;
  }

  private static void add(
      Scope scope, String name, List<String> parameters, int required, Builtin.Body body) {
    scope.bind(name, new Value.Primitive(new Builtin(name, parameters, required, body)));
  }

  private static Value elementwise(ScalarFunction function, Builtin.Call call, String... names) {
    var values = new ArrayList<Value>();
    var spans = new ArrayList<Span>();
    for (String name : names) {
      values.add(call.value(name));
      spans.add(call.spanOf(name));
    }
    return Elementwise.apply(function, values, spans, call.span());
  }

  private static Value extreme(Builtin.Call call, boolean largest) {
    if (call.has("b")) {
      return elementwise(largest ? ScalarFunction.MAXIMUM : ScalarFunction.MINIMUM, call, "a", "b");
    }
    return reduce(largest ? Typed.Combination.MAXIMUM : Typed.Combination.MINIMUM, call, "a");
  }

  /** Over all visible axes; the batch is not one. */
  private static Value reduce(Typed.Combination combination, Builtin.Call call, String name) {
    Value value = call.value(name);
    if (value instanceof Value.Number || value instanceof Value.Length) {
      return value;
    }
    Typed node = call.tensor(name);
    List<Integer> axes = IntStream.range(0, node.type().rank()).boxed().toList();
    return new Value.Tensor(IndexNotation.reduceAxes(combination, node, axes, call.span()));
  }

  /** The mean over the rows of the batch and every visible axis but the last. */
  private static Value batchMean(Builtin.Call call) {
    Typed node = call.tensor("x");
    Span span = call.span();
    if (!node.type().batched()) {
      throw Mistake.of(
              Code.T213,
              call.spanOf("x"),
              "a mean over the batch needs a value of each row, and this is the same for all",
              "`mean(" + call.spanOf("x").text().strip() + ")` is the mean over its axes")
          .showing(node);
    }
    int rank = node.type().rank();
    Dim others =
        node.type().axes().subList(0, Math.max(0, rank - 1)).stream().reduce(Dim.of(1), Dim::times);
    TensorType type =
        new TensorType(
            false, rank == 0 ? List.of() : List.of(node.type().last()), TensorType.NUMBER);
    Typed sum = new Typed(new Typed.Form.BatchSum(node), type, span);
    Typed count = new Typed(new Typed.Form.BatchCount(others), TensorType.SCALAR, span);
    return apply(ScalarFunction.DIVIDE, new Value.Tensor(sum), new Value.Tensor(count), span);
  }

  /** The value of the next row: rows alone are what serving knows, so that it is of training. */
  private static Value batchNext(Builtin.Call call) {
    Typed node = call.tensor("x");
    if (!call.evaluator().context().augments()) {
      throw Mistake.of(
          Code.T213,
          call.span(),
          "`batch_next` reads another row, and only an augmentation may",
          "write it in a function that `augment` of the data leads through");
    }
    return node.type().batched()
        ? new Value.Tensor(new Typed(new Typed.Form.NextRow(node), node.type(), call.span()))
        : new Value.Tensor(node);
  }

  /** A variance over n values as an estimate for all there are: times n / (n - 1). */
  private static Value unbiased(Builtin.Call call) {
    Typed variance = call.tensor("variance");
    Span span = call.span();
    Typed mean = variance;
    while (mean.form() instanceof Typed.Form.ByMode mode) {
      mean = mode.training();
    }
    if (!(mean.form() instanceof Typed.Form.Elementwise quotient
        && quotient.function() == ScalarFunction.DIVIDE
        && quotient.arguments().get(1).form() instanceof Typed.Form.BatchCount)) {
      throw Mistake.of(
              Code.T213,
              call.spanOf("variance"),
              "`unbiased` wants a variance over the batch, and this is none",
              "`unbiased(batch_variance(x))`")
          .showing(variance);
    }
    var count = new Value.Tensor(quotient.arguments().get(1));
    Value less = apply(ScalarFunction.SUBTRACT, count, Value.Number.of(1), span);
    // One value says nothing of how far values lie apart; its variance is 0.
    Value rest = apply(ScalarFunction.MAXIMUM, less, Value.Number.of(1), span);
    Value factor = apply(ScalarFunction.DIVIDE, count, rest, span);
    return apply(ScalarFunction.MULTIPLY, new Value.Tensor(variance), factor, span);
  }

  private static Value apply(ScalarFunction function, Value a, Value b, Span span) {
    return Elementwise.apply(function, List.of(a, b), List.of(span, span), span);
  }

  /** Whether a value is a function: arguments can be a number or a rule. */
  private static Value isFunction(Builtin.Call call) {
    Value value = call.value("value");
    return new Value.Truth(value instanceof Value.Primitive || Calls.isFunction(value));
  }

  /** Whether a value is a number that the compiler knows: arguments can be a number or more. */
  private static Value isNumber(Builtin.Call call) {
    return new Value.Truth(call.value("value") instanceof Value.Number);
  }

  /** Whether a value is a text, which stands for a choice. */
  private static Value isText(Builtin.Call call) {
    return new Value.Truth(call.value("value") instanceof Value.Text);
  }

  /** The most that a length can be: the bound of a dim that varies, any other size itself. */
  private static Value bound(Builtin.Call call) {
    Dim dim = Coerce.dim(call.value("length"), call.spanOf("length"));
    return Value.Number.of(dim.isKnown() ? dim : Dim.of(dim.most()));
  }

  private static Value stopGradient(Builtin.Call call) {
    Typed node = call.tensor("x");
    return new Value.Tensor(new Typed(new Typed.Form.Constant(node), node.type(), call.span()));
  }

  private static Value sample(Builtin.Call call) {
    if (!(call.value("distribution") instanceof Value.Distribution distribution)) {
      throw Mistake.of(
          Code.T213,
          call.spanOf("distribution"),
          "`sample` draws from a distribution",
          "`sample(uniform(0, 1), like = x)`");
    }
    TensorType type = call.tensor("like").type().withElement(TensorType.NUMBER);
    return new Value.Tensor(Initialisers.draw(distribution, type, call.span()));
  }

  private static Value uniform(Builtin.Call call) {
    double low = call.number("low", 0);
    double high = call.number("high", 1);
    if (!(low <= high)) {
      throw Mistake.of(
          Code.T213,
          call.span(),
          "an interval from " + Coerce.plain(low) + " to " + Coerce.plain(high) + " is empty",
          "the smaller bound stands first: `uniform("
              + Coerce.plain(high)
              + ", "
              + Coerce.plain(low)
              + ")`");
    }
    return new Value.Distribution(false, low, high - low);
  }

  private static Value normal(Builtin.Call call) {
    double deviation = call.number("deviation", 1);
    if (!(deviation >= 0)) {
      throw Mistake.of(
          Code.T213,
          call.span(),
          "a deviation of " + Coerce.plain(deviation) + " is negative",
          "a deviation is 0 or more: `normal("
              + Coerce.plain(call.number("mean", 0))
              + ", "
              + Coerce.plain(-deviation)
              + ")`");
    }
    return new Value.Distribution(true, call.number("mean", 0), deviation);
  }
}
