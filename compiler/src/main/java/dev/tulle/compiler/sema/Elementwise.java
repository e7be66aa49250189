package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Elementwise functions of values: numbers are computed at once, tensors are aligned first. */
final class Elementwise {
  private Elementwise() {}

  /**
   * Applies a function.
   *
   * @param spans the place of each argument
   */
  static Value apply(ScalarFunction function, List<Value> arguments, List<Span> spans, Span span) {
    for (Value argument : arguments) {
      if (argument instanceof Value.Broken) {
        throw Mistake.reported();
      }
    }
    if (function == ScalarFunction.EQUAL && Folding.areNames(arguments)) {
      return new Value.Truth(arguments.get(0).equals(arguments.get(1)));
    }
    if (arguments.stream().anyMatch(Lists::isList)) {
      return Lists.apply(function, arguments, spans, span);
    }
    if (arguments.stream().allMatch(Folding::isKnown)) {
      return Folding.fold(function, arguments, spans, span);
    }
    if (arguments.stream().anyMatch(Value.Length.class::isInstance)) {
      Value known = Folding.lengths(function, arguments);
      if (known != null) {
        return known;
      }
    }
    if (arguments.stream().anyMatch(Value.Indexed.class::isInstance)) {
      return indexed(function, arguments, spans, span);
    }
    var nodes = new ArrayList<Typed>();
    for (int i = 0; i < arguments.size(); i++) {
      nodes.add(operand(arguments, spans, i));
    }
    checkElements(function, nodes, spans, span);
    List<Dim> axes = commonAxes(nodes, spans, span);
    var aligned = nodes.stream().map(n -> trailing(n, axes)).toList();
    return new Value.Tensor(node(function, aligned, axes, span));
  }

  private static Typed operand(List<Value> arguments, List<Span> spans, int index) {
    Value argument = arguments.get(index);
    boolean isStage =
        argument instanceof Stage
            || argument instanceof Value.Callable
            || argument instanceof Value.Primitive;
    if (isStage) {
      Span span = spans.get(index);
      if (Sites.inLibrary(span)) {
        throw Mistake.of(
            Code.T211,
            span,
            "a tensor is wanted here, and this is a stage that has no input yet",
            "give it one first: `let h = x -> …`, or join the two by an arrow");
      }
      throw Mistake.of(
          Code.T211,
          span,
          "a tensor and a stage do not go together: `" + span.text().strip() + "` has no input yet",
          "arrows bind last, so write `(x -> " + span.text().strip() + ")` in parentheses");
    }
    return Coerce.tensor(argument, spans.get(index));
  }

  private static Value indexed(
      ScalarFunction function, List<Value> arguments, List<Span> spans, Span span) {
    List<Value.Indexed> aligned = align(arguments, spans);
    List<Typed> nodes = aligned.stream().map(Value.Indexed::node).toList();
    checkElements(function, nodes, spans, span);
    List<IndexVariable> axes =
        aligned.stream()
            .map(Value.Indexed::axes)
            .filter(a -> !a.isEmpty())
            .findFirst()
            .orElse(List.of());
    List<Dim> dims = axes.stream().map(IndexNotation::dimOf).toList();
    return new Value.Indexed(node(function, nodes, dims, span), axes);
  }

  /**
   * Brings indexed tensors to the same axes; numbers stay without. The order is that of a tensor
   * that has them all, which so is read as it lies, or else that of the places of the indices.
   */
  static List<Value.Indexed> align(List<Value> arguments, List<Span> spans) {
    var union = new ArrayList<IndexVariable>();
    var operands = new ArrayList<Value.Indexed>();
    for (int i = 0; i < arguments.size(); i++) {
      Value argument = arguments.get(i);
      Value.Indexed operand;
      if (argument instanceof Value.Indexed indexed) {
        operand = indexed;
      } else {
        Typed node = operand(arguments, spans, i);
        if (node.type().rank() > 0) {
          throw Mistake.of(
                  Code.T208,
                  spans.get(i),
                  "`"
                      + spans.get(i).text().strip()
                      + "` has the axes "
                      + node.type()
                      + ", but index notation needs an index for each",
                  spans.get(i).text().strip().matches("\\w+")
                      ? "write them: `" + spans.get(i).text().strip() + "[…]`"
                      : "write an index for each axis of the tensors in it")
              .showing(node);
        }
        operand = new Value.Indexed(node, List.of());
      }
      operands.add(operand);
      operand.axes().stream().filter(v -> !union.contains(v)).forEach(union::add);
    }
    List<IndexVariable> order =
        operands.stream()
            .map(Value.Indexed::axes)
            .filter(a -> a.size() == union.size())
            .findFirst()
            .orElseGet(
                () ->
                    union.stream().sorted(Comparator.comparingInt(IndexVariable::place)).toList());
    return operands.stream()
        .map(o -> o.axes().isEmpty() ? o : IndexNotation.arrange(o, order))
        .toList();
  }

  private static Typed node(
      ScalarFunction function, List<Typed> arguments, List<Dim> axes, Span span) {
    boolean batched = arguments.stream().anyMatch(a -> a.type().batched());
    TensorType.Element element =
        function == ScalarFunction.SELECT
            ? arguments.get(1).type().element()
            : function.isPredicate() ? TensorType.TRUTH : TensorType.NUMBER;
    return new Typed(
        new Typed.Form.Elementwise(function, arguments),
        new TensorType(batched, axes, element),
        span);
  }

