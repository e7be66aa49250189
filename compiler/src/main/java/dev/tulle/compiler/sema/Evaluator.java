package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Axis;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Name;
import dev.tulle.compiler.syntax.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates expressions of one definition's body: numbers at once, tensors to typed nodes. */
final class Evaluator {
  private final NetContext context;
  private final Scope scope;
  private final Owner owner;
  private final Indices indices;
  private final Calls calls;

  Evaluator(NetContext context, Scope scope, Owner owner) {
    this(context, scope, owner, Indices.none());
  }

  private Evaluator(NetContext context, Scope scope, Owner owner, Indices indices) {
    this.context = context;
    this.scope = scope;
    this.owner = owner;
    this.indices = indices;
    this.calls = new Calls(this);
  }

  NetContext context() {
    return context;
  }

  Scope scope() {
    return scope;
  }

  Owner owner() {
    return owner;
  }

  Indices indices() {
    return indices;
  }

  Calls calls() {
    return calls;
  }

  /** The same place with more index names. */
  Evaluator with(Indices inner) {
    return new Evaluator(context, scope, owner, inner);
  }

  Typed tensor(Expression expression) {
    return Coerce.tensor(evaluate(expression), expression.span());
  }

  /** Outside of index notation what is left of indices must be the axes of `...`. */
  private Value settle(Value value) {
    if (!(value instanceof Value.Indexed indexed)) {
      return value;
    }
    List<IndexVariable> rest = indices.knownRest();
    boolean whole =
        indexed.axes().isEmpty()
            || rest != null && indexed.axes().stream().allMatch(rest::contains);
    if (!whole) {
      return indexed;
    }
    if (indexed.axes().isEmpty() || rest == null) {
      return new Value.Tensor(indexed.node());
    }
    List<IndexVariable> order = rest.stream().filter(indexed.axes()::contains).toList();
    return new Value.Tensor(IndexNotation.arrange(indexed, order).node());
  }

  Value evaluate(Expression expression) {
    Span span = expression.span();
    if (expression instanceof Expression.Number number) {
      return Value.Number.of(number.value());
    } else if (expression instanceof Expression.Text text) {
      return new Value.Text(text.value());
    } else if (expression instanceof Expression.Truth truth) {
      return new Value.Truth(truth.value());
    } else if (expression instanceof Expression.Hole) {
      return new Value.Hole();
    } else if (expression instanceof Expression.Reference reference) {
      return reference(reference.name(), span);
    } else if (expression instanceof Expression.Member member) {
      return member(member);
    } else if (expression instanceof Expression.Call call) {
      return call.callee() instanceof Expression.Index index
          ? reduction(index, call)
          : calls.call(call);
    } else if (expression instanceof Expression.Index index) {
      return index(index);
    } else if (expression instanceof Expression.Unary unary) {
      ScalarFunction function =
          unary.operator() == Expression.UnaryOperator.NOT
              ? ScalarFunction.NOT
              : ScalarFunction.NEGATE;
      return Elementwise.apply(
          function, List.of(evaluate(unary.operand())), List.of(unary.operand().span()), span);
    } else if (expression instanceof Expression.Binary binary) {
      return binary(binary);
    } else if (expression instanceof Expression.Ascription ascription) {
      return ascription(ascription);
    } else if (expression instanceof Expression.Labelled labelled) {
      Value value = evaluate(labelled.value());
      Stage stage = Pipes.asStage(value, labelled.value().span());
      if (stage == null) {
        throw Mistake.of(
            Code.T211,
            labelled.span(),
            "only a stage has a label, and this is " + value.kind(),
            "name a value with `let " + labelled.label() + " = …`");
      }
      return stage.labelled(labelled.label().text());
    } else if (expression instanceof Expression.Pipe pipe) {
      return new Pipes(this).pipe(pipe);
    } else if (expression instanceof Expression.Conditional conditional) {
      return conditional(conditional);
    } else if (expression instanceof Expression.Tuple tuple) {
      return new Value.Tuple(tuple.elements().stream().map(this::evaluate).toList());
    } else if (expression instanceof Expression.Sequence sequence) {
      return sequence(sequence);
    }
    throw Mistake.reported();
  }

  private Value reference(String name, Span span) {
    IndexVariable index = indices.find(name);
    if (index != null) {
      Dim dim = IndexNotation.dimOf(index);
      return new Value.Indexed(
          new Typed(
              new Typed.Form.Position(),
              new TensorType(false, List.of(dim), TensorType.NUMBER),
              span),
          List.of(index));
    }
    Value value = scope.find(name);
    if (value == null) {
      throw unknown(name, span);
    }
    if (value instanceof Value.Broken) {
      throw Mistake.reported();
    }
    Deprecation.warn(value, span, context.sink());
    return value;
  }

  private Mistake unknown(String name, Span span) {
    String later = Planned.where(name);
    if (later != null) {
      ModuleScope module = scope.module();
      if (module != null && !module.isLibrary()) {
        module.bind(name, new Value.Broken());
      }
      return Planned.refuse(name, later, span);
    }
    return unknown(name, span, scope);
  }

