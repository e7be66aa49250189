package dev.tulle.compiler.diag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosticSinkTest {
  private final DiagnosticSink sink = new DiagnosticSink();

  private void warn(int count) {
    for (int i = 0; i < count; i++) {
      sink.report(Diagnostic.warning(Code.N104, null, "unread " + i, "use it"));
    }
  }

  private List<Diagnostic> errors() {
    return sink.sorted().stream().filter(d -> d.severity() == Diagnostic.Severity.ERROR).toList();
  }

  @Test
  void anErrorIsToldBehindAnyNumberOfWarnings() {
    warn(DiagnosticSink.MOST + 50);
    assertThat(sink.isFull()).isFalse();
    assertThat(errors()).isEmpty();
    sink.report(Diagnostic.error(Code.N101, null, "there is no `z`", "name it"));
    assertThat(sink.hasErrors()).isTrue();
    assertThat(errors()).hasSize(1);
    assertThat(sink.sorted())
        .hasSize(DiagnosticSink.MOST + 2)
        .last()
        .extracting(Diagnostic::message)
        .isEqualTo("there are more warnings than the 100 above");
  }

  @Test
  void whatIsKnownAlreadyIsNotMore() {
    warn(DiagnosticSink.MOST);
    warn(DiagnosticSink.MOST);
    assertThat(sink.sorted()).hasSize(DiagnosticSink.MOST);
  }
}
