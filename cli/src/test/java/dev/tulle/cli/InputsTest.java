package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a file is, the command says so and ends with 1, in words and as JSON. */
class InputsTest {
  @TempDir Path folder;
  private Example iris;

  @BeforeEach
  void copy() {
    iris = Example.copy("iris", folder).with("epochs    = 100", "epochs    = 1");
  }

  enum Kind {
    MISSING,
    EMPTY,
    BINARY,
    FOLDER,
    UNREADABLE,
    HUGE;

    /** Something that is no file of the kind that commands want. */
    Path make(Path folder) throws IOException {
      Path file = folder.resolve("odd.net");
      switch (this) {
        case MISSING -> {}
        case EMPTY -> Files.createFile(file);
        case BINARY -> Files.write(file, new byte[] {0x7f, 'E', 'L', 'F', 0, (byte) 0xff, 1, 10});
        case FOLDER -> Files.createDirectory(file);
        case UNREADABLE -> {
          Files.createFile(file);
          assumeFalse(!file.toFile().setReadable(false) || Files.isReadable(file));
        }
        case HUGE -> {
          try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(5L << 30);
          }
        }
      }
      return file;
    }
  }

  @ParameterizedTest
  @EnumSource
  void asANet(Kind kind) throws IOException {
    String odd = kind.make(folder).toString();
    for (String command : List.of("check", "summary", "build", "train", "fmt")) {
      if (kind == Kind.FOLDER && command.equals("fmt")) {
        continue; // which formats all that is in it
      }
      refused(command, odd);
    }
  }

  @ParameterizedTest
  @EnumSource
  void asRowsToPredict(Kind kind) throws IOException {
    assertThat(Cli.run("train", iris.net(), "--out", iris.weights()).code()).isZero();
    assumeFalse(kind == Kind.HUGE, "tables may be as large as memory");
    String odd = kind.make(folder).toString();
    refused("predict", iris.net(), "--weights", iris.weights(), "--input", odd);
  }

  @ParameterizedTest
  @EnumSource
  void asWeights(Kind kind) throws IOException {
    String odd = kind.make(folder).toString();
    refused("evaluate", iris.net(), "--weights", odd);
    refused("predict", iris.net(), "--weights", odd, "--input", iris.csv().toString());
  }

  private static void refused(String... arguments) throws IOException {
    Cli run = Cli.run(arguments);
    assertThat(run.code()).as(run.err()).isEqualTo(1);
    assertThat(run.err())
        .as(String.join(" ", arguments))
        .startsWith("error")
        .contains("help: ")
        .doesNotContain("Exception", "\tat ", "internal");
    String[] json = java.util.Arrays.copyOf(arguments, arguments.length + 1);
    json[arguments.length] = "--json";
    Map<String, Object> document = JSON.std.mapFrom(Cli.run(json).out());
    assertThat((List<?>) document.get("diagnostics")).hasSize(1);
  }
}
