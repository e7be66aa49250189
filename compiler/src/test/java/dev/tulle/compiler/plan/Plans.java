package dev.tulle.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.source.SourceFile;
import java.util.List;

/** Plans of texts that are right. */
public final class Plans {
  private Plans() {}

  /**
   * The plan of a net.
   *
   * @param text of a module called {@code test}, without its first lines
   */
  public static ProgramPlan of(String text) {
    CompileResult result =
        TulleCompiler.compileSources(
            List.of(new SourceFile("net.net", "tulle 1\nmodule test\n" + text)),
            CompileOptions.DEFAULT);
    assertThat(result.diagnostics()).isEmpty();
    return ProgramPlanner.plan(result.programs().get(0));
  }
}