  private static void checkElements(
      ScalarFunction function, List<Typed> nodes, List<Span> spans, Span span) {
    for (int i = 0; i < nodes.size(); i++) {
      TensorType.Element element = nodes.get(i).type().element();
      boolean truthWanted =
          switch (function) {
            case AND, OR, NOT -> true;
            case SELECT -> i == 0;
            default -> false;
          };
      boolean anyGoes = function == ScalarFunction.SELECT && i > 0;
      boolean compares =
          switch (function) {
            case EQUAL, LESS, LESS_EQUAL -> true;
            default -> false;
          };
      if (truthWanted != (element instanceof TensorType.Element.Truth) && !anyGoes) {
        throw Mistake.of(
                Code.T213,
                spans.get(i),
                truthWanted
                    ? "a condition is wanted here, and this holds numbers"
                    : "a number is wanted here, and this is a condition",
                truthWanted ? "compare it: `… > 0`" : "choose numbers: `if … then 1 else 0`")
            .showing(nodes.get(i));
      }
      if (element instanceof TensorType.Element.Below below && !compares && !anyGoes) {
        throw Mistake.of(
                Code.T210,
                spans.get(i),
                called(spans.get(i)) + " holds `" + below.dim() + "` indices, not numbers",
                ShapeHelp.indices(nodes.get(i)))
            .showing(nodes.get(i));
      }
    }
    if (function == ScalarFunction.SELECT
        && !nodes.get(1).type().element().equals(nodes.get(2).type().element())) {
      throw Mistake.of(
          Code.T213,
          span,
          "`then` and `else` hold different things: one numbers, one not",
          "let both be numbers: a condition `c` as numbers is `if c then 1 else 0`");
    }
  }

  private static String called(Span span) {
    String text = span.text().strip();
    return text.matches("\\w+") ? "`" + text + "`" : "this";
  }

  /** The axes of a result: those of the argument with the most, which the others must end like. */
  private static List<Dim> commonAxes(List<Typed> nodes, List<Span> spans, Span span) {
    int longest = 0;
    for (int i = 1; i < nodes.size(); i++) {
      if (nodes.get(i).type().rank() > nodes.get(longest).type().rank()) {
        longest = i;
      }
    }
    var axes = new ArrayList<>(nodes.get(longest).type().axes());
    for (int i = 0; i < nodes.size(); i++) {
      List<Dim> own = nodes.get(i).type().axes();
      int skip = axes.size() - own.size();
      boolean clash =
          IntStream.range(0, own.size()).anyMatch(a -> !own.get(a).fits(axes.get(a + skip)));
      if (clash) {
        boolean left = i < longest;
        throw mismatch(
            nodes.get(left ? i : longest),
            nodes.get(left ? longest : i),
            spans.get(left ? i : longest),
            spans.get(left ? longest : i),
            span);
      }
      for (int a = 0; a < own.size(); a++) {
        axes.set(a + skip, axes.get(a + skip).orNamed(own.get(a)));
      }
    }
    return axes;
  }

  private static Mistake mismatch(
      Typed left, Typed right, Span leftSpan, Span rightSpan, Span span) {
    List<Dim> a = left.type().axes();
    List<Dim> b = right.type().axes();
    @Nullable Dim named = null;
    @Nullable Dim other = null;
    var differing = new ArrayList<String>();
    int shared = Math.min(a.size(), b.size());
    for (int i = 1; i <= shared; i++) {
      Dim x = a.get(a.size() - i);
      Dim y = b.get(b.size() - i);
      if (!x.fits(y)) {
        differing.add(0, x + " and " + y);
        if (x.sameSize(y)) {
          named = x;
          other = y;
        }
      }
    }
    if (named != null && other != null) {
      return new Mistake(
          Diagnostic.error(
                  Code.T203,
                  span,
                  "`"
                      + named
                      + "` and `"
                      + other
                      + "` are both "
                      + named.size()
                      + " but different dims",
                  "if they are the same, say so: `"
                      + rightSpan.text().strip()
                      + " as "
                      + TensorType.axesText(a.subList(a.size() - shared, a.size()))
                      + "`")
              .withRelated(leftSpan, left.said())
              .withRelated(rightSpan, right.said()));
    }
    return new Mistake(
        Diagnostic.error(
                Code.T202,
                span,
                left.type()
                    + " and "
                    + right.type()
                    + " do not go together: "
                    + String.join(", ", differing)
                    + " differ",
                ShapeHelp.elementwise(left, right, leftSpan, rightSpan))
            .withRelated(leftSpan, left.said())
            .withRelated(rightSpan, right.said()));
  }

  /** Repeats a tensor along the axes that it lacks in front; numbers stay as they are. */
  static Typed trailing(Typed node, List<Dim> axes) {
    int rank = node.type().rank();
    if (rank == 0 || rank == axes.size()) {
      return node;
    }
    int skip = axes.size() - rank;
    return new Typed(
        new Typed.Form.Spread(node, IntStream.range(0, rank).map(i -> i + skip).boxed().toList()),
        node.type().withAxes(axes),
        node.span());
  }
}
