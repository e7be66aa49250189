package dev.tulle.compiler.lower;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.sema.Typed;
import dev.tulle.compiler.sema.TypedWalk;
import dev.tulle.compiler.shape.GraphBuilder;
import dev.tulle.compiler.source.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * A number a row or a set as a function of means over the rows, so that it is the same however the
 * rows of a set fall into batches: the mean of {@code a / batch_mean(b)} is the mean of {@code a}
 * by that of {@code b}. Where a value of each row is no linear function of what a batch comes to,
 * the means are those of batches.
 */
final class MeansOfRows {
  private final String name;
  private final Span span;
  private final GraphBuilder builder = new GraphBuilder();
  private final List<Typed> means = new ArrayList<>();
  private final Graph value;

  /** Takes a scalar apart. */
  MeansOfRows(String name, Typed figure, Span span) {
    this.name = name;
    this.span = span;
    Node node = of(figure);
    value = builder.build("metric", List.of(new Graph.Write(Storage.OUTPUT, name, node)));
  }

  String name() {
    return name;
  }

  /** What the means are of, each a number a row or one for all. */
  List<Typed> means() {
    return means;
  }

  /** Reads `name:i` for the mean with the number i. */
  Graph value() {
    return value;
  }

  /** A value that is the same for all rows, or the mean of what the rows have. */
  private Node of(Typed typed) {
    Typed.Form form = typed.form();
    if (form instanceof Typed.Form.BatchSum sum && sum.of().type().rank() == 0) {
      return of(sum.of());
    } else if (form instanceof Typed.Form.BatchCount count && count.factor().isKnown()) {
      // The sums come divided by the rows.
      return builder.constant(count.factor().value());
    } else if (form instanceof Typed.Form.Number number) {
      return builder.constant(number.value());
    } else if (form instanceof Typed.Form.ByMode mode) {
      return of(mode.serving());
    } else if (form instanceof Typed.Form.Constant constant) {
      return of(constant.of());
    } else if (form instanceof Typed.Form.Elementwise elementwise
        && combines(typed)
        && isOfMeans(typed, elementwise)) {
      Node[] arguments = elementwise.arguments().stream().map(this::of).toArray(Node[]::new);
      return builder.at(span, name).map(elementwise.function(), arguments);
    }
    return mean(typed);
  }

  private Node mean(Typed ofRow) {
    int index = means.indexOf(ofRow);
    if (index < 0) {
      index = means.size();
      means.add(ofRow);
    }
    return builder.at(span, name).read(Storage.SUM, name + ":" + index, Shape.SCALAR);
  }

  /** Whether means of the arguments are all that the value, or its mean, depends on. */
  private static boolean isOfMeans(Typed typed, Typed.Form.Elementwise elementwise) {
    List<Typed> arguments = elementwise.arguments();
    if (arguments.stream().anyMatch(a -> a.type().rank() > 0)) {
      return false;
    }
    if (arguments.stream().anyMatch(a -> a.form() instanceof Typed.Form.BatchCount)) {
      // How many rows there are is part of a mean, and else of the batch alone.
      return elementwise.function() == ScalarFunction.DIVIDE
          && arguments.get(0).form() instanceof Typed.Form.BatchSum;
    }
    if (!typed.type().batched()) {
      return true;
    }
    return switch (elementwise.function()) {
      case ADD, SUBTRACT, NEGATE -> true;
      case MULTIPLY -> arguments.stream().filter(a -> a.type().batched()).count() == 1;
      case DIVIDE -> !arguments.get(1).type().batched();
      default -> false;
    };
  }

  /** Whether serving combines rows of a batch to get the value. */
  private static boolean combines(Typed typed) {
    var seen = new HashSet<Typed>();
    var open = new ArrayDeque<>(List.of(typed));
    while (!open.isEmpty()) {
      Typed next = open.pop();
      Typed.Form form = next.form();
      if (form instanceof Typed.Form.BatchSum || form instanceof Typed.Form.BatchCount) {
        return true;
      } else if (seen.add(next)) {
        open.addAll(
            form instanceof Typed.Form.ByMode mode
                ? List.of(mode.serving())
                : TypedWalk.operands(next));
      }
    }
    return false;
  }
}
