package dev.tulle.cli;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.ir.DataSource;
import dev.tulle.compiler.ir.Program;
import dev.tulle.training.data.DataException;
import dev.tulle.training.data.Header;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether a table has the columns that a recipe's data read, and a text as many symbols, if it lies
 * beside the net.
 */
final class DataCheck {
  private static final Set<DataSource.Format> LOOKED_AT =
      Set.of(DataSource.Format.CSV, DataSource.Format.TEXT);

  private DataCheck() {}

  /** A mistake for each field that wants a column which is not there, or another text. */
  static List<Diagnostic> of(Program program) {
    Program.Training training = program.training();
    if (training == null || !LOOKED_AT.contains(training.data().format())) {
      return List.of();
    }
    DataSource data = training.data();
    Optional<Path> file = data.fields().stream().findFirst().flatMap(field -> beside(field, data));
    if (file.isEmpty()) {
      return List.of();
    }
    var mistakes = new ArrayList<Diagnostic>();
    try {
      if (data.format() == DataSource.Format.TEXT) {
        TextCheck.check(file.get(), training);
        return List.of();
      }
      Header header = Header.read(file.get());
      for (DataSource.Field field : data.fields()) {
        try {
          patterns(field.value()).forEach(header::require);
        } catch (DataException e) {
          mistakes.add(mistake(e, field));
        }
      }
    } catch (DataException e) {
      DataSource.Field first = data.fields().get(0);
      mistakes.add(
          mistake(
              e,
              data.fields().stream()
                  .filter(f -> f.port().equals(e.field()))
                  .findFirst()
                  .orElse(first)));
    }
    return mistakes;
  }

  private static Diagnostic mistake(DataException e, DataSource.Field field) {
    return Diagnostic.error(
        Code.valueOf(e.code()),
        Mistakes.place(field, String.valueOf(e.getMessage())),
        String.valueOf(e.getMessage()),
        e.help());
  }

  /** The file beside the text that declares the data, where one is there. */
  private static Optional<Path> beside(DataSource.Field field, DataSource data) {
    try {
      Path file = Path.of(field.span().file().name()).resolveSibling(data.path());
      return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    } catch (InvalidPathException e) {
      // What reads the data says so; standard input lies beside nothing.
      return Optional.empty();
    }
  }

  private static Stream<String> patterns(DataSource.Column column) {
    if (column instanceof DataSource.Column.Columns columns) {
      return Stream.concat(columns.include().stream(), columns.except().stream());
    } else if (column instanceof DataSource.Column.Arithmetic arithmetic) {
      return arithmetic.arguments().stream().flatMap(DataCheck::patterns);
    } else if (column instanceof DataSource.Column.Standardize standardize) {
      return patterns(standardize.of());
    } else if (column instanceof DataSource.Column.OneHot oneHot) {
      return patterns(oneHot.of());
    } else if (column instanceof DataSource.Column.Classes classes) {
      return patterns(classes.of());
    } else if (column instanceof DataSource.Column.Sequence sequence) {
      return patterns(sequence.of());
    }
    return Stream.empty();
  }
}
