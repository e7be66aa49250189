package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Axis;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Path;
import dev.tulle.compiler.syntax.TypeSyntax;
import java.util.ArrayList;
import java.util.List;

/** Reads types: as declarations of a shape, and as patterns that bind dims. */
final class TypeSolver {
  private final Evaluator evaluator;

  TypeSolver(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  /** What a mismatch is called and how it reads. */
  record Role(Code rank, Code size, String subject, String help) {}

  /** The type that a declaration fixes: every axis is a size known here. */
  TensorType declared(TypeSyntax type, boolean batched) {
    List<Dim> axes = new ArrayList<>();
    for (Axis axis : axes(type)) {
      if (axis instanceof Axis.Rest rest) {
        List<Dim> known = evaluator.scope().rest();
        if (known == null) {
          throw Mistake.of(Code.T213, rest.span(), "`...` stands for nothing here");
        }
        axes.addAll(known);
      } else {
        Expression size = ((Axis.Of) axis).value();
        var sizes = new ArrayList<Value>();
        Lists.splice(evaluator.evaluate(size), sizes);
        sizes.forEach(s -> axes.add(Coerce.dim(s, size.span())));
      }
    }
    return new TensorType(batched, axes, element(type));
  }

  Dim size(Expression expression) {
    return Coerce.dim(evaluator.evaluate(expression), expression.span());
  }

  private TensorType.Element element(TypeSyntax type) {
    Path path = type.element();
    if (path == null) {
      return TensorType.NUMBER;
    }
    Value value = new References(evaluator).named(path);
    return new TensorType.Element.Below(Coerce.dim(value, path.span()));
  }

  static List<Axis> axes(TypeSyntax type) {
    List<Axis> axes = type.axes();
    return axes == null ? List.of() : axes;
  }

  /**
   * Matches a tensor against a type: names that nothing binds yet are bound to its dims, all others
   * must fit.
   *
   * @param span where the tensor is given
   * @return the tensor's type, with the names that the pattern adds to plain numbers
   */
  TensorType match(TypeSyntax pattern, Typed node, Span span, Role role) {
    TensorType actual = node.type();
    List<Axis> axes = axes(pattern);
    int rests = (int) axes.stream().filter(Axis.Rest.class::isInstance).count();
    int explicit = axes.size() - rests;
    Path elementPath = pattern.element();
    boolean wantsIndex = elementPath != null;
    if (wantsIndex != (actual.element() instanceof TensorType.Element.Below)) {
      String what = wantsIndex ? "indices below `" + elementPath + "`" : "numbers";
      throw new Mistake(
          Diagnostic.error(
                  wantsIndex ? role.size() : Code.T210,
                  span,
                  role.subject()
                      + " wants "
                      + what
                      + ", and "
                      + (actual.element() instanceof TensorType.Element.Below below
                          ? "this holds `" + below.dim() + "` indices"
                          : "this is " + actual))
              .withLabel(evaluator.context().trailOf(node))
              .withHelp(
                  wantsIndex
                      ? "give it the index itself, such as a `target label: " + elementPath + "`"
                      : "`Embed(size)` gives each index a vector of numbers"));
    }
    if (rests == 0 ? actual.rank() != explicit : actual.rank() < explicit) {
      throw new Mistake(
          Diagnostic.error(
                  role.rank(),
                  span,
                  role.subject() + " wants " + pattern.span().text() + ", got " + actual)
              .withLabel(evaluator.context().trailOf(node))
              .withHelp(role.help().isEmpty() ? null : role.help()));
    }
    var solved = new ArrayList<Dim>();
    int position = 0;
    for (Axis axis : axes) {
      if (axis instanceof Axis.Rest) {
        int count = actual.rank() - explicit;
        List<Dim> found = actual.axes().subList(position, position + count);
        matchRest(found, node, pattern, span, role);
        solved.addAll(found);
        position += count;
      } else {
        Dim dim = actual.axes().get(position++);
        solved.add(matchAxis(((Axis.Of) axis).value(), dim, node, pattern, span, role));
      }
    }
    TensorType.Element element = actual.element();
    if (elementPath != null && element instanceof TensorType.Element.Below below) {
      matchElement(elementPath, below.dim(), span, role);
    }
    return new TensorType(actual.batched(), solved, element);
  }

  private void matchElement(Path path, Dim found, Span span, Role role) {
    if (path.names().size() == 1 && evaluator.scope().find(path.last().text()) == null) {
      evaluator.scope().bind(path.last().text(), Value.Number.of(found));
      return;
    }
    Dim wanted = Coerce.dim(new References(evaluator).named(path), path.span());
    if (!wanted.fits(found)) {
      throw Mistake.of(
          role.size(),
          span,
          role.subject()
              + " holds indices below "
              + sized(found)
              + ", and "
              + sized(wanted)
              + " classes are wanted",
          found.isNumber()
              ? null
              : "`Dense(" + found + ")` has one number for each `" + found + "`");
    }
  }

  private static String sized(Dim dim) {
    return dim.isNumber() ? dim.name() : "`" + dim + "` (" + dim.value() + ")";
  }

  private void matchRest(List<Dim> found, Typed node, TypeSyntax pattern, Span span, Role role) {
    Scope.Rest rest = evaluator.scope().knownRest();
    if (rest == null) {
      evaluator.scope().bindRest(found, node, span);
      return;
    }
    List<Dim> known = rest.axes();
    boolean fits = known.size() == found.size();
    for (int i = 0; fits && i < known.size(); i++) {
      fits = known.get(i).fits(found.get(i));
    }
    if (!fits) {
      Typed first = rest.fixedBy();
      throw new Mistake(
          Diagnostic.error(
                  role.size(),
                  rest.place(),
                  role.subject()
                      + " is "
                      + node.type()
                      + ", with "
                      + TensorType.axesText(found)
                      + " in front, and this is "
                      + first.type()
                      + ", with "
                      + TensorType.axesText(known))
              .withLabel(evaluator.context().trailOf(first))
              .withRelated(span, "this is " + node.type())
              .withHelp(
                  found.isEmpty()
                      ? "`flatten` before the last layer makes one row of it"
                      : "both want the same axes before the last"));
    }
  }

  private Dim matchAxis(
      Expression wanted, Dim found, Typed node, TypeSyntax pattern, Span span, Role role) {
    if (wanted instanceof Expression.Hole) {
      return found;
    }
    if (wanted instanceof Expression.Reference name
        && evaluator.scope().find(name.name()) == null) {
      evaluator.scope().bind(name.name(), Value.Number.of(found));
      return found;
    }
    Dim size = size(wanted);
    if (!size.fits(found)) {
      boolean sameSize = size.value() == found.value();
      throw new Mistake(
          Diagnostic.error(
                  sameSize ? Code.T203 : role.size(),
                  span,
                  sameSize
                      ? role.subject()
                          + ": `"
                          + size
                          + "` and `"
                          + found
                          + "` are both "
                          + found.value()
                          + " but different dims"
                      : role.subject() + " wants " + expected(pattern) + ", got " + node.type())
              .withLabel(evaluator.context().trailOf(node))
              .withRelated(wanted.span(), "`" + size + "` is " + size.value() + " here")
              .withHelp(
                  sameSize
                      ? "if they are the same, say so with `as`"
                      : role.help().isEmpty() ? null : role.help()));
    }
    return size.orNamed(found);
  }

  /** The pattern with what is known of its names. */
  private String expected(TypeSyntax pattern) {
    var parts = new ArrayList<String>();
    for (Axis axis : axes(pattern)) {
      String text = axis.span().text();
      if (axis instanceof Axis.Of of
          && evaluator.scope().find(text) instanceof Value.Number number
          && of.value() instanceof Expression.Reference) {
        parts.add(
            Dim.of((long) number.value()).name().equals(text)
                ? text
                : text + " = " + Coerce.plain(number.value()));
      } else {
        parts.add(text);
      }
    }
    Path element = pattern.element();
    String shape = "[" + String.join(", ", parts) + "]";
    return element == null ? shape : element + (parts.isEmpty() ? "" : shape);
  }
}
