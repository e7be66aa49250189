package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Name;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What `augment` makes of the fields of a batch in training. It is a stage like any other, sent
 * through once the ports of the net are known; what it owns or calls is no part of the net.
 */
final class Augmentations {
  private final Declaration.Data data;
  private final NetContext context;
  private final NetContext own;
  private final Evaluator evaluator;

  Augmentations(Declaration.Data data, ModuleScope module, NetContext context) {
    this.data = data;
    this.context = context;
    this.own = NetContext.ofAugmentation(context.sink());
    this.evaluator = new Evaluator(own, new Scope(module), new Owner(""));
  }

  /**
   * Inputs and targets as training has them. A mistake is reported, and breaks the net.
   *
   * @param declared all names of the net's text, also those that could not be made
   */
  List<TypedNet.Augmented> elaborate(List<TypedNet.Port> ports, Set<String> declared) {
    var now = new LinkedHashMap<TypedNet.Port, Typed>();
    for (Declaration.Data.Field field : data.fields()) {
      if (field.kind() == Declaration.Data.Field.Kind.AUGMENT) {
        try {
          augment(field, ports, declared, now);
        } catch (Mistake mistake) {
          context.report(mistake);
        }
      }
    }
    if (own.broken()) {
      context.report(Mistake.reported());
    }
    var made = new ArrayList<TypedNet.Augmented>();
    now.forEach((port, value) -> made.add(new TypedNet.Augmented(port.leaf(), value)));
    return made;
  }

  /** Looks for mistakes in data that no recipe of its file uses. */
  void check() {
    for (Declaration.Data.Field field : data.fields()) {
      if (field.kind() == Declaration.Data.Field.Kind.AUGMENT) {
        try {
          stage(field.value());
        } catch (Mistake mistake) {
          context.report(mistake);
        }
      }
    }
  }

  private Stage stage(Expression value) {
    if (value instanceof Expression.Number || value instanceof Expression.Text) {
      throw Mistake.of(
          Code.T211,
          value.span(),
          "`augment` leads rows through a stage, and this is "
              + (value instanceof Expression.Number ? "a number" : "a text"),
          "such as `flip_x(0.5)`, or several: `shift(0.1) -> noise(0.05)`");
    }
    return new Pipes(evaluator).stage(value);
  }

  private void augment(
      Declaration.Data.Field field,
      List<TypedNet.Port> ports,
      Set<String> declared,
      Map<TypedNet.Port, Typed> now) {
    Stage stage = stage(field.value());
    var wanted = new ArrayList<TypedNet.Port>();
    for (Name name : field.names()) {
      wanted.add(port(name, ports, declared));
    }
    checkTargets(field, wanted);
    List<Value> before =
        wanted.stream().<Value>map(p -> new Value.Tensor(now.getOrDefault(p, p.leaf()))).toList();
    Span span = field.value().span();
    Value input = before.size() == 1 ? before.get(0) : new Value.Tuple(before);
    Value result = new Pipes(evaluator).apply(stage, input, field.name().span(), span);
    checkOwnsNothing(span);
    List<Value> after = result instanceof Value.Tuple tuple ? tuple.elements() : List.of(result);
    if (after.size() != wanted.size()) {
      throw Mistake.of(
          Code.D307,
          span,
          "this gives "
              + (after.size() == 1 ? "one tensor" : after.size() + " tensors")
              + " for "
              + (wanted.size() == 1 ? "one field" : wanted.size() + " fields"),
          after.size() == 1
              ? "write a line for each field, or use a function with an `output` for each"
              : "name a field for each of them: `augment image, label = …`");
    }
    for (int i = 0; i < wanted.size(); i++) {
      TypedNet.Port port = wanted.get(i);
      now.put(port, fitting(port, Coerce.tensor(after.get(i), span), span));
    }
  }

  private TypedNet.Port port(Name name, List<TypedNet.Port> ports, Set<String> declared) {
    TypedNet.Port port =
        ports.stream().filter(p -> p.name().equals(name.text())).findFirst().orElse(null);
    boolean reported =
        declared.contains(name.text())
            || evaluator.scope().peek(name.text()) instanceof Value.Broken;
    if (port == null && context.broken() && reported) {
      throw Mistake.reported();
    }
    if (port == null) {
      throw Mistake.of(
          Code.D302,
          name.span(),
          "the net has no input or target `" + name + "` to augment",
          NearNames.advice(name.text(), ports.stream().map(TypedNet.Port::name).toList()));
    }
    if (port.leaf().type().element() instanceof TensorType.Element.Below below) {
      throw new Mistake(
          Diagnostic.error(
                  Code.D307,
                  name.span(),
                  "`" + name + "` is an index below `" + below.dim() + "`, which nothing can vary",
                  isTarget(port)
                      ? "a label that is mixed is a share of each class: `target "
                          + name
                          + ": ["
                          + below.dim()
                          + "]` with `soft_cross_entropy`, and `"
                          + name
                          + " = … -> one_hot` in the data"
                      : "augment a field of numbers")
              .withRelated(port.span(), "declared here"));
    }
    return port;
  }

  private static boolean isTarget(TypedNet.Port port) {
    return port.leaf().form() instanceof Typed.Form.Leaf leaf && leaf.place() == Typed.Place.TARGET;
  }

  private static void checkTargets(Declaration.Data.Field field, List<TypedNet.Port> ports) {
    if (ports.stream().allMatch(Augmentations::isTarget)) {
      throw new Mistake(
          Diagnostic.error(
                  Code.D307,
                  field.name().span(),
                  "`" + field.name() + "` is a target: what is right does not change by itself",
                  "augment an input, or both together: `augment image, "
                      + field.name()
                      + " = mixup(0.2)`")
              .withRelated(ports.get(0).span(), "declared here"));
    }
  }

  private void checkOwnsNothing(Span span) {
    for (NetContext.Stored stored : own.stored()) {
      throw Mistake.of(
          Code.D307,
          span,
          "an augmentation owns nothing, and this has the "
              + (stored.state() ? "state" : "weights")
              + " `"
              + stored.path()
              + "`",
          "use functions, or put the layer into the net");
    }
  }

  private static Typed fitting(TypedNet.Port port, Typed made, Span span) {
    TensorType wanted = port.leaf().type();
    TensorType type = made.type();
    boolean fits = type.rank() == wanted.rank() && type.element().equals(wanted.element());
    for (int i = 0; fits && i < wanted.rank(); i++) {
      fits = type.axes().get(i).fits(wanted.axes().get(i));
    }
    if (!fits) {
      throw new Mistake(
          Diagnostic.error(
                  Code.D307,
                  span,
                  "this makes "
                      + type
                      + " of `"
                      + port.name()
                      + "`, which is "
                      + wanted
                      + ": validation and serving see it without augmentation",
                  "keep the shape; what changes it for all rows belongs into the net")
              .withLabel(made.trail())
              .withRelated(port.span(), "declared here"));
    }
    return made;
  }
}
