package dev.tulle.training;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.tulle.runtime.Dim;
import dev.tulle.runtime.Model;
import dev.tulle.runtime.Port;
import dev.tulle.runtime.WeightsException;
import dev.tulle.runtime.recipe.ClassNames;
import dev.tulle.runtime.recipe.FittedColumn;
import dev.tulle.runtime.recipe.FittedFields;
import dev.tulle.training.data.Dataset;
import dev.tulle.training.data.Table;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Predicts the rows of a table: columns to inputs as training fitted them, outputs to columns with
 * the names of classes.
 */
public final class RowPredictor {
  /** Rows that are predicted at a time, so that memory stays small. */
  private static final int ROWS = 1024;

  private final Model model;
  private final FittedFields fields;

  /**
   * The outputs: as long as the rows of a table with these fields make them, where all rows are of
   * one length.
   */
  private final List<Port> outputs;

  /**
   * Prepares predictions.
   *
   * @throws WeightsException where the model's weights do not carry the fitted fields
   */
  public RowPredictor(Model model) throws WeightsException {
    this.model = model;
    this.fields = StoredFields.of(model.weights());
    boolean uneven =
        model.inputs().stream()
            .flatMap(input -> fields.field(input.name()).stream())
            .anyMatch(column -> column.width() == 0);
    this.outputs = uneven ? model.outputs() : at(lengths());
  }

  /** How long the dims are that vary from net to net, and here not from row to row. */
  private int[] lengths() {
    return Dim.lengths(
        model.dims(),
        model.inputs(),
        input -> fields.field(input.name()).map(FittedColumn::width).orElse(input.width()));
  }

  /** The outputs where dims are so long. */
  private List<Port> at(int[] lengths) {
    List<String> names = model.dims().stream().map(Dim::name).toList();
    return model.outputs().stream().map(o -> o.at(dim -> lengths[names.indexOf(dim)])).toList();
  }

  /**
   * Predicts every row and writes CSV with a header, a line for each row in the table's order. An
   * output over classes gives the name of the likeliest, under the dim's name, and the number of
   * each class as {@code output.class}; other outputs of several numbers give {@code output.0},
   * {@code output.1} and so on. Where each row has its own length, so have outputs that depend on
   * it: they are one column, whose cells hold all of a row, parted by blanks.
   *
   * @throws dev.tulle.training.data.DataException where columns are missing or cells do not fit
   */
  public void predict(Table table, Writer to) throws IOException {
    List<Answer> answers = answers();
    // A table without the columns is met before anything is written.
    Dataset.of(table, new int[0], fields, model.inputs(), model.dims());
    CsvWriter csv = CsvWriter.builder().build(to);
    csv.writeRecord(answers.stream().flatMap(answer -> answer.header().stream()).toList());
    predict(
        table, answers, line -> csv.writeRecord(line.stream().map(RowPredictor::cell).toList()));
    csv.flush();
  }

  /**
   * Predicts every row.
   *
   * @return for each row what {@link #predict(Table, Writer)} writes, by the names in its header: a
   *     number as {@link Float}, a class as {@link String}, several in one column as a {@link List}
   * @throws dev.tulle.training.data.DataException where columns are missing or cells do not fit
   */
  public List<Map<String, Object>> predict(Table table) {
    List<Answer> answers = answers();
    List<String> header = answers.stream().flatMap(answer -> answer.header().stream()).toList();
    List<Map<String, Object>> rows = new ArrayList<>();
    predict(
        table,
        answers,
        line -> {
          Map<String, Object> row = new LinkedHashMap<>();
          for (int i = 0; i < line.size(); i++) {
            row.put(header.get(i), line.get(i));
          }
          rows.add(row);
        });
    return rows;
  }

  private List<Answer> answers() {
    List<Answer> answers = new ArrayList<>();
    List<String> header = new ArrayList<>();
    for (Port output : outputs) {
      Answer answer = answer(output, header);
      answers.add(answer);
      header.addAll(answer.header());
    }
    return answers;
  }

