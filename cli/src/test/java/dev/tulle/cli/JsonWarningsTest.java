package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command that compiles puts the compiler's warnings beside its result. */
class JsonWarningsTest {
  @TempDir Path folder;
  private Example iris;

  @BeforeEach
  void copy() {
    iris =
        Example.copy("iris", folder)
            .with("epochs    = 100", "epochs    = 1")
            .with("flower: [4]", "flower: [4], spare: [4]")
            .with("  kind   =", "  spare  = columns(except = \"species\")\n  kind   =");
  }

  @Test
  void ofCommandsThatNeedNoWeights() throws IOException {
    warns("nets", "check", iris.net());
    warns("nets", "summary", iris.net());
    warns("items", "graph", iris.net());
    warns("files", "build", iris.net(), "-o", folder.resolve("java").toString());
    warns("dump", "build", iris.net(), "--dump-after", "lower");
  }

  @Test
  void ofATrainingAndOfWhatItsWeightsAreFor() throws IOException {
    String csv = iris.csv().toString();
    String answers = folder.resolve("answers.csv").toString();
    warns("folds", "train", iris.net(), "--out", iris.weights());
    warns("splits", "evaluate", iris.net(), "--weights", iris.weights());
    warns("answers", "predict", iris.net(), "--weights", iris.weights(), "--input", csv);
    warns(
        "file",
        "predict",
        iris.net(),
        "--weights",
        iris.weights(),
        "--input",
        csv,
        "--out",
        answers);
  }

  /** Whatever ends a command after it compiled: rows, weights, or a file out of reach. */
  @Test
  void ofACommandThatFailsLater() throws IOException {
    failsAndWarns(1, "evaluate", iris.net(), "--weights", folder.resolve("none").toString());
    Files.writeString(iris.csv(), "a,b\n1,2\n");
    failsAndWarns(1, "train", iris.net());
    // Each field wants columns of its own.
    failsAndWarns(3, "check", iris.net());
    Files.delete(iris.csv());
    failsAndWarns(1, "train", iris.net());
  }

  private static void failsAndWarns(int mistakes, String... arguments) throws IOException {
    Cli run =
        Cli.run(Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isEqualTo(1);
    List<String> severities =
        ((List<?>) JSON.std.mapFrom(run.out()).get("diagnostics"))
            .stream().map(each -> (String) ((Map<?, ?>) each).get("severity")).toList();
    assertThat(severities)
        .as(run.out())
        .startsWith("warning")
        .hasSize(1 + mistakes)
        .containsOnly("warning", "error");
  }

  private static void warns(String result, String... arguments) throws IOException {
    Cli run =
        Cli.run(Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).as(arguments[0]).contains("warning[N104]");
    Map<String, Object> document = JSON.std.mapFrom(run.out());
    assertThat(document).as(arguments[0]).containsKey(result);
    assertThat((List<?>) document.get("diagnostics"))
        .as(arguments[0])
        .singleElement()
        .satisfies(
            warning ->
                assertThat(warning)
                    .extracting("code", "severity", "line")
                    .containsExactly("N104", "warning", 7));
  }
}
