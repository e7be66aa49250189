package dev.tulle.maven;

import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.source.Span;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;
import org.codehaus.plexus.build.BuildContext;
import org.jspecify.annotations.Nullable;

/**
 * Says what is wrong: in Maven's log, and where an IDE runs the build, at the place itself. There
 * it stays until the file is compiled again.
 */
final class Messages {
  private final Log log;
  private final @Nullable Ide ide;
  private int errors;
  private final List<String> warnings = new ArrayList<>();

  /**
   * @param pom gets the messages that belong to no file of the project
   */
  private record Ide(BuildContext context, File pom) {}

  /** Messages of a plain build, whose own {@link BuildContext} would log each a second time. */
  Messages(Log log) {
    this.log = log;
    this.ide = null;
  }

  /**
   * Messages of a build in an IDE.
   *
   * @param pom gets the messages that belong to no file of the project
   */
  Messages(Log log, BuildContext context, File pom) {
    this.log = log;
    this.ide = new Ide(context, pom);
  }

  /** Removes what an earlier build said of some files and of the project as a whole. */
  void clear(Collection<Path> files) {
    if (ide != null) {
      ide.context.removeMessages(ide.pom);
      for (Path file : files) {
        ide.context.removeMessages(file.toFile());
      }
    }
  }

  void add(Diagnostic diagnostic) {
    String text = MavenMessage.text(diagnostic);
    if (diagnostic.severity() == Diagnostic.Severity.ERROR) {
      addError(diagnostic.primary(), text);
    } else {
      String placed = MavenMessage.place(diagnostic.primary()) + text;
      warnings.add(placed);
      log.warn(placed);
      mark(diagnostic.primary(), text, BuildContext.SEVERITY_WARNING);
    }
  }

  /** Adds a mistake; one without a place belongs to the project. */
  void addError(@Nullable Span place, String text) {
    errors++;
    log.error(MavenMessage.place(place) + text);
    mark(place, text, BuildContext.SEVERITY_ERROR);
  }

  /**
   * @throws MojoFailureException where there was a mistake
   */
  void failOnErrors() throws MojoFailureException {
    if (errors > 0) {
      throw new MojoFailureException(
          errors == 1 ? "a mistake in a .net file" : errors + " mistakes in .net files");
    }
  }

  /** The texts of all warnings, with their places. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Says again what an earlier build warned of; an IDE shows it still. */
  void repeat(List<String> earlier) {
    if (ide == null) {
      earlier.forEach(log::warn);
    }
  }

  private void mark(@Nullable Span place, String text, int severity) {
    if (ide == null) {
      return;
    }
    File file = place == null ? null : new File(place.file().name());
    if (place != null && file != null && file.isFile()) {
      ide.context.addMessage(file, place.line(), place.column(), text, severity, null);
    } else {
      // A module in a jar cannot be marked.
      ide.context.addMessage(ide.pom, 0, 0, MavenMessage.place(place) + text, severity, null);
    }
  }
}
