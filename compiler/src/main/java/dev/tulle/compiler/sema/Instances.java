package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Statement;
import java.util.List;

/** Puts blocks into the net: gives them a path, binds their arguments, runs their body. */
final class Instances {
  private final Evaluator caller;

  Instances(Evaluator caller) {
    this.caller = caller;
  }

  Value apply(Stage.OfBlock stage, Value input, Span span) {
    String path = stage.path();
    if (path == null) {
      String label = stage.label();
      path =
          label != null
              ? caller.owner().within(label)
              : caller.owner().next(stage.block().name().text());
      caller.owner().claim(path, stage, span);
      stage.placeAt(path, span, input);
    }
    ChannelOrder.check(stage, input, caller.context());
    Declaration.Definition block = stage.block();
    var scope = new Scope(stage.module());
    Span site = Sites.inLibrary(stage.span()) ? caller.owner().site() : stage.span();
    var evaluator = new Evaluator(caller.context(), scope, new Owner(path, site));
    stage.arguments().forEach(scope::bind);
    caller.context().calls().enter(block, Sites.inLibrary(span) ? stage.span() : span, input);
    try {
      for (Declaration.Parameter parameter : block.parameters()) {
        bindDefault(parameter, evaluator, block, stage.span());
      }
      Value result =
          new Body(evaluator, stage.module()).run(block, inputs(block, input, span), span);
      return Sites.mark(result, stage.span(), stage.title());
    } catch (Mistake mistake) {
      Diagnostic found = mistake.diagnostic();
      if (found != null && found.code() == Code.T212) {
        throw otherWidth(found, stage, input, span);
      }
      var called = new CallSite(stage.module(), block.name(), stage.span(), stage.places(), input);
      throw caller.context().calls().traced(called.moved(mistake));
    } finally {
      caller.context().calls().leave();
    }
  }

  /**
   * A shared stage that meets another width: the mistake is where it is used, not where declared.
   */
  private static Mistake otherWidth(Diagnostic found, Stage.OfBlock stage, Value input, Span span) {
    Stage.Use first = stage.first();
    if (first == null || first.place().equals(span) || Sites.inLibrary(span)) {
      return new Mistake(found);
    }
    String trail = input instanceof Value.Tensor tensor ? tensor.node().said() : "";
    Diagnostic moved = Diagnostic.error(found.code(), span, found.message(), found.help());
    return new Mistake(
        moved
            .withLabel(trail)
            .withRelated(
                first.place(),
                "first used here"
                    + (first.input() instanceof Value.Tensor tensor
                        ? ": " + tensor.node().said()
                        : "")));
  }

  private static void bindDefault(
      Declaration.Parameter parameter,
      Evaluator evaluator,
      Declaration.Definition block,
      Span span) {
    String name = parameter.name().text();
    if (evaluator.scope().declares(name)) {
      return;
    }
    Expression otherwise = parameter.defaultValue();
    if (otherwise == null) {
      throw Arguments.missing(block.name().text(), name, span);
    }
    evaluator.scope().bind(name, evaluator.evaluate(otherwise));
  }

  private static List<Value> inputs(Declaration.Definition block, Value input, Span span) {
    List<Value> values = input instanceof Value.Tuple tuple ? tuple.elements() : List.of(input);
    if (block.body() instanceof Declaration.Body.Statements body) {
      long wanted =
          body.statements().stream()
              .filter(
                  s -> s instanceof Statement.Port port && port.role() == Statement.Port.Role.INPUT)
              .count();
      if (wanted != values.size()) {
        throw Mistake.of(
            Code.N108,
            span,
            "`"
                + block.name()
                + "` has "
                + wanted
                + (wanted == 1 ? " input" : " inputs")
                + ", got "
                + values.size(),
            wanted > 1
                ? "send a tuple of " + wanted + ": `(a, b) -> " + block.name() + "`"
                : wanted == 1
                    ? "send one tensor: `concat(a, b) -> " + block.name() + "`"
                    : "declare one in `" + block.name() + "`: `input x`");
      }
    }
    return values;
  }
}
