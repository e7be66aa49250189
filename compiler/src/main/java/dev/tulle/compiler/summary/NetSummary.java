package dev.tulle.compiler.summary;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a net is made of and what it costs.
 *
 * @param name the net's
 * @param data the name of the recipe's data; empty where the net only serves
 * @param parameters numbers that training moves
 * @param weightBytes of parameters and states
 * @param multiplyAdds that a prediction of one row takes in sums of products; of what varies at the
 *     most, as all other figures
 * @param panelBytes of weights that a serving class lays out once more, as products read them
 * @param servingBytes of the workspace that predicts one row
 * @param training what a training of {@code batch} rows at a time holds; null without a recipe
 * @param batch rows of a training batch; 0 without a recipe
 */
public record NetSummary(
    String module,
    String name,
    String data,
    List<Port> inputs,
    List<Layer> layers,
    List<Port> outputs,
    long parameters,
    long weightBytes,
    long multiplyAdds,
    long panelBytes,
    long servingBytes,
    @Nullable TrainingMemory training,
    int batch) {
  public NetSummary {
    inputs = List.copyOf(inputs);
    layers = List.copyOf(layers);
    outputs = List.copyOf(outputs);
  }

  /** Weights, those that are laid out once more, and the workspace that predicts one row. */
  public long servingPeakBytes() {
    return weightBytes + panelBytes + servingBytes;
  }

  /**
   * An input or output.
   *
   * @param shape of a row, as the text would write it; an axis that varies with its bound, {@code
   *     [time <= 256, 8]}
   */
  public record Port(String name, String shape) {}

  /**
   * A layer, what its parts do left out.
   *
   * @param path its name within the net: {@code residual1.dense1}
   * @param call the text that put it there: {@code Dense(64)}
   * @param depth how many layers it is part of
   * @param from the paths of the layers and inputs that it reads, in their order
   * @param shape of its result for a row
   * @param parameters those that no layer before it has
   * @param weightBytes of these and its states
   * @param activationBytes of its result for a row
   * @param receptiveField how many neighbouring positions of the input's axes an element of the
   *     result depends on, for each axis that windows move over; empty without windows
   * @param line where it stands in the text, from 1
   */
  public record Layer(
      String path,
      String call,
      int depth,
      List<String> from,
      String shape,
      long parameters,
      long multiplyAdds,
      long weightBytes,
      long activationBytes,
      List<Long> receptiveField,
      int line) {
    public Layer {
      from = List.copyOf(from);
      receptiveField = List.copyOf(receptiveField);
    }
  }
}
