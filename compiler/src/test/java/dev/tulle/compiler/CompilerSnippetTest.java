package dev.tulle.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.snippet.Snippets;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the whole compiler says to a file with a mistake. */
class CompilerSnippetTest {
  /** Mistakes in tables and weights, which the compiler does not read. */
  private static final Set<Code> OF_FILES_READ_LATER = Set.of(Code.D303, Code.D304, Code.D306);

  @TestFactory
  Stream<DynamicTest> printsDiagnostics() {
    return Stream.of("N", "T", "D", "R", "G")
        .flatMap(
            family ->
                Snippets.tests(
                    family,
                    files ->
                        TulleCompiler.compileSources(files, CompileOptions.DEFAULT).diagnostics()));
  }

  @Test
  void everyCodeHasASnippet() {
    assertThat(Snippets.codes())
        .containsAll(
            Stream.of(Code.values())
                .filter(c -> !OF_FILES_READ_LATER.contains(c))
                .map(Code::name)
                .toList());
  }
}
