package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Arrows: a tensor through stages, stages behind each other, one schedule after the other. */
final class Pipes {
  private static final long MOST_STAGES = 2_000;

  private final Evaluator evaluator;

  Pipes(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  Value pipe(Expression.Pipe pipe) {
    Value left = evaluator.evaluate(pipe.left());
    Stage leftStage = asStage(left, pipe.left().span());
    if (leftStage == null
        && left instanceof Value.Tensor
        && pipe.right() instanceof Expression.Binary binary
        && binary.operator() != Expression.BinaryOperator.MULTIPLY) {
      throw mixed(binary, pipe.left().span().text());
    }
    if (leftStage != null) {
      return new Stage.Pipeline(List.of(leftStage, stage(pipe.right())), pipe.span());
    }
    Value.Schedule first = Schedules.asSchedule(left, pipe.left().span());
    if (first != null) {
      Value right = evaluator.evaluate(pipe.right());
      Value.Schedule second = Schedules.asSchedule(right, pipe.right().span());
      if (second != null) {
        return Schedules.then(first, second, pipe.right().span());
      }
    }
    if (first != null && !(left instanceof Value.Number)) {
      throw Mistake.of(
          Code.R404,
          pipe.right().span(),
          "behind a schedule comes another, and this is " + evaluator.evaluate(pipe.right()).kind(),
          "such as `-> cosine(to = 0)`");
    }
    return apply(stage(pipe.right()), left, pipe.left().span(), pipe.right().span());
  }

  /** What stands right of an arrow: a call of a function lacks its first argument. */
  Stage stage(Expression expression) {
    Span span = expression.span();
    if (expression instanceof Expression.Call call) {
      Value callee = evaluator.calls().callee(call);
      if (callee instanceof Value.Primitive || Calls.isFunction(callee)) {
        return new Stage.OfFunction(
            (Value.Simple) callee, evaluator.calls().given(call.arguments()), span);
      }
    } else if (expression instanceof Expression.Pipe pipe) {
      return new Stage.Pipeline(List.of(stage(pipe.left()), stage(pipe.right())), span);
    } else if (expression instanceof Expression.Labelled labelled) {
      return stage(labelled.value()).labelled(labelled.label().text());
    } else if (expression instanceof Expression.Ascription ascription) {
      return new Stage.Pipeline(
          List.of(
              stage(ascription.value()),
              new Stage.Assertion(ascription.type(), evaluator.scope(), span)),
          span);
    } else if (expression instanceof Expression.Binary binary
        && binary.operator() == Expression.BinaryOperator.MULTIPLY) {
      return repeat(stage(binary.left()), binary);
    } else if (expression instanceof Expression.Conditional conditional
        && evaluator.evaluate(conditional.condition()) instanceof Value.Truth truth) {
      return stage(truth.value() ? conditional.then() : conditional.otherwise());
    } else if (expression instanceof Expression.Binary binary) {
      throw mixed(binary, "x");
    }
    Value value = evaluator.evaluate(expression);
    Stage stage = asStage(value, span);
    if (stage == null) {
      throw Mistake.of(
          Code.T211,
          span,
          "an arrow leads into a stage, and this is " + value.kind(),
          value instanceof Value.Tensor
              ? "combine tensors with operators or `concat(a, b)`"
              : "a stage is a block such as `Dense(10)`, or a function such as `relu`");
    }
    return stage;
  }

  private static Mistake mixed(Expression.Binary binary, String input) {
    return Mistake.of(
        Code.T211,
        binary.span(),
        "`"
            + binary.operator().sign()
            + "` binds tighter than the arrow, so this combines a stage "
            + "with a tensor",
        "put the pipeline in parentheses: `("
            + input
            + " -> "
            + binary.left().span().text()
            + ") "
            + binary.operator().sign()
            + " "
            + binary.right().span().text()
            + "`");
  }

  Stage repeat(Stage stage, Expression.Binary binary) {
    Span span = binary.right().span();
    int count = Coerce.count(evaluator.evaluate(binary.right()), span, "the number of repeats");
    if (count * stage.length() > MOST_STAGES) {
      throw Mistake.of(
          Code.T213,
          span,
          count * stage.length()
              + " stages behind each other are more than the "
              + MOST_STAGES
              + " there may be",
          "repeat at most " + MOST_STAGES / stage.length() + " times");
    }
    var copies = new ArrayList<Stage>();
    copies.add(stage);
    for (int i = 1; i < count; i++) {
      copies.add(stage.fresh());
    }
    return new Stage.Pipeline(copies, binary.span());
  }

  /** A value as a stage, or null where it is none. */
  static @Nullable Stage asStage(Value value, Span span) {
    if (value instanceof Stage stage) {
      return stage;
    }
    if (value instanceof Value.Callable callable
        && callable.declaration() instanceof Declaration.Definition definition) {
      return switch (definition.kind()) {
        case BLOCK -> new Stage.OfBlock(definition, callable.module(), Map.of(), Map.of(), span);
        case FUN -> new Stage.OfFunction(callable, List.of(), span);
        case NET, OPTIMIZER -> null;
      };
    }
    return value instanceof Value.Primitive primitive
        ? new Stage.OfFunction(primitive, List.of(), span)
        : null;
  }

  /** Sends a value through a stage. */
  Value apply(Stage stage, Value input, Span inputSpan, Span span) {
    if (stage instanceof Stage.Pipeline pipeline) {
      return applyAll(pipeline, input, inputSpan, span);
    }
    if (stage instanceof Stage.Assertion assertion) {
      return asserted(assertion, input, inputSpan);
    }
    Layers.Begun layer = evaluator.context().layers().begin();
    Value result;
    if (stage instanceof Stage.OfBlock block) {
      result = new Instances(evaluator).apply(block, input, span);
    } else if (stage instanceof Stage.OfFunction function) {
      var given = new ArrayList<Arguments.Given>();
      // A function that text declares takes a tuple as its first arguments, as a block does.
      if (input instanceof Value.Tuple tuple && function.function() instanceof Value.Callable) {
        tuple.elements().forEach(e -> given.add(new Arguments.Given(null, e, inputSpan)));
      } else {
        given.add(new Arguments.Given(null, input, inputSpan));
      }
      given.addAll(function.rest());
      result = evaluator.calls().callFunction(function.function(), given, span, function.span());
    } else {
      throw new IllegalStateException("an unknown stage");
    }
    evaluator.context().layers().end(layer, stage, input, result, evaluator.owner());
    if (result instanceof Value.Tensor tensor) {
      String title = stage.label() != null ? stage.label() : stage.title();
      Typed from = input instanceof Value.Tensor before ? before.node() : null;
      tensor.node().named(title).madeBy(from, title);
      Coerce.storable(tensor.node(), stage.span());
    }
    return result;
  }

  private Value asserted(Stage.Assertion assertion, Value input, Span inputSpan) {
    Typed node = Coerce.tensor(input, inputSpan);
    var inner = new Evaluator(evaluator.context(), assertion.scope(), evaluator.owner());
    return new Value.Tensor(new Assertions(inner).check(node, assertion.type(), assertion.span()));
  }

  private Value applyAll(Stage.Pipeline pipeline, Value input, Span inputSpan, Span span) {
    Evaluator inside = evaluator;
    if (pipeline.label() != null) {
      String path = evaluator.owner().within(pipeline.label());
      evaluator.owner().claim(path, pipeline, pipeline.span());
      inside =
          new Evaluator(
              evaluator.context(), evaluator.scope(), new Owner(path, evaluator.owner().site()));
    }
    Value value = input;
    Span place = inputSpan;
    for (Stage stage : pipeline.stages()) {
      value = new Pipes(inside).apply(stage, value, place, stage.span());
      place = stage.span();
    }
    return value;
  }
}
