package dev.tulle.compiler;

import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.syntax.NetFile;
import java.util.List;

/**
 * What became of some files.
 *
 * @param files the syntax trees of the compiled files that could be read
 * @param diagnostics all of them, by file and place
 * @param programs a program for each net, and for each further recipe of one, in the order of the
 *     files; empty with errors
 */
public record CompileResult(
    List<NetFile> files, List<Diagnostic> diagnostics, List<Program> programs) {
  public CompileResult {
    files = List.copyOf(files);
    diagnostics = List.copyOf(diagnostics);
    programs = List.copyOf(programs);
  }

  /** Whether there is an error among the diagnostics. */
  public boolean failed() {
    return diagnostics.stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
  }
}
