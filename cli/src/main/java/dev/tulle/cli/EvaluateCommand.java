package dev.tulle.cli;

import dev.tulle.compiler.ir.Program;
import dev.tulle.runtime.Weights;
import dev.tulle.runtime.WeightsException;
import dev.tulle.training.data.DataException;
import dev.tulle.training.report.Figures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Computes losses and metrics of trained weights. */
@Command(
    name = "evaluate",
    description = "Compute the losses and metrics of trained weights.",
    footer = {"", "Examples:", "  tulle evaluate digits.net --weights digits.safetensors"},
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private NetOptions net = new NetOptions();

  @Mixin private DataOptions data = new DataOptions();

  @Mixin private ThreadOption threads = new ThreadOption();

  @Option(
      names = "--weights",
      required = true,
      paramLabel = "FILE",
      description = "What `train --out` wrote.")
  private Path weights = Path.of("");

  @Mixin private JsonOption json = new JsonOption();

  EvaluateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Failure, IOException {
    var compilation = new Compilation(console);
    Program program = compilation.trainable(net);
    try {
      long start = System.nanoTime();
      Map<String, Figures> splits =
          data.training(net, program, threads).evaluate(Weights.read(weights));
      double seconds = (System.nanoTime() - start) / 1e9;
      console.err().print(FigureTable.of(splits));
      if (json.chosen) {
        new JsonObject(console).print(figures(program, splits, seconds), compilation.warnings());
      }
    } catch (DataException e) {
      throw Mistakes.of(e, program);
    } catch (WeightsException e) {
      throw Mistakes.of(e);
    }
    return ExitCode.OK;
  }

  /** The keys that they have in the report of a training. */
  private Map<String, Object> figures(
      Program program, Map<String, Figures> splits, double seconds) {
    Map<String, Object> maps = new LinkedHashMap<>();
    splits.forEach((name, figures) -> maps.put(name, figures.toMap()));
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("net", program.name());
    all.put("threads", threads.count);
    all.put("seconds", seconds);
    all.put("splits", maps);
    return all;
  }
}
