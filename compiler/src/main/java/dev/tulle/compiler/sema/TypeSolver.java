package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Axis;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Path;
import dev.tulle.compiler.syntax.TypeSyntax;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads types: as declarations of a shape, and as patterns that bind dims. */
final class TypeSolver {
  private final Evaluator evaluator;

  TypeSolver(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  /** What a mismatch is called and how it reads. */
  record Role(Code rank, Code size, String subject, String callee) {}

  /** The type that a declaration fixes: every axis is a size known here. */
  TensorType declared(TypeSyntax type, boolean batched) {
    List<Dim> axes = new ArrayList<>();
    for (Axis axis : axes(type)) {
      if (axis instanceof Axis.Rest rest) {
        List<Dim> known = evaluator.scope().rest();
        if (known == null) {
          throw Mistake.of(Code.T213, rest.span(), Scope.NO_REST, Scope.NO_REST_HELP);
        }
        axes.addAll(known);
      } else {
        Expression size = ((Axis.Of) axis).value();
        var sizes = new ArrayList<Value>();
        Lists.splice(value(size), sizes);
        sizes.forEach(s -> axes.add(Coerce.dim(s, size.span())));
      }
    }
    return new TensorType(batched, axes, element(type));
  }

  Dim size(Expression expression) {
    return Coerce.dim(value(expression), expression.span());
  }

  private Value value(Expression expression) {
    if (expression instanceof Expression.Reference name
        && evaluator.scope().peek(name.name()) == null
        && evaluator.indices().find(name.name()) == null) {
      throw unknownDim(name);
    }
    return evaluator.evaluate(expression);
  }

  private Mistake unknownDim(Expression.Reference name) {
    if (Axis.namesBatch(name.name())) {
      return Mistake.of(
          Code.N101,
          name.span(),
          "no dim is called `" + name.name() + "`",
          "a shape is that of one row: leave the batch out");
    }
    List<String> dims =
        evaluator.scope().visibleNames().stream()
            .filter(
                n ->
                    evaluator.scope().peek(n) instanceof Value.Number
                        || evaluator.scope().peek(n) instanceof Value.Length)
            .toList();
    References.breakName(name.name(), evaluator.scope());
    if (References.mayBeImported(evaluator.scope())) {
      return Mistake.reported();
    }
    return Mistake.of(
        Code.N101,
        name.span(),
        "no dim is called `" + name.name() + "`",
        NearNames.nearest(name.name(), dims)
            .map(near -> "a similar name is `" + near + "`")
            .orElse("declare it above, with its size: `dim " + name.name() + " = 64`"));
  }

  private TensorType.Element element(TypeSyntax type) {
    Path path = type.element();
    if (path == null) {
      return TensorType.NUMBER;
    }
    Value value = new References(evaluator).named(path);
    return new TensorType.Element.Below(Coerce.fixed(value, path.span()));
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
                          : "this is " + actual),
                  elementPath != null
                      ? ShapeHelp.indexWanted(node, elementPath.toString())
                      : ShapeHelp.indices(node))
              .withLabel(node.trail()));
    }
    if (rests == 0 ? actual.rank() != explicit : actual.rank() < explicit) {
      throw new Mistake(
          Diagnostic.error(
                  role.rank(),
                  span,
                  role.subject() + " wants " + pattern.span().text() + ", got " + actual,
                  ShapeHelp.rank(axes, node))
              .withLabel(node.trail()));
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
      evaluator.scope().bind(path.last().text(), Value.size(found));
      return;
    }
    Dim wanted = Coerce.dim(new References(evaluator).named(path), path.span());
    if (!wanted.fits(found)) {
      Scope.Fixed fixed = evaluator.scope().fixed(path.last().text());
      Diagnostic diagnostic =
          Diagnostic.error(
              role.size(),
              span,
              role.subject()
                  + " holds indices below "
                  + found.described()
                  + ", and "
                  + wanted.described()
                  + " classes are wanted",
              ShapeHelp.classes(found, fixed == null ? null : fixed.place().text().strip()));
      throw new Mistake(withOrigin(diagnostic, fixed));
    }
  }

  /** Adds what fixed the size that is wanted, unless only the library's text says it. */
  private static Diagnostic withOrigin(Diagnostic diagnostic, Scope.@Nullable Fixed fixed) {
    return fixed == null || Sites.inLibrary(fixed.place())
        ? diagnostic
        : diagnostic.withRelated(fixed.place(), fixed.by().said());
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
                  named(rest.place(), first)
                      + " and "
                      + named(span, node)
                      + " do not fit: `"
                      + role.callee()
                      + "` wants the same axes in front, and these are "
                      + inFront(known)
                      + " and "
                      + inFront(found),
                  found.isEmpty()
                      ? ShapeHelp.oneRow(first.type())
                      : "both want the same axes before the last")
              .withLabel(first.trail())
              .withRelated(span, node.said()));
    }
  }

  private static String named(Span place, Typed node) {
    String text = place.text().strip();
    return (text.matches("\\w+") ? "`" + text + "` " : "") + node.type();
  }

  private static String inFront(List<Dim> axes) {
    return axes.isEmpty() ? "none" : TensorType.axesText(axes);
  }

  private Dim matchAxis(
      Expression wanted, Dim found, Typed node, TypeSyntax pattern, Span span, Role role) {
    if (wanted instanceof Expression.Hole) {
      return found;
    }
    if (wanted instanceof Expression.Reference name
        && evaluator.scope().find(name.name()) == null) {
      evaluator.scope().fix(name.name(), found, node, span);
      return found;
    }
    Dim size = size(wanted);
    if (!size.fits(found)) {
      boolean sameSize = size.sameSize(found);
      Scope.Fixed fixed = evaluator.scope().fixed(wanted.span().text());
      Diagnostic diagnostic =
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
                          + found.size()
                          + " but different dims"
                      : role.subject() + " wants " + expected(pattern) + ", got " + node.type(),
                  sameSize
                      ? ShapeHelp.renamed(node.type(), found, size)
                      : ShapeHelp.size(wanted, size, node))
              .withLabel(node.trail());
      if (fixed == null && !Sites.inLibrary(wanted.span())) {
        String value = size.isNumber() ? "" : ", `" + size + "` is " + size.size();
        diagnostic = diagnostic.withRelated(wanted.span(), "wanted here" + value);
      }
      throw new Mistake(withOrigin(diagnostic, fixed));
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
