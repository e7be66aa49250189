package dev.tulle.compiler.ir;

import dev.tulle.compiler.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A net with everything that is generated for it.
 *
 * @param module the Java package; may be empty
 * @param name the net's name, a Java class name
 * @param doc its `///` text
 * @param edition the language edition
 * @param span the net's name where it is declared
 * @param inputs what serving asks for; their shapes begin with {@link Size#ROWS}
 * @param targets what training asks for besides
 * @param outputs what serving answers
 * @param parameters the weights
 * @param states what `state` declares
 * @param predict reads inputs, parameters and states, writes outputs
 * @param initial writes every parameter and state; its random numbers depend on the seed alone
 * @param training null where the file has no recipe for the net
 */
public record Program(
    String module,
    String name,
    String doc,
    int edition,
    Span span,
    List<Port> inputs,
    List<Port> targets,
    List<Port> outputs,
    List<Stored> parameters,
    List<Stored> states,
    Graph predict,
    Graph initial,
    @Nullable Training training) {

  public Program {
    inputs = List.copyOf(inputs);
    targets = List.copyOf(targets);
    outputs = List.copyOf(outputs);
    parameters = List.copyOf(parameters);
    states = List.copyOf(states);
  }

  /** The same net as one that only serves. */
  public Program withoutTraining() {
    return new Program(
        module,
        name,
        doc,
        edition,
        span,
        inputs,
        targets,
        outputs,
        parameters,
        states,
        predict,
        initial,
        null);
  }

  /**
   * An input, target or output.
   *
   * @param shape begins with {@link Size#ROWS}
   * @param classes the name of the dim that an index stays below, or that is the last axis; or null
   * @param classCount the size of that dim; 0 without one
   * @param doc its `///` text; may be empty
   */
  public record Port(
      String name,
      Shape shape,
      ElementType type,
      @Nullable String classes,
      int classCount,
      String doc,
      Span span) {}

  /** A parameter or state: its path in the net (`dense1.w`) and its shape. */
  public record Stored(String path, Shape shape, Span span) {}

  /**
   * What a recipe adds.
   *
   * @param losses the names of the losses in their order, the penalty last where there is one
   * @param slots the optimizer's memory: `slot:path` and shape; `initial` of the training sets them
   * @param trained the paths that have gradients and updates, in the order of the parameters
   * @param evaluated what each loss but the penalty is over a set of rows
   * @param metrics what is reported besides losses
   * @param gradient forward in training mode and backward: writes losses, gradients and states
   * @param initial writes every slot
   * @param evaluate forward in serving mode: writes a {@link Storage#SUM} named `loss:<name>:<i>`
   *     or `<metric>:<i>` for the sums that losses and metrics need, each a sum over the rows
   * @param update reads parameters, gradients, slots and host numbers; writes parameters and slots
   * @param clip what becomes of gradients before the optimizer sees them; of a norm, `clip_scale`
   *     carries the result
   * @param average the part before the colon of the names of the slots that hold averages of the
   *     weights, which serve in their place; empty where the weights serve
   * @param recipe the settings that the training loop interprets
   * @param data where rows come from
   */
  public record Training(
      List<String> losses,
      List<Stored> slots,
      List<String> trained,
      List<Metric> evaluated,
      List<Metric> metrics,
      Graph gradient,
      Graph initial,
      Graph evaluate,
      Graph update,
      Recipe.Clip clip,
      String average,
      Recipe recipe,
      DataSource data) {
    public Training {
      losses = List.copyOf(losses);
      slots = List.copyOf(slots);
      trained = List.copyOf(trained);
      evaluated = List.copyOf(evaluated);
      metrics = List.copyOf(metrics);
    }
  }

  /**
   * A number of a whole set of rows: a function of means over rows.
   *
   * @param name how tables call it; of a loss, `loss:` and its name
   * @param means how many sums it needs: {@link #sum}; in {@code value} each is a {@link
   *     Storage#SUM} read of shape [] that holds the sum divided by the rows
   * @param value scalar nodes that end in a write of {@link Storage#OUTPUT} under the metric's name
   * @param higherIsBetter what `early` and tables assume
   */
  public record Metric(String name, int means, Graph value, boolean higherIsBetter) {
    /** The name of one of the sums. */
    public String sum(int index) {
      return name + ":" + index;
    }
  }
}
