package dev.tulle.cli;

import dev.tulle.compiler.ir.Program;
import dev.tulle.training.Training;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the rows are, and what works on them. */
final class DataOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where data files are looked up that are not beside the .net file; repeatable.")
  List<Path> folders = new ArrayList<>();

  int threads = Runtime.getRuntime().availableProcessors();

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads that compute; the result does not depend on it. All processors unless told.")
  void threads(int count) {
    if (count < 1) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(),
          "`--threads " + count + "` leaves nobody to compute: 1 or more do");
    }
    threads = count;
  }

  /** A training of a net; files are looked up beside the {@code .net} file first. */
  Training training(NetOptions net, Program program) throws Failure {
    Path beside = net.file.getParent();
    Training training = Training.of(new LoadedNet(program).factory()).threads(threads);
    training.folder(beside == null ? Path.of("") : beside);
    folders.forEach(training::folder);
    return training;
  }
}
