package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.syntax.Name;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What classes of Java have no room for, said before anything is generated. */
final class NetLimits {
  /** What a method takes at most: the JVM counts the object it is called on too. */
  private static final int PARAMETERS = 255;

  /**
   * Besides ports, what computes a thread's rows takes the object, the number of rows, the thread's
   * part of them, and the JVM the handle by which it calls that.
   */
  private static final int OTHERS = 4;

  private final NetContext context;
  private final Name net;

  NetLimits(NetContext context, Name net) {
    this.context = context;
    this.net = net;
  }

  /** All weights stand in one array. */
  void checkWeights() {
    long total = context.stored().stream().mapToLong(s -> s.leaf().type().count().value()).sum();
    if (total > Coerce.LARGEST) {
      context.report(
          Mistake.of(
              Code.T216,
              net.span(),
              "the net `"
                  + net
                  + "` has "
                  + total
                  + " parameters, and one array holds at most "
                  + Coerce.LARGEST,
              largest()));
    }
  }

  private String largest() {
    return context.stored().stream()
        .max(Comparator.comparingLong(s -> s.leaf().type().count().value()))
        .map(s -> "make `" + s.path() + "` smaller: it is " + s.leaf().type())
        .orElse("make its layers narrower");
  }

  /** One method takes the arrays of all inputs and outputs. */
  void checkPorts(List<TypedNet.Port> inputs, List<TypedNet.Output> outputs) {
    int lengths = lengths(outputs).size();
    int most = PARAMETERS - OTHERS - lengths;
    if (inputs.size() + outputs.size() > most) {
      context.report(
          Mistake.of(
              Code.T219,
              net.span(),
              "the net `%s` has %s and %s, and a method of its Java class takes at most %s in all%s"
                  .formatted(
                      net,
                      counted(inputs.size(), "input"),
                      counted(outputs.size(), "output"),
                      most,
                      lengths == 0 ? "" : ", beside " + counted(lengths, "length")),
              inputs.size() > outputs.size() ? joinedInputs(inputs) : joinedOutputs(outputs)));
    }
  }

  private static String counted(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static String joinedInputs(List<TypedNet.Port> inputs) {
    boolean columns =
        inputs.stream()
            .map(i -> i.leaf().type())
            .allMatch(t -> t.element() instanceof TensorType.Element.Number && t.rank() < 2);
    long width =
        columns ? inputs.stream().mapToLong(i -> i.leaf().type().count().most()).sum() : 64;
    return ("make one input of those that belong together: `input x: [%s]`, with `x = columns(…)` in"
            + " `data`; its parts are `x[0]`, `x[1]` and so on")
        .formatted(width);
  }

  private static String joinedOutputs(List<TypedNet.Output> outputs) {
    return "make one output of those that belong together: `output all = concat(%s, %s, …)`"
        .formatted(outputs.get(0).name(), outputs.get(1).name());
  }

  /** The lengths that vary from call to call, each of which may be a parameter too. */
  private static Set<Dim> lengths(List<TypedNet.Output> outputs) {
    var lengths = new HashSet<Dim>();
    for (TypedNet.Output output : outputs) {
      for (Typed node : TypedWalk.served(output.value())) {
        node.type().axes().stream().filter(axis -> !axis.isKnown()).forEach(lengths::add);
      }
    }
    return lengths;
  }
}