  /** A name that nothing declares, with a near one of its case. */
  static Mistake unknown(String name, Span span, Scope scope) {
    boolean block = Character.isUpperCase(name.charAt(0));
    String what = block ? "there is no block `" + name + "`" : "nothing is called `" + name + "`";
    List<String> alike =
        scope.visibleNames().stream()
            .filter(n -> Character.isUpperCase(n.charAt(0)) == block)
            .toList();
    return Mistake.of(
        Code.N101,
        span,
        what,
        NearNames.nearest(name, alike)
            .or(() -> NearNames.nearest(name, scope.visibleNames()))
            .map(near -> "a similar name is `" + near + "`")
            .orElse("declare it before this line, or import it"));
  }

  /** A dim or other declaration by its path. */
  Value named(Path path) {
    if (path.names().size() == 1) {
      return reference(path.last().text(), path.span());
    }
    Expression expression = new Expression.Reference(path.names().get(0).text(), path.span());
    for (Name name : path.names().subList(1, path.names().size())) {
      expression = new Expression.Member(expression, name, path.span());
    }
    return evaluate(expression);
  }

  private Value member(Expression.Member member) {
    if (member.of() instanceof Expression.Reference reference
        && scope.find(reference.name()) == null) {
      ModuleScope module = aliased(scope, reference.name());
      if (module != null) {
        Value value = module.find(member.member().text());
        if (value instanceof Value.Broken) {
          throw Mistake.reported();
        }
        if (value != null) {
          Deprecation.warn(value, member.member().span(), context.sink());
          return value;
        }
        throw Mistake.of(
            Code.N101,
            member.member().span(),
            "`" + reference.name() + "` declares no `" + member.member() + "`",
            NearNames.nearest(member.member().text(), module.visibleNames())
                .map(n -> "a similar name is `" + n + "`")
                .orElse(null));
      }
    }
    Value of = evaluate(member.of());
    if (of instanceof Stage.OfBlock stage) {
      return parameterOf(stage, member);
    }
    throw Mistake.of(
        Code.N101,
        member.member().span(),
        "`"
            + member.of().span().text()
            + "` is "
            + of.kind()
            + " and has no `"
            + member.member()
            + "`",
        "a dot leads to a parameter of a stage that `let` names");
  }

  private static @Nullable ModuleScope aliased(Scope scope, String name) {
    return scope.module() == null ? null : scope.module().aliased(name);
  }

  private Value parameterOf(Stage.OfBlock stage, Expression.Member member) {
    String path = stage.path();
    if (path == null) {
      throw Mistake.of(
          Code.T215,
          member.span(),
          "`"
              + member.of().span().text()
              + "` has met no input yet, so the shape of `"
              + member.member()
              + "` is open",
          "use it after the arrow that leads into `" + member.of().span().text() + "`");
    }
    NetContext.Stored stored = context.stored(path + "." + member.member().text());
    if (stored == null) {
      throw Mistake.of(
          Code.N101,
          member.member().span(),
          "`" + stage.block().name() + "` has no parameter `" + member.member() + "`",
          NearNames.nearest(
                  member.member().text(),
                  context.paths().stream()
                      .filter(p -> p.startsWith(path + "."))
                      .map(p -> p.substring(path.length() + 1))
                      .toList())
              .map(n -> "a similar name is `" + n + "`")
              .orElse(null));
    }
    return new Value.Tensor(stored.leaf());
  }

  private Value reduction(Expression.Index callee, Expression.Call call) {
    if (indices.active()) {
      return new IndexedReduction(this).reduce(callee, call);
    }
    Evaluator inside = with(Indices.notation());
    return inside.settle(new IndexedReduction(inside).reduce(callee, call));
  }

  private Value index(Expression.Index index) {
    if (!indices.active()) {
      Evaluator inside = with(Indices.notation());
      return inside.settle(inside.index(index));
    }
    Typed node = Coerce.tensor(settle(evaluate(index.of())), index.of().span());
    return new Indexing(this).index(index, node);
  }

  private Value binary(Expression.Binary binary) {
    // Each side once: a second time would make the blocks in it a second time.
    Value left = evaluate(binary.left());
    if (binary.operator() == Expression.BinaryOperator.MULTIPLY) {
      Stage stage = Pipes.asStage(left, binary.left().span());
      if (stage != null) {
        return new Pipes(this).repeat(stage, binary);
      }
    }
    List<Value> values = List.of(left, evaluate(binary.right()));
    List<Span> spans = List.of(binary.left().span(), binary.right().span());
    return operator(binary.operator(), values, spans, binary.span());
  }

