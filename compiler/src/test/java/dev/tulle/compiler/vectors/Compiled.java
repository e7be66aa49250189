package dev.tulle.compiler.vectors;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.source.SourceFile;
import java.util.List;

/** Compiles the texts of the tests. */
final class Compiled {
  private Compiled() {}

  /** The program of a net that must be right. */
  static Program program(SourceFile file) {
    CompileResult result = result(file);
    if (result.failed()) {
      throw new AssertionError(result.diagnostics() + "\n" + file.text());
    }
    return result.programs().get(0);
  }

  static CompileResult result(SourceFile file) {
    return TulleCompiler.compileSources(List.of(file), CompileOptions.DEFAULT);
  }
}