  private void predict(Table table, List<Answer> answers, Consumer<List<Object>> to) {
    for (int from = 0; from < table.rows(); from += ROWS) {
      int count = Math.min(ROWS, table.rows() - from);
      int[] rows = new int[count];
      for (int i = 0; i < count; i++) {
        rows[i] = from + i;
      }
      Dataset data = Dataset.of(table, rows, fields, model.inputs(), model.dims());
      List<Predicted> kinds = new ArrayList<>();
      for (int kind = 0; kind < data.kinds(); kind++) {
        kinds.add(predict(data, kind));
      }
      int[] next = new int[kinds.size()];
      for (int row = 0; row < count; row++) {
        Predicted kind = kinds.get(data.kind(row));
        int at = next[data.kind(row)]++;
        List<Object> line = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
          answers.get(i).append(kind.values()[i], kind.widths()[i], at, line);
        }
        to.accept(line);
      }
    }
  }

  /**
   * The outputs for the rows of one kind.
   *
   * @param widths numbers a row of each output
   */
  private record Predicted(float[][] values, int[] widths) {}

  private Predicted predict(Dataset data, int kind) {
    int[] rows = IntStream.range(0, data.rows()).filter(row -> data.kind(row) == kind).toArray();
    int[] widths = data.widths(kind);
    float[][] inputs = new float[widths.length][];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = new float[rows.length * widths[i]];
      for (int row = 0; row < rows.length; row++) {
        data.copy(i, rows[row], inputs[i], row * widths[i]);
      }
    }
    int[] results = at(data.lengths(kind)).stream().mapToInt(Port::width).toArray();
    float[][] values = new float[results.length][];
    for (int i = 0; i < values.length; i++) {
      values[i] = new float[rows.length * results[i]];
    }
    model.predict(inputs, rows.length, values);
    return new Predicted(values, results);
  }

  private static String cell(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.joining(" "))
        : String.valueOf(value);
  }

  /** How an output becomes columns: a class, numbers, or both. */
  private record Answer(Port port, Optional<ClassNames> classes, List<String> header) {
    void append(float[] values, int width, int row, List<Object> line) {
      int from = row * width;
      if (classes.isPresent()) {
        List<String> names = classes.get().names();
        List<Object> likeliest = new ArrayList<>();
        int step = port.index() ? 1 : names.size();
        for (int at = from; at < from + width; at += step) {
          likeliest.add(names.get(port.index() ? (int) values[at] : best(values, at, step)));
        }
        add(likeliest, line);
      }
      if (classes.isEmpty() || !port.index()) {
        List<Object> numbers = new ArrayList<>();
        for (int i = from; i < from + width; i++) {
          numbers.add(values[i]);
        }
        if (port.varying().isEmpty()) {
          line.addAll(numbers);
        } else {
          line.add(numbers);
        }
      }
    }

    private void add(List<Object> ofPositions, List<Object> line) {
      line.add(port.varying().isEmpty() ? ofPositions.get(0) : ofPositions);
    }

    private static int best(float[] values, int from, int count) {
      int best = 0;
      for (int i = 1; i < count; i++) {
        best = values[from + i] > values[from + best] ? i : best;
      }
      return best;
    }
  }

  private Answer answer(Port port, List<String> taken) {
    int width = port.width();
    boolean varies = !port.varying().isEmpty();
    Optional<ClassNames> classes =
        fields
            .classes(port.classes())
            .filter(c -> c.names().size() == port.classCount())
            .filter(
                c ->
                    port.index()
                        ? varies || width == 1
                        : varies ? isLast(port.classCount(), port) : width == port.classCount());
    List<String> header = new ArrayList<>();
    String both = port.index() || !varies ? port.name() : port.name() + "." + port.classes();
    classes.ifPresent(c -> header.add(taken.contains(port.classes()) ? both : port.classes()));
    if (classes.isPresent() && port.index()) {
      return new Answer(port, classes, header);
    }
    if (varies || classes.isEmpty() && width == 1) {
      header.add(port.name());
    } else if (classes.isPresent()) {
      classes.get().names().forEach(name -> header.add(port.name() + "." + name));
    } else {
      for (int i = 0; i < width; i++) {
        header.add(port.name() + "." + i);
      }
    }
    return new Answer(port, classes, header);
  }

  /** Whether each position has a number for each class. */
  private static boolean isLast(int classes, Port port) {
    int last = port.shape().size() - 1;
    return port.shape().get(last) == classes
        && port.varying().stream().noneMatch(axis -> axis.axis() == last);
  }
}
