package dev.tulle.runtime;

import dev.tulle.runtime.recipe.DataSource;
import dev.tulle.runtime.recipe.Recipe;
import java.util.List;
import java.util.Map;

/**
 * A net in training: weights that move, one thread that calls, a pool that helps. Generated classes
 * extend it; all of its state is in the arrays below, so that a run can be saved and taken up
 * again.
 */
public abstract class TrainingNet {
  /** Parameters and states, as {@link #layout} places them. */
  public final float[] weights;

  /** Gradients, placed as the parameters are. */
  public final float[] gradients;

  /** The optimizer's memory, as {@link #slotLayout} places it. */
  public final float[] slots;

  /** Inputs, targets and everything between; {@link #offset} places a port's rows. */
  public final float[] workspace;

  /** The losses of the last {@link #gradient}: batch means in the order of {@link #losses}. */
  public final double[] lossValues;

  /** The sums of the last {@link #evaluate}: a loss each, then what the metrics need. */
  public final double[] sums;

  /** The most rows of a batch. */
  public final int capacity;

  /** The length of each of {@link #dims} in the rows of the workspace. */
  protected final int[] lengths;

  protected final Threads threads;

  protected TrainingNet(
      int capacity,
      Threads threads,
      int weightsLength,
      int slotsLength,
      long workspaceLength,
      int lossCount,
      int sumCount,
      int... lengths) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a batch of " + capacity + " rows");
    }
    if (workspaceLength > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a batch of "
              + capacity
              + " rows needs a workspace of "
              + workspaceLength
              + " floats, more than an array holds; take a smaller batch");
    }
    this.capacity = capacity;
    this.threads = threads;
    this.weights = new float[weightsLength];
    this.gradients = new float[weightsLength];
    this.slots = new float[slotsLength];
    this.workspace = new float[(int) workspaceLength];
    this.lossValues = new double[lossCount];
    this.sums = new double[sumCount];
    this.lengths = lengths;
  }

  /** The net's name in the `.net` file. */
  public abstract String name();

  /** The language edition. */
  public abstract int edition();

  public abstract List<Port> inputs();

  public abstract List<Port> targets();

  /** The dims that vary from batch to batch. */
  public List<Dim> dims() {
    return List.of();
  }

  /**
   * Says how long the rows of the workspace are from now on; at first they are as long as can be.
   *
   * @param lengths one for each of {@link #dims}
   * @throws IllegalArgumentException where one is not within its bounds
   */
  public final void lengths(int... lengths) {
    List<Dim> dims = dims();
    if (lengths.length != dims.size()) {
      throw new IllegalArgumentException(
          lengths.length + " lengths, but the net has " + dims.size() + " dims that vary");
    }
    for (int i = 0; i < lengths.length; i++) {
      dims.get(i).check(lengths[i]);
      this.lengths[i] = lengths[i];
    }
  }

  /** Floats a row of a port as long as the rows of the workspace are. */
  public final int width(Port port) {
    if (port.varying().isEmpty()) {
      return port.width();
    }
    List<Dim> dims = dims();
    return port.width(
        name -> {
          int i = 0;
          while (!dims.get(i).name().equals(name)) {
            i++;
          }
          return lengths[i];
        });
  }

  /** Parameters first, then states. */
  public abstract Layout layout();

  public abstract Layout slotLayout();

  /** Names of the losses; the penalty, where there is one, is the last. */
  public abstract List<String> losses();

  /** How many of {@link #losses} {@link #evaluate} sums: all but the penalty. */
  public abstract int evaluatedLosses();

  public abstract List<String> metrics();

  /** Whether a larger value of the metric at {@code index} is a better one. */
  public abstract boolean higherIsBetter(int index);

  public abstract Recipe recipe();

  public abstract DataSource data();

  /**
   * Where the rows of an input or target begin in {@link #workspace}; row r is {@link #width}
   * floats further each.
   */
  public abstract int offset(String port);

  /**
   * Replaces parameters and states; the optimizer's memory stays.
   *
   * @param source in the layout of this net, as {@link Weights#bind} gives it
   */
  public final void load(Weights source) {
    if (!source.layout().equals(layout())) {
      throw new IllegalArgumentException("the weights are not in the layout of `" + name() + "`");
    }
    System.arraycopy(source.array(), 0, weights, 0, layout().length());
  }

  /** Sets weights, states and slots as the seed says. */
  public abstract void initialize(long seed);

  /**
   * Forward in training mode and backward over the first rows of the workspace: fills {@link
   * #gradients} and {@link #lossValues}, moves the states.
   *
   * @param rows 1 to {@link #capacity}
   * @param seed of dropout
   * @param step the number of this update, from 1
   */
  public abstract void gradient(int rows, long seed, long step);

  /**
   * One step of the optimizer with the gradients as they are.
   *
   * @param step the number of this update, from 1
   * @param totalSteps updates of the whole run
   * @param epochSteps updates of an epoch
   */
  public abstract void update(long step, long totalSteps, long epochSteps);

  /** Forward in serving mode over the first rows of the workspace: fills {@link #sums}. */
  public abstract void evaluate(int rows);

  /**
   * The metrics of a set of rows.
   *
   * @param sums what {@link #evaluate} gave, added over the batches
   * @param rows of the whole set
   * @return a value for each of {@link #metrics}
   */
  public abstract double[] metricValues(double[] sums, long rows);

  /** The serving class over a copy of these weights. */
  public abstract Model model(Map<String, String> metadata);
}
