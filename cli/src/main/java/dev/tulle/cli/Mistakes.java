package dev.tulle.cli;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.ir.DataSource;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.source.Span;
import dev.tulle.runtime.WeightsException;
import dev.tulle.training.data.DataException;
import dev.tulle.training.loop.DivergedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what went wrong in a run in the form that the compiler's diagnostics have. */
final class Mistakes {
  private Mistakes() {}

  /** Points at the field of the data that is meant, if the mistake is in one. */
  static Failure of(DataException mistake, Program program) {
    return failure(
        Diagnostic.error(
            Code.valueOf(mistake.code()),
            field(program, mistake.field()),
            String.valueOf(mistake.getMessage()),
            mistake.help()));
  }

  static Failure of(WeightsException mistake) {
    return failure(
        Diagnostic.error(Code.D306, null, String.valueOf(mistake.getMessage()), mistake.help()));
  }

  static Failure of(DivergedException mistake) {
    return new Failure(String.valueOf(mistake.getMessage()), mistake.help());
  }

  private static Failure failure(Diagnostic diagnostic) {
    return new Failure(List.of(diagnostic));
  }

  private static @Nullable Span field(Program program, String port) {
    Program.Training training = program.training();
    if (training == null) {
      return null;
    }
    return training.data().fields().stream()
        .filter(field -> field.port().equals(port))
        .map(DataSource.Field::span)
        .findFirst()
        .orElse(null);
  }
}
