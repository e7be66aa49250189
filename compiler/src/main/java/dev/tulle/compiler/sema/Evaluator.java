package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Axis;
import dev.tulle.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.List;

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
      return new References(this).read(reference.name(), span);
    } else if (expression instanceof Expression.Member member) {
      return new References(this).member(member);
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
      return new Conditionals(this).choose(conditional);
    } else if (expression instanceof Expression.Tuple tuple) {
      return new Value.Tuple(tuple.elements().stream().map(this::evaluate).toList());
    } else if (expression instanceof Expression.Sequence sequence) {
      return sequence(sequence);
    }
    throw Mistake.reported();
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
    Value of = settle(evaluate(index.of()));
    if (of instanceof Value.Sequence list) {
      return element(list, index);
    }
    return new Indexing(this).index(index, Coerce.tensor(of, index.of().span()));
  }

  private Value element(Value.Sequence list, Expression.Index index) {
    if (index.axes().size() == 1 && index.axes().get(0) instanceof Axis.Of of) {
      Value position = evaluate(of.value());
      return position instanceof Value.Indexed || position instanceof Value.Tensor
          ? ListLookUp.at(list, position, of.span())
          : Lists.element(list, position, of.span());
    }
    throw Mistake.of(
        Code.T213,
        index.span(),
        "a list has one position in brackets",
        "`sides[0]` is the first of `sides`");
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
    return new Value.Tensor(new Assertions(this).check(node, ascription.type(), ascription.span()));
  }

  private Value sequence(Expression.Sequence sequence) {
    var elements = new ArrayList<Value>();
    for (Axis axis : sequence.elements()) {
      if (axis instanceof Axis.Rest) {
        List<Dim> rest = scope.rest();
        if (rest == null) {
          throw Mistake.of(Code.T213, axis.span(), Scope.NO_REST, Scope.NO_REST_HELP);
        }
        rest.forEach(d -> elements.add(Value.size(d)));
      } else {
        Lists.splice(evaluate(((Axis.Of) axis).value()), elements);
      }
    }
    return new Value.Sequence(elements);
  }
}
