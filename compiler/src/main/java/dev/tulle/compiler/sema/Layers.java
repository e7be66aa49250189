package dev.tulle.compiler.sema;

import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what the tensors of a net go through: the stages and formulas that a user's text has, as
 * they begin and end. What the library does inside of its own definitions is part of them.
 */
final class Layers {
  /** A layer that was begun, by its place among all of them. */
  record Begun(int order, int depth) {}

  private final List<TypedNet.Layer> ended = new ArrayList<>();
  private final Set<Typed> made = Collections.newSetFromMap(new IdentityHashMap<>());
  private int begun = 0;
  private int depth = 0;

  /** In the order in which they ended: the parts of a layer before it. */
  List<TypedNet.Layer> ended() {
    return List.copyOf(ended);
  }

  /** A mistake between begin and end leaves the depth wrong, in a net that nobody looks at then. */
  Begun begin() {
    return new Begun(begun++, depth++);
  }

  void end(Begun layer, Stage stage, Value input, Value result, Owner owner) {
    depth = layer.depth();
    String name = stage.label() != null ? stage.label() : stage.title();
    String inside = stage instanceof Stage.OfBlock block ? block.path() : null;
    String path = inside != null ? inside : owner.within(name);
    for (Typed to : tensors(result)) {
      add(layer, path, stage.span(), tensors(input), to);
    }
  }

  /** The formula behind a name, unless a stage made the value. */
  void formula(Statement.Let let, Value value, Owner owner) {
    formula(let.binding().name().text(), let.value(), value, owner);
  }

  /** As for a `let`; an output without a formula names an earlier value. */
  void formula(Statement.Output output, Value value, Owner owner) {
    formula(output.binding().name().text(), output.value(), value, owner);
  }

  private void formula(String name, @Nullable Expression expression, Value value, Owner owner) {
    if (expression != null
        && value instanceof Value.Tensor tensor
        && !made.contains(tensor.node())) {
      var layer = new Begun(begun++, depth);
      add(layer, owner.within(name), expression.span(), List.of(), tensor.node());
    }
  }

  private void add(Begun layer, String path, Span text, List<Typed> from, Typed to) {
    if (!Sites.inLibrary(text)) {
      String call = text.text().strip().replaceAll("\\s+", " ");
      made.add(to);
      ended.add(new TypedNet.Layer(path, call, layer.depth(), layer.order(), from, to, text));
    }
  }

  private static List<Typed> tensors(Value value) {
    if (value instanceof Value.Tensor tensor) {
      return List.of(tensor.node());
    }
    return value instanceof Value.Tuple tuple
        ? tuple.elements().stream().flatMap(each -> tensors(each).stream()).toList()
        : List.of();
  }
}
