package dev.tulle.runtime.serving;

import dev.tulle.runtime.Port;
import dev.tulle.runtime.Weights;
import dev.tulle.runtime.WeightsException;
import dev.tulle.runtime.json.JsonException;
import dev.tulle.runtime.recipe.Cells;
import dev.tulle.runtime.recipe.FittedColumn;
import dev.tulle.runtime.recipe.FittedFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What weights keep of the data they were trained on, as a serving class uses it. */
public final class Fields {
  private final Optional<FittedFields> fitted;
  private final List<Port> ports;
  private final List<Input> inputs = new ArrayList<>();
  private final Optional<Wanted> wanted;

  private Fields(Optional<FittedFields> fitted, List<Port> ports) {
    this.fitted = fitted;
    this.ports = List.copyOf(ports);
    this.wanted = fitted.map(f -> new Wanted(f, ports.stream().map(Port::name).toList()));
  }

  /**
   * Reads what the weights keep.
   *
   * @param inputs the inputs of the net that the weights belong to
   * @throws WeightsException where it is damaged, or made for other inputs
   */
  public static Fields of(Weights weights, List<Port> inputs) throws WeightsException {
    try {
      return read(weights, inputs);
    } catch (JsonException e) {
      throw new WeightsException(
          "what the weights say of their inputs is damaged: " + e.getMessage());
    }
  }

  /** {@link #of} for weights that a training in this program made. */
  public static Fields trained(Weights weights, List<Port> inputs) {
    try {
      return read(weights, inputs);
    } catch (JsonException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static Fields read(Weights weights, List<Port> inputs) throws JsonException {
    Fields fields = new Fields(FittedFields.of(weights.metadata()), inputs);
    for (Port port : inputs) {
      Optional<FittedColumn> column = fields.fitted.flatMap(f -> f.field(port.name()));
      int width = column.map(FittedColumn::width).orElse(port.width());
      boolean classes = column.filter(FittedColumn.Classes.class::isInstance).isPresent();
      boolean fits = port.varying().isEmpty() ? width == port.width() : width <= port.width();
      if (!fits || column.isPresent() && classes != port.index()) {
        throw new JsonException(
            "`" + port.name() + "` is made of " + width + (classes ? " classes" : " numbers"));
      }
      fields.inputs.add(new Input(port, column));
    }
    return fields;
  }

  /** The input of that place in the net. */
  public Input input(int index) {
    return inputs.get(index);
  }

  /** The input of that place, which takes texts. */
  public TextInput texts(int index) {
    Port port = ports.get(index);
    return new TextInput(port, fitted.flatMap(f -> f.field(port.name())));
  }

  /** The input of that place, which takes what the net takes: nothing is done to its numbers. */
  public Input prepared(int index) {
    return new Input(ports.get(index), Optional.empty());
  }

  /**
   * The classes of a dim.
   *
   * @param count how many the net has
   */
  public Classes classes(String dim, int count) {
    return new Classes(
        dim,
        count,
        fitted
            .flatMap(f -> f.classes(dim))
            .map(dev.tulle.runtime.recipe.ClassNames::names)
            .filter(names -> names.size() == count));
  }

  /**
   * A row by the names of its columns, as {@link dev.tulle.runtime.Model#predict} takes it.
   *
   * @param row numbers, or texts as a file has them
   * @throws IllegalArgumentException where a column is missing, unknown, no number, or of a class
   *     that training did not have
   * @throws IllegalStateException where the weights do not say what the inputs are made of
   */
  public float[][] tensors(Map<String, ?> row) {
    Cells cells = Cells.of(row);
    wanted.ifPresent(w -> w.check(row));
    float[][] tensors = new float[inputs.size()][];
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = inputs.get(i).row(cells);
    }
    return tensors;
  }
}
