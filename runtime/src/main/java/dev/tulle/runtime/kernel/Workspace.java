package dev.tulle.runtime.kernel;

/** What a prediction needs besides the weights: the arrays of one of {@link Workspaces}. */
public final class Workspace {
  private final Scratch scratch = new Scratch();
  private float[] floats = {};
  private float[] numbers = {};
  private double[] doubles = {};

  Workspace() {}

  void lend() {
    scratch.lend();
  }

  void takeBack() {
    scratch.takeBack();
  }

  /** The tensors of a net: at least so many floats, with anything in them. */
  public float[] floats(int length) {
    if (floats.length < length) {
      floats = new float[length];
    }
    return floats;
  }

  /** Numbers that a net computes once for all rows: at least so many, with anything in them. */
  public float[] numbers(int length) {
    if (numbers.length < length) {
      numbers = new float[length];
    }
    return numbers;
  }

  /** A row of the data on its way to the net: at least so many, with anything in them. */
  public double[] doubles(int length) {
    if (doubles.length < length) {
      doubles = new double[length];
    }
    return doubles;
  }
}
