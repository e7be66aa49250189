package dev.tulle.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.source.Span;
import org.junit.jupiter.api.Test;

class MavenMessageTest {
  private final SourceFile file = new SourceFile("src/a.net", "tulle 1\nnet A {}\n");

  @Test
  void namesFileLineAndColumn() {
    var diagnostic =
        Diagnostic.error(Code.N101, new Span(file, 12, 13), "there is no block `A`", "write one")
            .withRelated(new Span(file, 0, 5), "said here");
    assertThat((MavenMessage.place(diagnostic.primary()) + MavenMessage.text(diagnostic)).lines())
        .containsExactly(
            "src/a.net:[2,5] error[N101]: there is no block `A`",
            "  src/a.net:1:1: said here",
            "  help: write one");
  }

  @Test
  void aDiagnosticWithoutAPlaceStandsAlone() {
    assertThat(MavenMessage.place(null)).isEmpty();
    assertThat(
            MavenMessage.text(
                Diagnostic.warning(Code.S006, null, "cannot read `b.net`", "check the path")))
        .isEqualTo(
            "warning[S006]: cannot read `b.net`"
                + System.lineSeparator()
                + "  help: check the path");
  }
}