  private static Value operator(
      Expression.BinaryOperator operator, List<Value> values, List<Span> spans, Span span) {
    List<Value> swapped = List.of(values.get(1), values.get(0));
    List<Span> swappedSpans = List.of(spans.get(1), spans.get(0));
    return switch (operator) {
      case POWER -> Elementwise.apply(ScalarFunction.POWER, values, spans, span);
      case MULTIPLY -> Elementwise.apply(ScalarFunction.MULTIPLY, values, spans, span);
      case DIVIDE -> Elementwise.apply(ScalarFunction.DIVIDE, values, spans, span);
      case MODULO -> Elementwise.apply(ScalarFunction.MODULO, values, spans, span);
      case ADD -> Elementwise.apply(ScalarFunction.ADD, values, spans, span);
      case SUBTRACT -> Elementwise.apply(ScalarFunction.SUBTRACT, values, spans, span);
      case EQUAL -> Elementwise.apply(ScalarFunction.EQUAL, values, spans, span);
      case NOT_EQUAL ->
          Elementwise.apply(
              ScalarFunction.NOT,
              List.of(Elementwise.apply(ScalarFunction.EQUAL, values, spans, span)),
              List.of(span),
              span);
      case LESS -> Elementwise.apply(ScalarFunction.LESS, values, spans, span);
      case LESS_EQUAL -> Elementwise.apply(ScalarFunction.LESS_EQUAL, values, spans, span);
      case GREATER -> Elementwise.apply(ScalarFunction.LESS, swapped, swappedSpans, span);
      case GREATER_EQUAL ->
          Elementwise.apply(ScalarFunction.LESS_EQUAL, swapped, swappedSpans, span);
      case AND -> Elementwise.apply(ScalarFunction.AND, values, spans, span);
      case OR -> Elementwise.apply(ScalarFunction.OR, values, spans, span);
    };
  }

  private Value ascription(Expression.Ascription ascription) {
    Value value = evaluate(ascription.value());
    Stage stage = Pipes.asStage(value, ascription.value().span());
    if (stage != null) {
      var assertion = new Stage.Assertion(ascription.type(), scope, ascription.span());
      return new Stage.Pipeline(List.of(stage, assertion), ascription.span());
    }
    Typed node = Coerce.tensor(value, ascription.value().span());
    return new Value.Tensor(
        new TypeSolver(this).asserted(node, ascription.type(), ascription.span()));
  }

  private Value conditional(Expression.Conditional conditional) {
    Value condition = evaluate(conditional.condition());
    if (condition instanceof Value.Truth truth) {
      return evaluate(truth.value() ? conditional.then() : conditional.otherwise());
    }
    Value then = evaluate(conditional.then());
    Value otherwise = evaluate(conditional.otherwise());
    List<Span> spans = List.of(conditional.then().span(), conditional.otherwise().span());
    if (condition instanceof Value.Mode) {
      return byMode(then, otherwise, spans, conditional.span());
    }
    if (condition instanceof Value.Number) {
      throw Mistake.of(
          Code.T213,
          conditional.condition().span(),
          "true or false is wanted here, and this is a number",
          "compare it: `… > 0`, or give `true` or `false`");
    }
    return Elementwise.apply(
        ScalarFunction.SELECT,
        List.of(condition, then, otherwise),
        List.of(conditional.condition().span(), spans.get(0), spans.get(1)),
        conditional.span());
  }

  private static Value byMode(Value then, Value otherwise, List<Span> spans, Span span) {
    if (then instanceof Value.Indexed || otherwise instanceof Value.Indexed) {
      List<Value.Indexed> aligned = Elementwise.align(List.of(then, otherwise), spans);
      return new Value.Indexed(
          byMode(aligned.get(0).node(), aligned.get(1).node(), span), aligned.get(0).axes());
    }
    return new Value.Tensor(
        byMode(Coerce.tensor(then, spans.get(0)), Coerce.tensor(otherwise, spans.get(1)), span));
  }

  private static Typed byMode(Typed then, Typed otherwise, Span span) {
    List<Dim> a = then.type().axes();
    List<Dim> b = otherwise.type().axes();
    boolean fits = a.size() == b.size();
    for (int i = 0; fits && i < a.size(); i++) {
      fits = a.get(i).fits(b.get(i));
    }
    if (!fits) {
      throw new Mistake(
          Diagnostic.error(
                  Code.T202,
                  span,
                  "training gives " + then.type() + ", serving " + otherwise.type())
              .withHelp("both branches of `if training` have one shape"));
    }
    boolean batched = then.type().batched() || otherwise.type().batched();
    return new Typed(new Typed.Form.ByMode(then, otherwise), then.type().withBatch(batched), span);
  }

  private Value sequence(Expression.Sequence sequence) {
    var elements = new ArrayList<Value>();
    for (Axis axis : sequence.elements()) {
      if (axis instanceof Axis.Rest) {
        List<Dim> rest = scope.rest();
        if (rest == null) {
          throw Mistake.of(Code.T213, axis.span(), "`...` stands for nothing here");
        }
        rest.forEach(d -> elements.add(Value.Number.of(d)));
      } else {
        elements.add(evaluate(((Axis.Of) axis).value()));
      }
    }
    return new Value.Sequence(elements);
  }
}
