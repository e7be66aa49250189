package dev.tulle.compiler;

import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.ir.Program;
import java.util.List;

/**
 * What became of some files.
 *
 * @param diagnostics all of them, by file and place
 * @param programs a program for each net, and for each further recipe of one, in the order of the
 *     files; empty with errors
 */
public record CompileResult(List<Diagnostic> diagnostics, List<Program> programs) {
  public CompileResult {
    diagnostics = List.copyOf(diagnostics);
    programs = List.copyOf(programs);
  }

  /** Whether there is an error among the diagnostics. */
  public boolean failed() {
    return diagnostics.stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
  }
}
