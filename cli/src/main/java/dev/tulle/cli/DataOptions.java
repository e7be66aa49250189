package dev.tulle.cli;

import dev.tulle.training.TrainingOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** Where the rows are, and what works on them. */
final class DataOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where data files are looked up that are not beside the .net file; repeatable.")
  List<Path> folders = new ArrayList<>();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads that compute; the result does not depend on it. All processors unless told.")
  int threads = Runtime.getRuntime().availableProcessors();

  /** Files are looked up beside the {@code .net} file first. */
  TrainingOptions training(NetOptions net, OptionalLong seed) throws Failure {
    if (threads < 1) {
      throw new Failure("--threads " + threads + " leaves nobody to compute", "1 or more");
    }
    List<Path> all = new ArrayList<>();
    Path beside = net.file.toAbsolutePath().getParent();
    all.add(beside == null ? Path.of("") : beside);
    all.addAll(folders);
    return new TrainingOptions(all, seed, threads);
  }
}
