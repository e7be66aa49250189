package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of tables and weights, which the compiler's own snippets cannot show. */
class DataMistakesTest {
  private static final String NET =
      """
      tulle 1

      net Line {
        input x: [1]
        target t: [1]
        output y = x -> Dense(1)
        loss fit = mse(y, t)
      }

      data Rows {
        from = csv("rows.csv")
        x = column("length")
        t = column("weight")
      }

      train Line on Rows {
        epochs = 1
        optimizer = Sgd
      }
      """;

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void writeNet() throws IOException {
    Files.writeString(folder.resolve("line.net"), NET);
  }

  @Test
  void aColumnThatIsNotThere() throws IOException {
    rows("lenght,weight", "1.0,2.1");
    assertSays(
        """
        error[D303]: rows.csv has no column `length`
          --> line.net:12:14
        12 |   x = column("length")
           |              ^^^^^^^^
        help: a similar name is `lenght`
        """);
  }

  /** Before any training, and all of them at once; where no table is, nothing is said. */
  @Test
  void checkLooksAtTheHeaderBesideTheNet() throws IOException {
    String net = folder.resolve("line.net").toString();
    assertThat(Cli.run("check", net).code()).isZero();
    rows("lenght,wieght");
    Cli run = Cli.run("check", net);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("rows.csv has no column `length`", "a similar name is `lenght`")
        .contains("rows.csv has no column `weight`");
    rows("length,weight");
    assertThat(Cli.run("check", net).code()).isZero();
  }

  @Test
  void aTableWithoutAHeader() throws IOException {
    rows("1.0,2.1", "2.0,3.9");
    assertSays(
        """
        error[D303]: rows.csv has no column `length`
          --> line.net:12:14
        12 |   x = column("length")
           |              ^^^^^^^^
        help: the first line names the columns, and here it holds numbers: 1.0, 2.1; add a line above it
        """);
  }

  @Test
  void aCellWithoutAValue() throws IOException {
    rows("length,weight", "1.0,2.1", "2.0,n/a");
    assertSays(
        """
        error[D304]: rows.csv:3: there is no value in the column `weight`, but `n/a`
          --> line.net:13:14
        13 |   t = column("weight")
           |              ^^^^^^^^
        help: this is so in 1 of 2 rows: fill in a value there, or leave those rows out
        """);
  }

  @Test
  void aCellThatIsNoNumber() throws IOException {
    rows("length,weight", "1.0,2.1", "\"2,0\",3.9");
    assertSays(
        """
        error[D304]: rows.csv:3: the column `length` holds `2,0`, which is no number
          --> line.net:12:14
        12 |   x = column("length")
           |              ^^^^^^^^
        help: this is so in 1 of 2 rows: write a number there, or leave those rows out
        """);
  }

  @Test
  void aTableOfAnotherForm() throws IOException {
    rows("length;weight", "1,0;2,1");
    assertSays(
        """
        error[D304]: rows.csv does not part its fields by commas: its first line is length;weight
        help: write the file anew with `,` between the fields, and a point in numbers
        """);
  }

  @Test
  void aTextInPlaceOfWeights() throws IOException {
    rows("length,weight", "1.0,2.1");
    Files.writeString(folder.resolve("line.safetensors"), "these are no weights\n");
    assertSays(
        """
        error[D306]: line.safetensors is a text, not a safetensors file
        help: take the file that `tulle train --out` wrote, or train anew
        """,
        "evaluate",
        "--weights",
        folder.resolve("line.safetensors").toString());
  }

  private void rows(String... lines) throws IOException {
    Files.write(folder.resolve("rows.csv"), List.of(lines));
  }

  /** Files are called as the command line calls them: here by the folder and their name. */
  private void assertSays(String expected, String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.add(arguments.isEmpty() ? 0 : 1, folder.resolve("line.net").toString());
    if (command.length == 0) {
      arguments.add(0, "train");
    }
    Cli run = Cli.run(arguments.toArray(String[]::new));
    assertThat(run.code()).isEqualTo(1);
    String said = run.err().replace(folder + folder.getFileSystem().getSeparator(), "");
    assertThat(said.replace(System.lineSeparator(), "\n")).endsWith(expected);
  }
}
