package dev.tulle.cli;

import dev.tulle.compiler.ir.Program;
import dev.tulle.training.Training;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where the rows are. */
final class DataOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where data files are looked up that are not beside the .net file; repeatable.")
  List<Path> folders = new ArrayList<>();

  /** A training of a net; files are looked up beside the {@code .net} file first. */
  Training training(NetOptions net, Program program, ThreadOption threads) throws Failure {
    Path beside = net.file.getParent();
    Training training = Training.of(new LoadedNet(program).factory()).threads(threads.count);
    training.folder(beside == null ? Path.of("") : beside);
    folders.forEach(training::folder);
    return training;
  }
}
