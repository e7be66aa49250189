package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line as a process among others: pipes, signals, terminals. */
@Tag("jdk")
class ProcessTest {
  private static final String ESCAPE = "\u001B";

  @TempDir Path folder;
  private Shell shell;
  private Example iris;

  @BeforeEach
  void prepare() throws IOException {
    shell = new Shell(folder);
    iris = Example.copy("iris", folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tulle --help",
        "tulle train --help",
        "tulle summary iris.net",
        "tulle check --json iris.net",
        "tulle check --json missing.net",
        "tulle library",
        "tulle library --json",
        "tulle explain T201",
        "tulle doctor",
        "tulle completion bash"
      })
  void endsQuietlyWhereNobodyReads(String command) throws IOException, InterruptedException {
    Path err = folder.resolve("err");
    Process process = shell.start(command, err);
    process.getInputStream().close();
    Shell.Outcome run = Shell.ended(process, "", err);
    assertThat(run.code()).as(run.err()).isEqualTo(141);
    if (!command.contains("missing")) {
      assertThat(run.messages()).doesNotContain("error", "Exception", "\tat ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tulle --help",
        "tulle check --json iris.net",
        "tulle check --json missing.net",
        "tulle library",
        "tulle completion bash"
      })
  void saysThatADiskIsFull(String command) throws IOException, InterruptedException {
    assumeTrue(Files.exists(Path.of("/dev/full")), "no device here is always full");
    Shell.Outcome run = shell.run(command + " > /dev/full");
    assertThat(run.code()).as(run.err()).isEqualTo(1);
    assertThat(run.err())
        .containsOnlyOnce("error: standard output cannot be written: ")
        .contains("help: make room")
        .doesNotContain("Exception", "\tat ");
  }

  @Test
  void saysThatPredictionsDoNotFitOnADisk() throws IOException, InterruptedException {
    assumeTrue(Files.exists(Path.of("/dev/full")), "no device here is always full");
    iris.with("epochs    = 100", "epochs    = 1");
    assertThat(shell.run("tulle train iris.net --out iris.safetensors").code()).isZero();
    Shell.Outcome run =
        shell.run("tulle predict iris.net --weights iris.safetensors --input iris.csv > /dev/full");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.messages()).startsWith("error: standard output cannot be written: ");
  }

  @Test
  void aPipeThatClosesEarlyEndsPredictionsToo() throws IOException, InterruptedException {
    iris.with("epochs    = 100", "epochs    = 1");
    assertThat(shell.run("tulle train iris.net --out iris.safetensors").code()).isZero();
    iris.data(text -> text + text.substring(text.indexOf('\n') + 1).repeat(200));
    String predict = "tulle predict iris.net --weights iris.safetensors --input iris.csv";
    Shell.Outcome run = shell.run("(" + predict + "; echo $? > code) | head -1");
    assertThat(run.out().lines())
        .containsExactly("species,probs.setosa,probs.versicolor,probs.virginica");
    assertThat(run.messages()).isEmpty();
    assertThat(folder.resolve("code")).hasContent("141");
  }

  @Test
  void ctrlCKeepsTheWeightsThatWereThere() throws IOException, InterruptedException {
    Path weights = Files.writeString(folder.resolve("iris.safetensors"), "the old ones");
    Shell.Outcome run = interrupted("INT", "tulle train iris.net --out iris.safetensors");
    assertThat(run.code()).isEqualTo(130);
    assertThat(run.err())
        .endsWith("interrupted: no weights are kept, and iris.safetensors is as it was\n")
        .doesNotContain("Exception", "internal error");
    assertThat(weights).hasContent("the old ones");
    assertOnly("err", "iris.csv", "iris.net", "iris.safetensors");
  }

  @Test
  void aTerminatedTrainingLeavesNoFile() throws IOException, InterruptedException {
    Shell.Outcome run = interrupted("TERM", "tulle train iris.net --out sub/iris.safetensors");
    assertThat(run.code()).isEqualTo(143);
    assertThat(run.err()).endsWith("and sub/iris.safetensors was not written\n");
    assertThat(folder.resolve("sub")).isEmptyDirectory();
  }

  /** Sends a signal to a training without end once it is under way. */
  private Shell.Outcome interrupted(String signal, String command)
      throws IOException, InterruptedException {
    iris.with("epochs    = 100", "epochs    = 1_000_000");
    Path err = folder.resolve("err");
    Process training = shell.start("exec " + command, err);
    try {
      for (int i = 0; i < 600 && !Files.readString(err).contains("to train"); i++) {
        Thread.sleep(100);
      }
      // A shell's background jobs ignore SIGINT, and so does all that they start.
      assumeFalse(ignores(training.pid(), 2), "SIGINT is ignored here");
      new ProcessBuilder("kill", "-" + signal, Long.toString(training.pid())).start().waitFor();
      return Shell.ended(training, "", err);
    } finally {
      training.destroyForcibly();
    }
  }

  private static boolean ignores(long process, int signal) throws IOException {
    Path status = Path.of("/proc/" + process + "/status");
    if (!Files.exists(status)) {
      return false;
    }
    String mask =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> line.replaceFirst("SigIgn:\\s*", ""))
            .findFirst()
            .orElse("0");
    return (Long.parseUnsignedLong(mask, 16) >> (signal - 1) & 1) == 1;
  }

  private void assertOnly(String... names) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<String> left = files.map(f -> f.getFileName().toString()).toList();
      assertThat(left).isSubsetOf(Stream.concat(Stream.of(".bin"), Stream.of(names)).toList());
    }
  }

  @Test
  void coloursAreForTerminalsWithoutNoColor() throws IOException, InterruptedException {
    iris.with("Dense(16)", "Dence(16)");
    assertThat(shell.run("tulle check iris.net").err()).doesNotContain(ESCAPE);
    shell.with("JVM", "-Dtulle.terminal=100");
    assertThat(shell.run("tulle check iris.net").err()).contains(ESCAPE + "[");
    assertThat(shell.run("tulle train --help").out()).doesNotContain(ESCAPE);
    assertThat(shell.run("NO_COLOR= tulle check iris.net").err()).contains(ESCAPE);
    assertThat(shell.run("NO_COLOR=1 tulle check iris.net").err()).doesNotContain(ESCAPE);
    assertThat(shell.run("TERM=dumb tulle check iris.net").err()).doesNotContain(ESCAPE);
  }

  @Test
  void aTrainingThatNobodyWatchesHasNoBar() throws IOException, InterruptedException {
    iris.with("epochs    = 100", "epochs    = 1");
    Shell.Outcome run = shell.run("tulle train iris.net");
    assertThat(run.code()).isZero();
    assertThat(run.err()).doesNotContain(ESCAPE, "\r");
  }

  @Test
  void columnsSetTheWidth() throws IOException, InterruptedException {
    String narrow = shell.run("tulle train --help").out();
    String wide = shell.with("COLUMNS", "160").run("tulle train --help").out();
    assertThat(narrow.lines()).allMatch(line -> line.length() <= 80);
    assertThat(wide.lines()).anyMatch(line -> line.length() > 80);
  }

  @Test
  void readsStandardInput() throws IOException, InterruptedException {
    assertThat(shell.run("tulle check - < iris.net").err()).contains("Iris: flower [4]");
    assertThat(shell.run("tulle summary - < iris.net").out()).startsWith("Iris on Garden");
    Shell.Outcome empty = shell.run("tulle check - < /dev/null");
    assertThat(empty.code()).isEqualTo(1);
    assertThat(empty.err()).contains("error[S003]", "standard input:1:1");
  }
}
