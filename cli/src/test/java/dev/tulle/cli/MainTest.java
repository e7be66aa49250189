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
    var closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    var err = new ByteArrayOutputStream();
    var console = console(closed, err);
    console.out().print("a row");
    try {
      console.requireReader();
    } catch (Console.ClosedPipeException e) {
      assertThat(Main.report(console, false, e)).isEqualTo(141);
      assertThat(err.toString()).isEmpty();
      return;
    }
    throw new AssertionError("the closed pipe went unnoticed");
  }

  private static Console console(OutputStream out, OutputStream err) {
    return new Console(new PrintStream(out), new PrintStream(err), false, 80, false);
  }
}
