package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Axis;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Statement;
import dev.tulle.compiler.syntax.TypeSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code x -> scan(step, from = …)}: a step again and again along the first axis. */
final class Scanning {
  private final Builtin.Call call;
  private final Stage step;
  private final List<Typed> sequences = new ArrayList<>();
  private final List<Typed> elements = new ArrayList<>();
  private final List<Value> from;

  private Scanning(Builtin.Call call) {
    this.call = call;
    Stage given = Pipes.asStage(call.value("step"), call.spanOf("step"));
    if (given == null) {
      throw Mistake.of(
          Code.T213,
          call.spanOf("step"),
          "the step of a scan is a block or a function, and this is " + call.value("step").kind(),
          "such as `scan(LstmCell(8), from = (0, 0))`");
    }
    this.step = given;
    this.from = parts(call.value("from"));
    for (Value part : parts(call.value("x"))) {
      sequence(Coerce.tensor(part, call.spanOf("x")));
    }
    checkInputs();
  }

  private void checkInputs() {
    if (!(step instanceof Stage.OfBlock block)
        || !(block.block().body() instanceof Declaration.Body.Statements)) {
      return;
    }
    int wanted = types().size();
    if (wanted != from.size() + sequences.size()) {
      throw Mistake.of(
          Code.T217,
          call.spanOf("step"),
          "`"
              + step.title()
              + "` has "
              + counted(wanted, "input")
              + ", and a step gets "
              + counted(from.size(), "state")
              + " and "
              + counted(sequences.size(), "element"),
          "its inputs are the states, in the order of `from`, then an element of each sequence");
    }
  }

  static Value scan(Builtin.Call call) {
    return new Scanning(call).run();
  }

  private static List<Value> parts(Value value) {
    return value instanceof Value.Tuple tuple ? tuple.elements() : List.of(value);
  }

  private void sequence(Typed sequence) {
    TensorType type = sequence.type();
    if (type.rank() == 0) {
      throw new Mistake(
          Diagnostic.error(
                  Code.T217,
                  call.spanOf("x"),
                  "`scan` walks along the first axis, and this is " + type + ", which has none",
                  "give it a sequence, such as an `input x: [time, features]`")
              .withLabel(sequence.trail()));
    }
    Dim length = type.axes().get(0);
    if (!sequences.isEmpty() && !sequences.get(0).type().axes().get(0).fits(length)) {
      Typed first = sequences.get(0);
      Diagnostic diagnostic =
          Diagnostic.error(
              Code.T217,
              call.spanOf("x"),
              "`scan` walks along both sequences at once, and one is "
                  + first.type()
                  + ", the other "
                  + type,
              "sequences that are read together have the same first axis");
      throw new Mistake(diagnostic.withLabel(first.said() + "; " + sequence.said()));
    }
    sequences.add(sequence);
    elements.add(turn(type.withAxes(type.axes().subList(1, type.rank())), call.spanOf("x")));
  }

  private static Typed turn(TensorType type, Span span) {
    return new Typed(new Typed.Form.Turn(), type, span);
  }

