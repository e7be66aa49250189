package dev.tulle.compiler.sema;

import dev.tulle.compiler.ir.DataSource;
import dev.tulle.compiler.ir.Recipe;
import dev.tulle.compiler.source.Span;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A net whose names, types and shapes are solved.
 *
 * @param module the Java package, or the empty string
 * @param span the net's name where it is declared
 * @param updates the new value of a state by its path
 * @param layers the stages that tensors went through, and the formulas between them
 * @param regime what a recipe adds, or null without one
 */
public record TypedNet(
    String module,
    String name,
    String doc,
    int edition,
    Span span,
    List<Port> inputs,
    List<Port> targets,
    List<Output> outputs,
    List<Loss> losses,
    List<Stored> stored,
    Map<String, Typed> updates,
    List<Layer> layers,
    @Nullable Regime regime) {

  public TypedNet {
    inputs = List.copyOf(inputs);
    targets = List.copyOf(targets);
    outputs = List.copyOf(outputs);
    losses = List.copyOf(losses);
    stored = List.copyOf(stored);
    updates = Map.copyOf(updates);
    layers = List.copyOf(layers);
  }

  /** An input or target. */
  public record Port(String name, Typed leaf, String doc, Span span) {}

  /** A result of serving. */
  public record Output(String name, Typed value, String doc, Span span) {}

  /**
   * A stage that made one tensor of others, or a statement whose formula did.
   *
   * @param path the stage's or the statement's name within the net: {@code residual1.dense1}
   * @param call the text that put it there: {@code Dense(64)}
   * @param depth how many layers it is part of
   * @param order its rank among all layers as they begin; the list has them as they end, so that
   *     the parts of a layer stand before it
   * @param from what went in; none of a statement
   */
  public record Layer(
      String path, String call, int depth, int order, List<Typed> from, Typed to, Span span) {
    public Layer {
      from = List.copyOf(from);
    }
  }

  /** A term of what training makes small; `value` is a number a row, or one for all. */
  public record Loss(String name, Typed value, Span span) {}

  /** A parameter or state with its first value. */
  public record Stored(String path, Typed leaf, Typed initial, boolean state, Span span) {}

  /**
   * A recipe for the net.
   *
   * @param steps how the optimizer moves each trained parameter
   * @param augmented what training makes of inputs and targets before the net reads them
   * @param penalty an addition to the losses that depends on weights alone, or null
   * @param clip what becomes of gradients before the optimizer sees them
   * @param recomputed layers that the backward part computes again from their inputs
   * @param average the name of the slots that hold averages of the weights, or empty
   * @param span the net's name where the recipe begins
   */
  public record Regime(
      List<Step> steps,
      List<Augmented> augmented,
      @Nullable Typed penalty,
      Recipe.Clip clip,
      List<Layer> recomputed,
      String average,
      List<Metric> metrics,
      Recipe recipe,
      DataSource data,
      Span span) {
    public Regime {
      steps = List.copyOf(steps);
      augmented = List.copyOf(augmented);
      recomputed = List.copyOf(recomputed);
      metrics = List.copyOf(metrics);
    }
  }

  /** An input or target as training has it, in place of what the data give. */
  public record Augmented(Typed leaf, Typed value) {}

  /** The optimizer's work on one parameter. */
  public record Step(String path, Typed updated, List<Slot> slots) {
    public Step {
      slots = List.copyOf(slots);
    }
  }

  /** A memory of the optimizer for one parameter. */
  public record Slot(String name, Typed leaf, Typed initial, Typed updated) {}

  /** A number of a set of rows; `batch_mean`s inside are over the whole set. */
  public record Metric(String name, Typed value, boolean higherIsBetter, Span span) {}
}
