package dev.tulle.compiler;

import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.sema.TypedNet;
import dev.tulle.compiler.summary.NetSummary;
import dev.tulle.compiler.summary.Summaries;
import dev.tulle.compiler.syntax.NetFile;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What became of some files.
 *
 * @param files the syntax trees of the compiled files that could be read
 * @param diagnostics all of them, by file and place
 * @param programs a program for each net, and for each further recipe of one, in the order of the
 *     files; empty with errors
 * @param nets the nets that the programs are of, one for each
 */
public record CompileResult(
    List<NetFile> files,
    List<Diagnostic> diagnostics,
    List<Program> programs,
    List<TypedNet> nets) {
  public CompileResult {
    files = List.copyOf(files);
    diagnostics = List.copyOf(diagnostics);
    programs = List.copyOf(programs);
    nets = List.copyOf(nets);
  }

  /** What each program is made of and costs, in their order. */
  public List<NetSummary> summaries() {
    return DeepStack.call(
        () ->
            IntStream.range(0, programs.size())
                .mapToObj(i -> Summaries.of(nets.get(i), programs.get(i)))
                .toList());
  }

  /** Whether there is an error among the diagnostics. */
  public boolean failed() {
    return diagnostics.stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
  }
}