  private Value run() {
    boolean reverse =
        call.has("reverse") && Coerce.truth(call.value("reverse"), call.spanOf("reverse"));
    List<Typed> first = first();
    List<Typed> carried = first.stream().map(f -> turn(f.type(), call.spanOf("from"))).toList();
    Map<String, Typed> updates = Map.copyOf(call.evaluator().context().updates());
    List<Typed> outputs = outputs(carried);
    updatesNothing(updates);
    for (int i = 0; i < carried.size(); i++) {
      keeps(i, carried.get(i), outputs.get(i));
    }
    var loop = new ScanLoop(first, sequences, carried, elements, outputs, reverse);
    List<Value> results = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      TensorType type = outputs.get(i).type();
      var axes = new ArrayList<>(List.of(loop.length()));
      axes.addAll(type.axes());
      boolean batched = i < carried.size() ? carried.get(i).type().batched() : type.batched();
      results.add(
          new Value.Tensor(
              new Typed(
                  new Typed.Form.Scanned(loop, i),
                  type.withAxes(axes).withBatch(batched),
                  call.span())));
    }
    return results.size() == 1 ? results.get(0) : new Value.Tuple(results);
  }

  /** What the step makes of what it finds. */
  private List<Typed> outputs(List<Typed> carried) {
    Span span = call.spanOf("step");
    var values = new ArrayList<Value>();
    carried.forEach(c -> values.add(new Value.Tensor(c)));
    elements.forEach(e -> values.add(new Value.Tensor(e)));
    Value result;
    if (step instanceof Stage.OfFunction function) {
      var given = new ArrayList<Arguments.Given>();
      values.forEach(v -> given.add(new Arguments.Given(null, v, span)));
      given.addAll(function.rest());
      result =
          call.evaluator().calls().callFunction(function.function(), given, span, function.span());
    } else {
      Value all = values.size() == 1 ? values.get(0) : new Value.Tuple(values);
      result = new Pipes(call.evaluator()).apply(step, all, span, span);
    }
    List<Typed> outputs = parts(result).stream().map(v -> Coerce.tensor(v, span)).toList();
    if (outputs.size() < carried.size()) {
      throw Mistake.of(
          Code.T217,
          span,
          "`from` begins "
              + counted(carried.size(), "state")
              + ", and a step gives "
              + counted(outputs.size(), "output"),
          "a step gives each state anew, in the order of `from`, before anything else");
    }
    return outputs;
  }

  private static String counted(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /**
   * A state is updated once a training step, and a value of a turn ends with it.
   *
   * @param before the updates from before the step
   */
  private void updatesNothing(Map<String, Typed> before) {
    Map<String, Typed> updates = call.evaluator().context().updates();
    for (Map.Entry<String, Typed> update : List.copyOf(updates.entrySet())) {
      String state = update.getKey();
      if (before.get(state) != update.getValue()) {
        updates.keySet().retainAll(before.keySet());
        updates.putAll(before);
        throw Mistake.of(
            Code.T217,
            call.spanOf("step"),
            "a step updates `" + state + "`, which has one value for all steps of the loop",
            "let the step carry it, begun in `from`, or update the state in front of the loop or"
                + " behind it");
      }
    }
  }

  private void keeps(int index, Typed before, Typed after) {
    TensorType wanted = before.type();
    TensorType found = after.type();
    boolean fits = wanted.rank() == found.rank() && wanted.element().equals(found.element());
    for (int i = 0; fits && i < wanted.rank(); i++) {
      fits = wanted.axes().get(i).fits(found.axes().get(i));
    }
    if (!fits) {
      throw new Mistake(
          Diagnostic.error(
                  Code.T217,
                  call.spanOf("step"),
                  "a step finds state "
                      + (index + 1)
                      + " as "
                      + wanted
                      + " and makes it "
                      + found
                      + ", but a state keeps its shape",
                  "give `from` a tensor of the state's shape, or let the step's input say it:"
                      + " `input h: [units]`")
              .withLabel(after.trail())
              .withRelated(call.spanOf("from"), "it begins here"));
    }
    if (found.batched() && !wanted.batched()) {
      throw Mistake.of(
              Code.T217,
              call.spanOf("step"),
              "a step finds state "
                  + (index + 1)
                  + " the same for all rows and makes it different from row to row",
              "let the sequence or `from` depend on an input")
          .showing(after);
    }
  }

  /** The first values, a number repeated over the shape that the step's input says. */
  private List<Typed> first() {
    boolean batched =
        sequences.stream().anyMatch(s -> s.type().batched())
            || from.stream()
                .anyMatch(v -> v instanceof Value.Tensor t && t.node().type().batched());
    Span span = call.spanOf("from");
    var first = new ArrayList<Typed>();
    for (int i = 0; i < from.size(); i++) {
      Value value = from.get(i);
      if (value instanceof Value.Number number) {
        TensorType type = filled(i).withBatch(batched);
        Typed constant = new Typed(new Typed.Form.Number(number.value()), TensorType.SCALAR, span);
        first.add(
            type.rank() == 0 && !batched
                ? constant
                : new Typed(new Typed.Form.Spread(constant, List.of()), type, span));
      } else {
        Typed node = Coerce.tensor(value, span);
        TensorType type = node.type().withBatch(batched);
        first.add(
            node.type().batched() == batched
                ? node
                : new Typed(
                    new Typed.Form.Elementwise(
                        ScalarFunction.ADD,
                        List.of(
                            node, new Typed(new Typed.Form.Number(0), TensorType.SCALAR, span))),
                    type,
                    span));
      }
    }
    return first;
  }

  /** The shape that the step's input of that number says; a number where it says none. */
  private TensorType filled(int index) {
    List<@Nullable TypeSyntax> types = types();
    TypeSyntax type = index < types.size() ? types.get(index) : null;
    if (type == null) {
      return TensorType.SCALAR;
    }
    Evaluator inside = scratch();
    for (int i = 0; i < elements.size() && from.size() + i < types.size(); i++) {
      TypeSyntax pattern = types.get(from.size() + i);
      if (pattern != null) {
        var role = new TypeSolver.Role(Code.T204, Code.T204, "the step `" + step.title() + "`", "");
        new TypeSolver(inside).match(pattern, elements.get(i), call.spanOf("x"), role);
      }
    }
    for (Axis axis : TypeSolver.axes(type)) {
      if (axis instanceof Axis.Of of
          && of.value() instanceof Expression.Reference name
          && inside.scope().find(name.name()) == null) {
        throw Mistake.of(
            Code.T217,
            call.spanOf("from"),
            "state "
                + (index + 1)
                + " of `"
                + step.title()
                + "` is "
                + type.span().text()
                + ", and nothing says how large `"
                + name.name()
                + "` is",
            "give `from` a tensor instead of a number, or the block a parameter `"
                + name.name()
                + "`");
      }
    }
    return new TypeSolver(inside).declared(type, false);
  }

  /** The types of the step's inputs, null where it says none. */
  private List<@Nullable TypeSyntax> types() {
    List<@Nullable TypeSyntax> types = new ArrayList<>();
    if (step instanceof Stage.OfBlock block
        && block.block().body() instanceof Declaration.Body.Statements body) {
      for (Statement statement : body.statements()) {
        if (statement instanceof Statement.Port port && port.role() == Statement.Port.Role.INPUT) {
          types.add(port.type());
        }
      }
    } else if (step instanceof Stage.OfFunction function
        && function.function() instanceof Value.Callable callable
        && callable.declaration() instanceof Declaration.Definition definition) {
      definition.parameters().forEach(p -> types.add(p.type()));
    }
    return types;
  }

  /** A scope that knows what the step's own does before it runs. */
  private Evaluator scratch() {
    ModuleScope module = null;
    if (step instanceof Stage.OfBlock block) {
      module = block.module();
    } else if (step instanceof Stage.OfFunction function
        && function.function() instanceof Value.Callable callable) {
      module = callable.module();
    }
    var scope = module == null ? new Scope(null) : new Scope(module);
    var inside = new Evaluator(call.evaluator().context(), scope, new Owner(""));
    if (step instanceof Stage.OfBlock block) {
      block.arguments().forEach(scope::bind);
      for (Declaration.Parameter parameter : block.block().parameters()) {
        var otherwise = parameter.defaultValue();
        if (otherwise != null && !scope.declares(parameter.name().text())) {
          scope.bind(parameter.name().text(), inside.evaluate(otherwise));
        }
      }
    }
    return inside;
  }
}
