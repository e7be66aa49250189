package dev.tulle.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated Java is read by people: nothing is left over in it, and it fits on a page. */
class LeftoversTest {
  private static final Pattern POSITIONAL = Pattern.compile("\\b[xsrn]\\d+\\b");

  private static List<Program> programs(String file) throws IOException {
    CompileResult result =
        TulleCompiler.compileSources(
            List.of(new SourceFile("net.net", Files.readString(Path.of(file)))),
            CompileOptions.DEFAULT);
    assertThat(result.programs()).isNotEmpty();
    return result.programs();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../examples/digits/digits.net",
        "../examples/iris/iris.net",
        "../examples/concrete/concrete.net",
        "src/test/resources/programs/rich.net",
        "src/test/resources/programs/recurrent.net",
        "src/test/resources/language/autoencoder.net"
      })
  void nothingIsLeftOver(String file) throws IOException {
    for (Program program : programs(file)) {
      List<GeneratedFile> files = JavaWriter.write(program);
      assertThat(Leftovers.in(files)).isEmpty();
      for (GeneratedFile generated : files) {
        assertThat(generated.text().lines().filter(l -> l.length() > Page.WIDTH))
            .as(generated.className())
            .isEmpty();
      }
    }
  }

  /** The tiles of products alone have names by number: those of a matrix of sums. */
  @Test
  void kernelsNameWhatTheyTake() throws IOException {
    for (GeneratedFile file : JavaWriter.write(programs("../examples/digits/digits.net").get(0))) {
      assertThat(
              POSITIONAL
                  .matcher(file.text().replaceAll("(?s)private static void tile.*?\n  }", ""))
                  .results())
          .as(file.className())
          .isEmpty();
    }
  }

  @Test
  void whatIsLeftOverIsFound() {
    var file =
        new GeneratedFile(
            "a.Made",
            """
            package a;

            import java.util.List;

            final class Made {
              private static final int UNUSED = 1;

              private static int never(int given, int unused) {
                int local = 1;
                int kept = (given);
                return (kept + 1);
              }
            }
            """,
            false);
    assertThat(Leftovers.in(List.of(file)))
        .contains(
            "import of List",
            "Made.UNUSED",
            "Made.never is never called",
            "Made.never has no use for parameter unused",
            "Made.never has no use for int local = 1",
            "brackets around given in int kept = (given)",
            "brackets around kept + 1 in return (kept + 1);");
  }
}
