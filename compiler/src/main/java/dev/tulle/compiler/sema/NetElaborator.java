package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Path;
import dev.tulle.compiler.syntax.Statement;
import dev.tulle.compiler.syntax.TypeSyntax;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the text of a net into a typed net: runs its statements, gathers what they declare. */
final class NetElaborator {
  private final Declaration.Definition net;
  private final ModuleScope module;
  private final NetContext context;
  private final Evaluator evaluator;
  private final List<TypedNet.Port> inputs = new ArrayList<>();
  private final List<TypedNet.Port> targets = new ArrayList<>();
  private final List<TypedNet.Output> outputs = new ArrayList<>();
  private final List<TypedNet.Loss> losses = new ArrayList<>();

  NetElaborator(Declaration.Definition net, ModuleScope module, NetContext context) {
    this.net = net;
    this.module = module;
    this.context = context;
    this.evaluator = new Evaluator(context, new Scope(module), new Owner(""));
  }

  Evaluator evaluator() {
    return evaluator;
  }

  List<TypedNet.Loss> losses() {
    return losses;
  }

  /**
   * Runs the net.
   *
   * @param overrides values for the net's arguments, by name
   * @param used takes the names of the overrides that the net has
   */
  void run(Map<String, Expression> overrides, Set<String> used) {
    Scope scope = evaluator.scope();
    for (Declaration.Parameter parameter : net.parameters()) {
      String name = parameter.name().text();
      Expression value =
          overrides.containsKey(name) ? overrides.get(name) : parameter.defaultValue();
      used.add(name);
      try {
        if (value == null) {
          throw Mistake.of(
              Code.N108,
              parameter.name().span(),
              "`" + name + "` of the net `" + net.name() + "` has no value",
              "give it a default: `" + name + " = 64`");
        }
        scope.bind(name, evaluator.evaluate(value), parameter.name().span());
      } catch (Mistake mistake) {
        Expression given = overrides.get(name);
        context.report(
            given == null || mistake.diagnostic() == null
                ? mistake
                : new Mistake(Elaborator.noValue(name, given.span().text())));
        scope.bind(name, new Value.Broken());
      }
    }
    var body = (Declaration.Body.Statements) net.body();
    for (Statement statement : body.statements()) {
      if (context.sink().isFull()) {
        return;
      }
      try {
        statement(statement);
      } catch (Mistake mistake) {
        context.report(mistake);
        Binder.breakNames(statement, scope);
      }
    }
    if (!hasOutput()) {
      context.report(
          Mistake.of(
              Code.N110,
              net.name().span(),
              "the net `" + net.name() + "` has no output",
              "add `output y = …`"));
    }
  }

  private void statement(Statement statement) {
    var binder = new Binder(evaluator);
    if (statement instanceof Statement.Port port) {
      port(port);
    } else if (statement instanceof Statement.Stored stored) {
      new Storing(evaluator).declare(stored);
    } else if (statement instanceof Statement.Update update) {
      new Storing(evaluator).update(update);
    } else if (statement instanceof Statement.Let let) {
      context.layers().formula(let, binder.let(let), evaluator.owner());
    } else if (statement instanceof Statement.LetTuple let) {
      binder.letTuple(let);
    } else if (statement instanceof Statement.Output output) {
      output(binder, output);
    } else if (statement instanceof Statement.Loss loss) {
      loss(loss);
    } else if (statement instanceof Statement.Check check) {
      binder.check(check);
    }
  }

  private void port(Statement.Port port) {
    String name = port.name().text();
    TypeSyntax type = port.type();
    boolean target = port.role() == Statement.Port.Role.TARGET;
    if (type == null) {
      throw Mistake.of(
          Code.T215,
          port.name().span(),
          "the " + (target ? "target" : "input") + " `" + name + "` of a net needs a shape",
          "write it: `" + name + ": [64]`, or a dim for classes: `" + name + ": digit`");
    }
    if (evaluator.scope().declares(name)) {
      throw evaluator
          .scope()
          .again(
              port.name(),
              "`" + name + "` is declared already in this net",
              "choose another name, such as `" + name + "2`");
    }
    TensorType solved = new TypeSolver(evaluator).declared(type, true);
    Typed leaf =
        new Typed(
                new Typed.Form.Leaf(target ? Typed.Place.TARGET : Typed.Place.INPUT, name),
                solved,
                port.name().span())
            .named(name);
    Coerce.storable(leaf, type.span());
    evaluator.scope().bindWatched(name, new Value.Tensor(leaf), port.name().span());
    (target ? targets : inputs).add(new TypedNet.Port(name, leaf, port.doc(), port.span()));
  }

