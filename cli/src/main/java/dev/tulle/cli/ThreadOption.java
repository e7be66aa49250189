package dev.tulle.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many threads compute. */
final class ThreadOption {
  int count = Runtime.getRuntime().availableProcessors();

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads that compute; the result does not depend on it. All processors unless told.")
  void count(int count) {
    if (count < 1) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(),
          "`--threads " + count + "` leaves nobody to compute: 1 or more do");
    }
    this.count = count;
  }
}
