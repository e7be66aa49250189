package dev.tulle.cli;

import dev.tulle.compiler.ir.Program;
import dev.tulle.runtime.Threads;
import dev.tulle.runtime.WeightsException;
import dev.tulle.training.RowPredictor;
import dev.tulle.training.data.DataException;
import dev.tulle.training.data.Table;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Predicts the rows of a CSV file. */
@Command(
    name = "predict",
    description = "Predict the rows of a CSV file; the answers are CSV too, or JSON.",
    footer = {
      "",
      "Examples:",
      "  tulle predict digits.net --weights digits.safetensors --input digits.csv --out answers.csv",
      "  tulle predict digits.net --weights digits.safetensors --input - < digits.csv"
    },
    mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  private final Console console;
  private final Compilation compilation;

  @Mixin private NetOptions net = new NetOptions();

  @Option(
      names = "--weights",
      required = true,
      paramLabel = "FILE",
      description = "What `train --out` wrote.")
  private Path weights = Path.of("");

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description = "The rows, with the columns of the training data; - for standard input.")
  private Path input = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Where the answers go, whose folder is made if it is not there; standard output unless"
              + " told.")
  private @Nullable Path out;

  @Mixin private ThreadOption threads = new ThreadOption();

  @Mixin private JsonOption json = new JsonOption();

  PredictCommand(Console console) {
    this.console = console;
    this.compilation = new Compilation(console);
  }

  @Override
  public Integer call() throws Failure, IOException {
    Program program = compilation.servable(net);
    try (Threads pool = Threads.of(threads.count)) {
      var predictor = new RowPredictor(new LoadedNet(program).model(weights).on(pool));
      Table table =
          input.toString().equals("-")
              ? Table.read("standard input", System.in)
              : Table.read(input);
      write(predictor, table);
    } catch (DataException e) {
      throw Mistakes.of(e, program);
    } catch (WeightsException e) {
      throw Mistakes.of(e);
    }
    return ExitCode.OK;
  }

  private void write(RowPredictor predictor, Table table) throws IOException {
    if (out != null) {
      try (var file = new FreshText(out)) {
        predictor.predict(table, file.writer());
        file.commit();
      }
    } else if (!json.chosen) {
      try (Writer writer =
          new BufferedWriter(new OutputStreamWriter(console.results(), StandardCharsets.UTF_8))) {
        predictor.predict(table, writer);
      }
    }
    if (json.chosen) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("rows", table.rows());
      if (out == null) {
        document.put("answers", predictor.predict(table));
      } else {
        document.put("file", out.toString());
      }
      new JsonObject(console).print(document, compilation.warnings());
    }
  }
}
