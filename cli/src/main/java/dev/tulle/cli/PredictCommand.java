package dev.tulle.cli;

import dev.tulle.compiler.ir.Program;
import dev.tulle.runtime.WeightsException;
import dev.tulle.training.RowPredictor;
import dev.tulle.training.data.DataException;
import dev.tulle.training.data.Table;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Predicts the rows of a CSV file. */
@Command(
    name = "predict",
    description = "Predict the rows of a CSV file; the answers are CSV too.",
    mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  private final Console console;

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
      description = "Where the answers go; standard output unless told.")
  private @Nullable Path out;

  PredictCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Failure, IOException {
    Program program = new Compilation(console).servable(net);
    try {
      var predictor = new RowPredictor(new LoadedNet(program).model(weights));
      Table table =
          input.toString().equals("-")
              ? Table.read("standard input", System.in)
              : Table.read(input);
      try (Writer writer = writer()) {
        predictor.predict(table, writer);
      }
    } catch (DataException e) {
      throw Mistakes.of(e, program);
    } catch (WeightsException e) {
      throw Mistakes.of(e);
    }
    return ExitCode.OK;
  }

  private Writer writer() throws IOException {
    return out == null
        ? new BufferedWriter(new OutputStreamWriter(console.results(), StandardCharsets.UTF_8))
        : Files.newBufferedWriter(out);
  }
}
