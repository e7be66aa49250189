package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.source.Span;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of a typed net: a tensor-valued expression whose shape is solved. Compared by identity.
 */
public final class Typed {
  /** Products of sizes up to here are exact in 64 bits. */
  private static final double MOST = 0x1p62;

  /** How many steps a message shows. */
  private static final int STEPS = 6;

  private final Form form;
  private final TensorType type;
  private final Span span;
  private Span site;
  private String hint = "";
  private @Nullable Step step;

  /** What a stage made this of, if anything, and what the stage is called. */
  private record Step(@Nullable Typed from, String stage) {}

  Typed(Form form, TensorType type, Span span) {
    double count = 1;
    for (Dim axis : type.axes()) {
      count *= axis.most();
    }
    if (count > MOST) {
      throw Mistake.of(
          Code.T216,
          span,
          "this makes " + type + ", which are more numbers than can be counted",
          "an array holds at most " + Coerce.LARGEST + " numbers: make it smaller");
    }
    type.axes().forEach(axis -> length(axis, span));
    this.form = form;
    this.type = type;
    this.span = span;
    this.site = span;
  }

  /** An axis that varies is a sum: of what is taken off only numbers are known to be less. */
  private static void length(Dim axis, Span span) {
    if (axis.isKnown()) {
      return;
    }
    boolean less = axis.added().stream().anyMatch(t -> t.coefficient() < 0 && !t.dims().isEmpty());
    if (less || axis.most() < 1) {
      throw Mistake.of(
          Code.T218,
          span,
          less
              ? "an axis of `"
                  + axis
                  + "` need not have a position: one length may be longer than"
                  + " the other"
              : "an axis of `" + axis + "` never has a position",
          less
              ? "take a fixed number off a length, or mask positions"
              : "give the dim a larger bound");
    }
  }

  public Form form() {
    return form;
  }

  public TensorType type() {
    return type;
  }

  public Span span() {
    return span;
  }

  /**
   * The user's text that this comes from; where the library computes it, the call of the library.
   */
  public Span site() {
    return site;
  }

  void placeAt(Span call) {
    site = call;
  }

  /** The name that the text gives this value, or the stage that made it; may be empty. */
  public String hint() {
    return hint;
  }

  Typed named(String name) {
    if (hint.isEmpty()) {
      hint = name;
    }
    return this;
  }

  /**
   * Notes that a stage made this of another tensor; the innermost stage, which comes first, stays.
   */
  void madeBy(@Nullable Typed from, String stage) {
    if (step == null && from != this) {
      step = new Step(from, stage);
    }
  }

  /** Takes the name and the steps of a tensor that this is but for the names of its axes. */
  Typed as(Typed other) {
    named(other.hint);
    step = other.step;
    return this;
  }

  /** What the last stage made this of, or null. */
  @Nullable Typed before() {
    return step == null ? null : step.from;
  }

  /**
   * The last steps that led here as messages show them: {@code image [28, 28] -> flatten [784]};
   * empty for a value without a name that no stage made.
   */
  String trail() {
    var parts = new ArrayDeque<String>();
    Typed node = this;
    while (node != null && parts.size() < STEPS) {
      String name = node.step == null ? node.hint : node.step.stage;
      if (name.isEmpty() && node == this) {
        return "";
      }
      parts.addFirst(name.isEmpty() ? node.type.toString() : name + " " + node.type);
      node = node.before();
    }
    return (node == null ? "" : "… -> ") + String.join(" -> ", parts);
  }

  /** The trail, or the shape alone where there is none. */
  String said() {
    String trail = trail();
    return trail.isEmpty() ? "this is " + type : trail;
  }

  /** The kinds of node. */
  public sealed interface Form {
    /** A tensor from outside, by place and name. */
    record Leaf(Place place, String name) implements Form {}

    /** A number of the text. */
    record Number(double value) implements Form {}

    /** The size of an axis that varies, as a number. */
    record Length(Dim dim) implements Form {}

    /** The rows of this batch times the elements that a batch function combines. */
    record BatchCount(Dim factor) implements Form {}

    /** 0, 1, 2 … along the only axis. */
    record Position() implements Form {}

    /** A function of each element; arguments have the axes of the result or none. */
    record Elementwise(ScalarFunction function, List<Typed> arguments) implements Form {}

    /**
     * Repeats along new axes.
     *
     * @param axes the axis of the result for each axis of {@code of}, ascending
     */
    record Spread(Typed of, List<Integer> axes) implements Form {}

    /**
     * Axes in another order: {@code axes} holds the axis of {@code of} for each axis of the result.
     */
    record Permute(Typed of, List<Integer> axes) implements Form {}

    /** Combines along visible axes. */
    record Reduce(Combination combination, Typed of, List<Integer> axes) implements Form {}

    /** The sum over the batch and all visible axes but the last. */
    record BatchSum(Typed of) implements Form {}

    /** The value of the next row of the batch; the last row has that of the first. */
    record NextRow(Typed of) implements Form {}

    /** The same elements under other axes. */
    record Reshape(Typed of) implements Form {}

    /** Positions from {@code start} on along an axis, as many as the result has. */
    record Slice(Typed of, int axis, Dim start) implements Form {}

    /** Zeros around an axis: {@code before} in front, and as many behind as the result has more. */
    record Pad(Typed of, int axis, long before) implements Form {}

    /**
     * Several axes in place of one: what stands at {@code i, j …} of them is at {@code start + i *
     * strides[0] + j * strides[1] …} of {@code axis}.
     */
    record Window(Typed of, int axis, long start, List<Long> strides) implements Form {}

    /**
     * Slices of {@code [shared…, n, rest…]} by positions {@code [shared…, picks…]}: {@code
     * [shared…, picks…, rest…]}.
     */
    record Gather(Typed of, Typed positions, int shared) implements Form {}

    /** Tensors behind each other along an axis. */
    record Concat(List<Typed> parts, int axis) implements Form {}

    /** Fresh random numbers: even over [0, 1), or normal with mean 0 and deviation 1. */
    record Sample(boolean normal) implements Form {}

    /** One value in training, another in serving. */
    record ByMode(Typed training, Typed serving) implements Form {}

    /** What a step of a loop finds of a tensor: another value at each step. */
    record Turn() implements Form {}

    /** An output of all steps of a loop, stacked along a new first axis. */
    record Scanned(ScanLoop loop, int output) implements Form {}

    /** A value that gradients do not pass. */
    record Constant(Typed of) implements Form {}
  }

  /** How a reduction combines. */
  public enum Combination {
    SUM,
    MEAN,
    MAXIMUM,
    MINIMUM
  }

  /** Where a leaf comes from. */
  public enum Place {
    INPUT,
    TARGET,
    PARAMETER,
    STATE,
    GRADIENT,
    SLOT,
    HOST
  }

  @Override
  public String toString() {
    return form.getClass().getSimpleName() + " " + type;
  }
}
