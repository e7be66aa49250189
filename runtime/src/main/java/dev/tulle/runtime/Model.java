package dev.tulle.runtime;

import java.util.List;

/**
 * What every generated serving class is: weights that never change, and predictions from any
 * thread.
 */
public interface Model {
  /** The net's name in the `.net` file. */
  String name();

  List<Port> inputs();

  List<Port> outputs();

  Weights weights();

  /** The dims that vary from call to call. */
  default List<Dim> dims() {
    return List.of();
  }

  /**
   * The same net, whose rows are shared out among the threads of a pool where there are enough of
   * them; the same bits come out of every pool. One that cannot share them answers itself.
   *
   * @param threads stays the caller's to close, when no prediction runs any more; a pool that is at
   *     work for another prediction leaves this one to the calling thread
   */
  default Model on(Threads threads) {
    return this;
  }

  /**
   * Predicts some rows, tensor by tensor: inputs as the net takes them, behind whatever {@code
   * data} does to columns, and indices of classes as floats. A generated class has a method for
   * each output besides, which takes values as the data have them.
   *
   * @param inputs an array for each input: {@code rows * width} floats, row by row; where the net
   *     has {@link #dims}, their lengths say how long those are, and they are no longer
   * @param rows at least 0
   * @param outputs an array for each output, as long as {@code rows * width} at least; filled
   * @throws IllegalArgumentException for an array that is null or too short, with its name and both
   *     lengths
   */
  void predict(float[][] inputs, int rows, float[][] outputs);
}
