package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class MainTest {
  @Test
  void aLineWithoutACommandShowsTheCommands() {
    Cli run = Cli.run();
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("Usage: tulle", "train", "predict", "doctor");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void anUnknownCommandIsMisusedAndANearOneOffered() {
    Cli run = Cli.run("trian", "a.net");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("trian").contains("train");
  }

  @Test
  void aMissingFileArgumentIsMisused() {
    for (String command : new String[] {"check", "build", "train", "evaluate", "predict"}) {
      assertThat(Cli.run(command).code()).as(command).isEqualTo(2);
    }
    assertThat(Cli.run("predict", "a.net").err())
        .isEqualToNormalizingNewlines(
            """
            error: `tulle predict` needs `--weights FILE` and `--input FILE`
            help: `tulle predict --help` says what it takes
            """);
    assertThat(Cli.run("train", "a.net", "--data").err())
        .startsWith("error: `--data` needs a value: `--data DIR`");
  }

  @Test
  void noThreadsAreMisused() {
    Cli run = Cli.run("train", "a.net", "--threads", "0");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: `--threads 0` leaves nobody to compute: 1 or more do");
  }

  @Test
  void noEpochsAreMisused() {
    Cli run = Cli.run("train", "a.net", "--epochs", "0");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: `--epochs 0` trains nothing: 1 or more do");
  }

  @Test
  void helpGoesToStandardOutput() {
    Cli run = Cli.run("train", "--help");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("--data", "--recipe", "--out", "--seed", "--threads", "--set");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void aBugIsAnInternalErrorWithoutAStackTrace() {
    var err = new ByteArrayOutputStream();
    var console = console(OutputStream.nullOutputStream(), err);
    assertThat(Main.report(console, false, new IllegalStateException("an odd graph")))
        .isEqualTo(70);
    assertThat(err.toString())
        .contains("internal error: java.lang.IllegalStateException: an odd graph", "report")
        .doesNotContain("\tat ");
  }

  @Test
  void aFileThatIsNotThereIsTheUsersMistake() {
    var err = new ByteArrayOutputStream();
    var console = console(OutputStream.nullOutputStream(), err);
    assertThat(Main.report(console, false, new NoSuchFileException("a.csv"))).isEqualTo(1);
    assertThat(err.toString()).startsWith("error: there is no file `a.csv`");
  }

  @Test
  void aReaderThatWentAwayEndsTheCommandQuietly() {
    assertThat(ending(new PrintStream(failing("Broken pipe")))).isEqualTo(new Cli(141, "", ""));
    assertThat(ending(new ResultStream(failing("The pipe is being closed"), false)))
        .isEqualTo(new Cli(141, "", ""));
    assertThat(ending(new ResultStream(failing("in a language of its own"), true)))
        .isEqualTo(new Cli(141, "", ""));
  }

  @Test
  void aFullDiskIsSaid() {
    Cli full = ending(new ResultStream(failing("No space left on device"), false));
    assertThat(full.code()).isEqualTo(1);
    assertThat(full.err().lines())
        .containsExactly(
            "error: standard output cannot be written: No space left on device",
            "help: make room where it goes, or send it elsewhere");
  }

  /** How a command ends that cannot write its results. */
  private static Cli ending(PrintStream out) {
    var err = new ByteArrayOutputStream();
    var console = new Console(out, new PrintStream(err), false, 80, false);
    return new Cli(Main.run(console, "library", "--json"), "", err.toString());
  }

  private static OutputStream failing(String message) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(message);
      }
    };
  }

  private static Console console(OutputStream out, OutputStream err) {
    return new Console(new PrintStream(out), new PrintStream(err), false, 80, false);
  }
}
