package dev.tulle.compiler.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.snippet.Snippets;
import dev.tulle.compiler.source.SourceFile;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SyntaxSnippetTest {
  @TestFactory
  Stream<DynamicTest> printsDiagnostics() {
    return Snippets.tests("S", SyntaxSnippetTest::check);
  }

  @Test
  void everyCodeHasASnippet() {
    assertThat(Snippets.codes())
        .containsAll(
            Stream.of(Code.values()).map(Code::name).filter(c -> c.startsWith("S")).toList());
  }

  private static List<Diagnostic> check(List<SourceFile> files) {
    var sink = new DiagnosticSink();
    files.forEach(file -> SyntaxReader.read(file, sink));
    return sink.sorted();
  }
}
