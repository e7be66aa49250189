package dev.tulle.compiler.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.sema.Library;
import dev.tulle.compiler.syntax.SyntaxReader;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LibraryNamesTest {
  /** Every file sees all modules: of two things with one name, one could not be seen. */
  @Test
  void noTwoModulesDeclareOneName() {
    Map<String, String> modules = new HashMap<>();
    for (String module : Library.MODULES) {
      SyntaxReader.read(Library.source(module), new DiagnosticSink())
          .declarations()
          .forEach(
              d -> {
                String other = modules.put(d.name().text(), module);
                assertThat(other).as(d.name().text() + " of " + module).isNull();
              });
    }
    assertThat(modules).isNotEmpty();
  }
}
