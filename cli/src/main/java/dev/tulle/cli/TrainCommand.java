package dev.tulle.cli;

import dev.tulle.compiler.ir.Program;
import dev.tulle.runtime.kernel.Simd;
import dev.tulle.training.TrainedNet;
import dev.tulle.training.Training;
import dev.tulle.training.data.DataException;
import dev.tulle.training.loop.DivergedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a net as its recipe says. */
@Command(
    name = "train",
    description = {
      "Train a net as its recipe says, and report losses and metrics.",
      "Weights are written whole, when the training is over; one that is interrupted writes none."
    },
    footer = {
      "",
      "Examples:",
      "  tulle train digits.net --out digits.safetensors",
      "  tulle train iris.net --seed 7 --threads 1 --json",
      "  tulle train digits.net --epochs 5"
    },
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  private final Console console;
  private final Compilation compilation;

  @Mixin private NetOptions net = new NetOptions();

  @Mixin private DataOptions data = new DataOptions();

  @Mixin private ThreadOption threads = new ThreadOption();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the weights go (safetensors); a folder that is not there is made.")
  private @Nullable Path out;

  @Option(names = "--seed", paramLabel = "N", description = "Instead of the recipe's seed.")
  private @Nullable Long seed;

  private @Nullable Integer epochs;

  @Spec private @Nullable CommandSpec command;

  @Mixin private JsonOption json = new JsonOption();

  TrainCommand(Console console) {
    this.console = console;
    this.compilation = new Compilation(console);
  }

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description =
          "Passes over the training rows, instead of the recipe's epochs or steps; schedules"
              + " stretch over them.")
  void epochs(int epochs) {
    if (epochs < 1) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(),
          "`--epochs " + epochs + "` trains nothing: 1 or more do");
    }
    this.epochs = epochs;
  }

  @Override
  public Integer call() throws Failure, IOException {
    Program program = compilation.trainable(net);
    prepareFolder();
    Training training = data.training(net, program, threads);
    if (seed != null) {
      training.seed(seed);
    }
    if (epochs != null) {
      training.epochs(epochs);
    }
    report(run(training, program));
    return ExitCode.OK;
  }

  private TrainedNet run(Training training, Program program) throws Failure, IOException {
    try (var progress = new TrainingProgress(console);
        var interruption = new Interruption(console, progress::end, untouched())) {
      TrainedNet trained =
          training
              .listener(progress)
              .onWarning(warned -> console.warn(List.of(Mistakes.of(warned, program))))
              .run();
      if (out != null) {
        Path file = out;
        interruption.write(
            () -> trained.weights().write(file),
            "the training was over, and " + file + " is whole");
      }
      return trained;
    } catch (DataException e) {
      throw Mistakes.of(e, program);
    } catch (DivergedException e) {
      throw Mistakes.of(e);
    }
  }

  /** What there is of the weights as long as the training runs. */
  private String untouched() {
    if (out == null) {
      return "no weights are kept";
    }
    return Files.exists(out)
        ? "no weights are kept, and " + out + " is as it was"
        : "no weights are kept, and " + out + " was not written";
  }

  /** Whether the weights can be written is found out before a long training, not after it. */
  private void prepareFolder() throws IOException {
    if (out == null) {
      return;
    }
    if (Files.isDirectory(out)) {
      throw new FileSystemException(out.toString(), null, "it is a folder");
    }
    Path folder = out.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
      if (!Files.isWritable(folder)) {
        throw new AccessDeniedException(folder.toString());
      }
    }
  }

  private void report(TrainedNet trained) throws IOException {
    console.err().println();
    console.err().print(FigureTable.of(trained.report()));
    console.err().println(FigureTable.closing(trained.report(), Simd.lanes()));
    console
        .err()
        .println(
            out == null
                ? "The weights were not kept; --out FILE.safetensors keeps them."
                : "The weights are in " + out + ".");
    if (json.chosen) {
      new JsonObject(console).print(trained.report().toMap(), console.warnings());
    }
  }
}
