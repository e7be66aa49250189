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

/**
 * Predicts the rows of a table: columns to inputs as training fitted them, outputs to columns with
 * the names of classes.
 */
public final class RowPredictor {
  /** Rows that are predicted at a time, so that memory stays small. */
  private static final int ROWS = 1024;

  private final Model model;
  private final FittedFields fields;

  /** The outputs as long as the rows of a table with these fields make them. */
  private final List<Port> outputs;

  /**
   * Prepares predictions.
   *
   * @throws WeightsException where the model's weights do not carry the fitted fields
   */
  public RowPredictor(Model model) throws WeightsException {
    this.model = model;
    this.fields = StoredFields.of(model.weights());
    List<Dim> dims = model.dims();
    int[] lengths =
        Dim.lengths(
            dims,
            model.inputs(),
            input -> fields.field(input.name()).map(FittedColumn::width).orElse(input.width()));
    List<String> names = dims.stream().map(Dim::name).toList();
    this.outputs =
        model.outputs().stream().map(o -> o.at(dim -> lengths[names.indexOf(dim)])).toList();
  }

  /**
   * Predicts every row and writes CSV with a header, a line for each row in the table's order. An
   * output over classes gives the name of the likeliest, under the dim's name, and the number of
   * each class as {@code output.class}; other outputs of several numbers give {@code output.0},
   * {@code output.1} and so on.
   *
   * @throws dev.tulle.training.data.DataException where columns are missing or cells do not fit
   */
  public void predict(Table table, Writer to) throws IOException {
    List<Answer> answers = answers();
    // A table without the columns is met before anything is written.
    Dataset.of(table, new int[0], fields, model.inputs());
    CsvWriter csv = CsvWriter.builder().build(to);
    csv.writeRecord(answers.stream().flatMap(answer -> answer.header().stream()).toList());
    predict(table, answers, line -> csv.writeRecord(line.stream().map(String::valueOf).toList()));
    csv.flush();
  }

  /**
   * Predicts every row.
   *
   * @return for each row what {@link #predict(Table, Writer)} writes, by the names in its header: a
   *     number as {@link Float}, a class as {@link String}
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
      float[][] outputs = predict(table, from, count);
      for (int row = 0; row < count; row++) {
        List<Object> line = new ArrayList<>();
        for (int i = 0; i < outputs.length; i++) {
          answers.get(i).append(outputs[i], row, line);
        }
        to.accept(line);
      }
    }
  }

  private float[][] predict(Table table, int from, int count) {
    int[] rows = new int[count];
    for (int i = 0; i < count; i++) {
      rows[i] = from + i;
    }
    Dataset data = Dataset.of(table, rows, fields, model.inputs());
    float[][] inputs = new float[model.inputs().size()][];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = data.values(i);
    }
    float[][] results = new float[outputs.size()][];
    for (int i = 0; i < results.length; i++) {
      results[i] = new float[count * outputs.get(i).width()];
    }
    model.predict(inputs, count, results);
    return results;
  }

  /** How an output becomes columns. */
  private record Answer(Port port, Optional<ClassNames> classes, List<String> header) {
    void append(float[] values, int row, List<Object> line) {
      int width = port.width();
      if (classes.isPresent()) {
        List<String> names = classes.get().names();
        if (port.index()) {
          line.add(names.get((int) values[row]));
          return;
        }
        int best = 0;
        for (int i = 1; i < width; i++) {
          best = values[row * width + i] > values[row * width + best] ? i : best;
        }
        line.add(names.get(best));
      }
      for (int i = 0; i < width; i++) {
        line.add(values[row * width + i]);
      }
    }
  }

  private Answer answer(Port port, List<String> taken) {
    int width = port.width();
    Optional<ClassNames> classes =
        fields
            .classes(port.classes())
            .filter(c -> c.names().size() == port.classCount())
            .filter(c -> port.index() ? width == 1 : width == port.classCount());
    List<String> header = new ArrayList<>();
    if (classes.isPresent()) {
      header.add(taken.contains(port.classes()) ? port.name() : port.classes());
      if (!port.index()) {
        classes.get().names().forEach(name -> header.add(port.name() + "." + name));
      }
    } else if (width == 1) {
      header.add(port.name());
    } else {
      for (int i = 0; i < width; i++) {
        header.add(port.name() + "." + i);
      }
    }
    return new Answer(port, classes, header);
  }
}
