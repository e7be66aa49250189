package dev.tulle.compiler.diag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.source.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosticJsonTest {
  private final SourceFile file = new SourceFile("a b.net", "one\ntwo\n");

  @Test
  void writesAllFields() {
    Diagnostic diagnostic =
        Diagnostic.error(Code.T201, new Span(file, 4, 7), "no", "fix")
            .withLabel("here")
            .withRelated(new Span(file, 0, 5), "there")
            .withRelated(new Span(file, 0, 0), "");
    assertThat(DiagnosticJson.write(diagnostic))
        .isEqualTo(
            "{\"code\":\"T201\",\"severity\":\"error\",\"message\":\"no\",\"file\":\"a b.net\","
                + "\"line\":2,\"column\":1,\"endLine\":2,\"endColumn\":4,\"label\":\"here\","
                + "\"related\":[{\"file\":\"a b.net\",\"line\":1,\"column\":1,\"endLine\":2,"
                + "\"endColumn\":2,\"label\":\"there\"},{\"file\":\"a b.net\",\"line\":1,"
                + "\"column\":1,\"endLine\":1,\"endColumn\":1,\"label\":\"\"}],\"help\":\"fix\","
                + "\"page\":\"docs/errors.md#t201\"}");
  }

  @Test
  void leavesOutWhatIsNotThere() {
    assertThat(DiagnosticJson.write(List.of(Diagnostic.warning(Code.N110, null, "m", "h"))))
        .isEqualTo(
            "{\"code\":\"N110\",\"severity\":\"warning\",\"message\":\"m\",\"label\":\"\",\"related\":[],\"help\":\"h\","
                + "\"page\":\"docs/errors.md#n110\"}\n");
  }

  @Test
  void escapes() {
    String message = "\"\\\n\r\t\u0001\u007F\uD83D\uDE00\uD83D\u00E9";
    assertThat(DiagnosticJson.write(Diagnostic.error(Code.S003, null, message, "h")))
        .contains("\"message\":\"\\\"\\\\\\n\\r\\t\\u0001\\u007f\uD83D\uDE00\\ud83d\u00E9\"");
  }
}
