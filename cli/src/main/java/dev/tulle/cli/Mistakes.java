package dev.tulle.cli;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.ir.DataSource;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.SyntaxReader;
import dev.tulle.runtime.WeightsException;
import dev.tulle.training.data.DataException;
import dev.tulle.training.loop.DivergedException;
import dev.tulle.training.report.TrainingEvent;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says what went wrong in a run in the form that the compiler's diagnostics have. */
final class Mistakes {
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");

  private static final Pattern DIM = Pattern.compile("`dim (\\w+) = ");

  private Mistakes() {}

  /** Points at the field of the data that is meant, if the mistake is in one. */
  static Failure of(DataException mistake, Program program) {
    String message = String.valueOf(mistake.getMessage());
    return failure(
        withDim(
            Diagnostic.error(
                Code.valueOf(mistake.code()),
                field(program, mistake.field(), message),
                message,
                mistake.help())));
  }

  /** Shows where a dim that a mistake speaks of is declared, if in the file of the mistake. */
  private static Diagnostic withDim(Diagnostic diagnostic) {
    Span primary = diagnostic.primary();
    Matcher dim = DIM.matcher(diagnostic.message());
    if (primary == null || !dim.find()) {
      return diagnostic;
    }
    return SyntaxReader.read(primary.file(), new DiagnosticSink()).declarations().stream()
        .filter(d -> d instanceof Declaration.Dim && d.name().text().equals(dim.group(1)))
        .findFirst()
        .map(d -> diagnostic.withRelated(d.span(), "counts the classes"))
        .orElse(diagnostic);
  }

  /** Points at the field of the data that is meant. */
  static Diagnostic of(TrainingEvent.Warned warned, Program program) {
    return withDim(
        Diagnostic.warning(
            Code.valueOf(warned.code()),
            field(program, warned.field(), warned.message()),
            warned.message(),
            warned.help()));
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

  private static @Nullable Span field(Program program, String port, String message) {
    Program.Training training = program.training();
    if (training == null) {
      return null;
    }
    return training.data().fields().stream()
        .filter(field -> field.port().equals(port))
        .map(field -> place(field, message))
        .findFirst()
        .orElse(null);
  }

  /** Where a field says what is wrong: the text in quotes that is meant, else its value. */
  static Span place(DataSource.Field field, String message) {
    Span span = field.span();
    String text = span.text();
    Matcher names = NAME.matcher(message);
    while (names.find()) {
      String quoted = '"' + names.group(1) + '"';
      int at = text.indexOf(quoted);
      if (at >= 0) {
        return new Span(span.file(), span.start() + at, span.start() + at + quoted.length());
      }
    }
    int value = text.indexOf('=') + 1;
    while (value < text.length() && Character.isWhitespace(text.charAt(value))) {
      value++;
    }
    return new Span(span.file(), span.start() + value, span.end());
  }
}
