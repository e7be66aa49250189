package dev.tulle.compiler.format;

import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.syntax.Lexeme;
import dev.tulle.compiler.syntax.SyntaxReader;
import java.util.List;
import java.util.Optional;

/**
 * Gives a text the one form of the language.
 *
 * <p>Words, signs and comments stay as they are and in their order; what changes is the space
 * between them. Line ends inside of an expression are the writer's where they can stand; a line
 * that is too long gets more of them. What is formatted already stays as it is.
 */
public final class Formatter {
  /** The columns of a line that the formatter breaks no further; comments may be longer. */
  static final int WIDTH = 100;

  private Formatter() {}

  /**
   * The formatted text of a file, with the line ends that its first line has.
   *
   * @return nothing where the file has a mistake of syntax, which is reported
   */
  public static Optional<String> format(SourceFile file, DiagnosticSink sink) {
    List<Lexeme> lexemes = SyntaxReader.lexemes(file, sink);
    if (lexemes.isEmpty() || sink.hasErrors()) {
      return Optional.empty();
    }
    List<Part> parts = PartReader.read(lexemes);
    LongLines.fit(parts);
    String text = PartPrinter.print(parts);
    return Optional.of(endsWithCarriageReturn(file) ? text.replace("\n", "\r\n") : text);
  }

  private static boolean endsWithCarriageReturn(SourceFile file) {
    int end = file.text().indexOf('\n');
    return end > 0 && file.text().charAt(end - 1) == '\r';
  }
}