  private void output(Binder binder, Statement.Output output) {
    String name = output.binding().name().text();
    if (outputs.stream().anyMatch(o -> o.name().equals(name))) {
      throw evaluator
          .scope()
          .again(
              output.binding().name(),
              "the output `" + name + "` is there already",
              "give it another name, such as `" + name + "2`");
    }
    Value value = binder.output(output);
    Span place = Binder.place(output);
    Typed node = Coerce.storable(Coerce.tensor(value, place).named(name), place);
    if (!node.type().batched()) {
      throw Mistake.of(
          Code.T213,
          place,
          "the output `" + name + "` does not depend on an input",
          "an output is computed from an `input`");
    }
    if (readsTarget(node)) {
      throw Mistake.of(
              Code.T213,
              place,
              "the output `" + name + "` depends on a target, which serving does not have",
              "an output is computed from inputs alone")
          .showing(node);
    }
    Draws.refuseServed(node, "the output `" + name + "`");
    outputs.add(new TypedNet.Output(name, node, output.doc(), output.span()));
    context.layers().formula(output, value, evaluator.owner());
  }

  private static boolean readsTarget(Typed output) {
    return TypedWalk.served(output).stream()
        .anyMatch(
            n -> n.form() instanceof Typed.Form.Leaf leaf && leaf.place() == Typed.Place.TARGET);
  }

  private void loss(Statement.Loss loss) {
    String name = loss.name().text();
    boolean kept = name.equals("loss") || name.equals("penalty");
    if (kept || evaluator.scope().declares(name)) {
      throw evaluator
          .scope()
          .again(
              loss.name(),
              kept
                  ? "`"
                      + name
                      + "` is what reports call the "
                      + (name.equals("loss") ? "sum of all losses" : "recipe's penalty")
                  : "`" + name + "` is declared already in this net",
              "choose another name, such as `fit`");
    }
    Typed value = evaluator.tensor(loss.value());
    if (value.type().rank() > 0) {
      throw new Mistake(
          Diagnostic.error(
                  Code.T205,
                  loss.value().span(),
                  "a loss is one number a row, and this is " + value.type(),
                  "combine its axes: `mean(…)` or `sum(…)`")
              .withLabel(value.trail()));
    }
    Draws.refuseServed(value, "the loss `" + name + "`");
    losses.add(new TypedNet.Loss(name, value.named(name), loss.span()));
    evaluator.scope().bind(name, new Value.Tensor(value), loss.name().span());
  }

  /** What the statements gave; called after the recipe had its chance to read the net's names. */
  TypedNet finish(TypedNet.@Nullable Regime regime) {
    // What a statement with a mistake would have read is not known.
    if (hasOutput() && !context.broken()) {
      reportUnread();
      new VaryingDims(context).check(inputs, targets, outputs, losses);
    }
    var limits = new NetLimits(context, net.name());
    limits.checkWeights();
    limits.checkPorts(inputs, outputs);
    Path path = module.file().module();
    return new TypedNet(
        path == null ? "" : path.toString(),
        net.name().text(),
        net.notes().doc(),
        module.file().edition(),
        net.name().span(),
        inputs,
        targets,
        outputs,
        losses,
        context.stored().stream()
            .map(s -> new TypedNet.Stored(s.path(), s.leaf(), s.initial(), s.state(), s.span()))
            .toList(),
        context.updates(),
        context.layers().ended(),
        regime);
  }

  private void reportUnread() {
    for (Map.Entry<String, Span> unread : evaluator.scope().unread().entrySet()) {
      boolean port = ports().stream().anyMatch(p -> p.name().equals(unread.getKey()));
      if (port) {
        context.sink().report(unreadPort(unread.getKey(), unread.getValue()));
      } else {
        context.report(Binder.unread(unread.getKey(), unread.getValue()));
      }
    }
  }

  /** The net works without it; only whoever has to give it is misled. */
  private static Diagnostic unreadPort(String name, Span place) {
    return Diagnostic.warning(
        Code.N104,
        place,
        "nothing in the net reads `" + name + "`",
        "use it in an output or a loss, or delete it here and in the data");
  }

  /** The names that the net's text declares, whether or not they could be made. */
  Set<String> declared() {
    var names = new HashSet<String>();
    SyntaxWalk.names(net, names);
    return names;
  }

  private boolean hasOutput() {
    return net.body() instanceof Declaration.Body.Statements body
        && body.statements().stream().anyMatch(Statement.Output.class::isInstance);
  }

  /** Whether the text of the net has a loss. */
  boolean hasLoss() {
    return net.body() instanceof Declaration.Body.Statements body
        && body.statements().stream().anyMatch(Statement.Loss.class::isInstance);
  }

  List<TypedNet.Port> ports() {
    var all = new ArrayList<>(inputs);
    all.addAll(targets);
    return all;
  }

  /**
   * A help for a line of data that is no port: a name near to it, else all that can stand there.
   */
  static String near(String name, List<TypedNet.Port> ports) {
    List<String> names = new ArrayList<>(List.of("from", "split"));
    ports.forEach(port -> names.add(port.name()));
    return NearNames.advice(name, names);
  }
}
