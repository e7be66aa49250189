package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.syntax.Axis;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.RecipeRule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rule `recompute`: layers that the backward part computes again instead of keeping them. */
final class RecomputeRule {
  private RecomputeRule() {}

  /**
   * The layers that the rule's patterns match; none without it.
   *
   * @param all layers; null where the net is not whole
   */
  static List<TypedNet.Layer> of(
      RecipeRule.@Nullable Setting setting, @Nullable List<TypedNet.Layer> all) {
    if (setting == null) {
      return List.of();
    }
    List<Expression.Text> patterns = patterns(setting.value());
    if (all == null) {
      return List.of();
    }
    // What a formula reads is not known, so that it is no layer here.
    List<TypedNet.Layer> layers = all.stream().filter(l -> !l.from().isEmpty()).toList();
    Set<String> paths = new LinkedHashSet<>();
    layers.forEach(layer -> paths.add(layer.path()));
    var matched = new ArrayList<TypedNet.Layer>();
    for (Expression.Text pattern : patterns) {
      Set<String> found = Globs.match(List.of(pattern), paths, "layer");
      for (TypedNet.Layer layer : layers) {
        if (found.contains(layer.path())) {
          matched.add(outsideOfLoops(layer, pattern));
        }
      }
    }
    return matched;
  }

  private static List<Expression.Text> patterns(Expression value) {
    if (value instanceof Expression.Text text) {
      return List.of(text);
    }
    if (value instanceof Expression.Sequence sequence && !sequence.elements().isEmpty()) {
      var texts = new ArrayList<Expression.Text>();
      for (Axis axis : sequence.elements()) {
        if (!(axis instanceof Axis.Of of) || !(of.value() instanceof Expression.Text text)) {
          throw mistaken(value);
        }
        texts.add(text);
      }
      return texts;
    }
    throw mistaken(value);
  }

  private static Mistake mistaken(Expression value) {
    return Mistake.of(
        Code.R404,
        value.span(),
        "`recompute` takes a pattern of the layers that are computed again, or a list of patterns",
        "`recompute = \"residual*\"`, or `recompute = [\"encoder.*\", \"decoder.*\"]`");
  }

  private static TypedNet.Layer outsideOfLoops(TypedNet.Layer layer, Expression.Text pattern) {
    if (isInLoop(layer)) {
      throw Mistake.of(
          Code.R404,
          pattern.span(),
          "`" + layer.path() + "` stands in the step of a `scan`, which keeps what its steps need",
          "name the layer that the `scan` is part of, or layers in front of it or behind it");
    }
    return layer;
  }

  /** Whether the layer works on what one step of a loop finds. */
  private static boolean isInLoop(TypedNet.Layer layer) {
    Deque<Typed> open = new ArrayDeque<>(layer.from());
    var seen = new HashSet<Typed>();
    while (!open.isEmpty()) {
      Typed next = open.pop();
      if (next.form() instanceof Typed.Form.Turn) {
        return true;
      }
      if (seen.add(next)) {
        open.addAll(around(next));
      }
    }
    return false;
  }

  /** What a tensor is made of, the steps of loops left out. */
  private static List<Typed> around(Typed typed) {
    return typed.form() instanceof Typed.Form.Scanned scanned
        ? Stream.concat(scanned.loop().first().stream(), scanned.loop().sequences().stream())
            .toList()
        : TypedWalk.operands(typed);
  }
}
