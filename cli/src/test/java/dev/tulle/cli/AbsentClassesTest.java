package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dim that counts more classes than the data have: trained, with a word about it. */
class AbsentClassesTest {
  private static final String NET =
      """
      tulle 1

      dim digit = %s

      net Parity {
        input x: [1]
        target label: digit
        output logits = x -> Dense(digit)
        loss fit = cross_entropy(logits, label)
      }

      data Rows {
        from = csv("rows.csv")
        x = column("x")
        label = column("class") as digit
      }

      train Parity on Rows {
        epochs = 1
        validate = %s
        optimizer = Sgd(lr = 0.1)
      }
      """;

  @TempDir private Path folder = Path.of("");

  private Cli train(int dim, String validate, String... classes) throws IOException {
    var rows = new StringBuilder("x,class\n");
    for (int i = 0; i < classes.length; i++) {
      rows.append(i).append(',').append(classes[i]).append('\n');
    }
    Files.writeString(folder.resolve("rows.csv"), rows);
    Path net = folder.resolve("parity.net");
    Files.writeString(net, NET.formatted(dim, validate));
    Cli run = Cli.run("train", net.toString(), "--json", "--threads", "1");
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  @Test
  void aDimThatIsTooLarge() throws IOException {
    Cli run = train(5, "holdout(0.2)", "0", "1", "2", "0", "1", "2.0");
    assertThat(run.err().replace(folder + "/", ""))
        .contains(
            """
            warning[D305]: `class` has 3 classes in all rows, but `dim digit = 5`: none is 3, 4
              --> parity.net:15:18
            15 |   label = column("class") as digit
               |                  ^^^^^^^
              --> parity.net:3:1
             3 | dim digit = 5
               | ------------- counts the classes
            help: `dim digit = 3`, unless rows to come have the others: nothing trains these
            """);
    List<?> diagnostics = (List<?>) JSON.std.mapFrom(run.out()).get("diagnostics");
    assertThat(diagnostics).hasSize(1);
    assertThat(((Map<?, ?>) diagnostics.get(0)).get("code")).isEqualTo("D305");
    assertThat(((Map<?, ?>) diagnostics.get(0)).get("severity")).isEqualTo("warning");
  }

  @Test
  void aDimThatIsTooSmall() throws IOException {
    var rows = new StringBuilder("x,class\n");
    for (int i = 0; i < 40; i++) {
      rows.append(i).append(',').append(i % 4).append('\n');
    }
    Files.writeString(folder.resolve("rows.csv"), rows);
    Path net = folder.resolve("parity.net");
    Files.writeString(net, NET.formatted(3, "holdout(0.2)"));
    Cli run = Cli.run("train", net.toString(), "--threads", "1");
    assertThat(run.code()).isOne();
    assertThat(run.err().replace(folder + "/", ""))
        .contains(
            """
              --> parity.net:3:1
             3 | dim digit = 3
               | ------------- counts the classes
            help: `dim digit = 4` has a place for each of 0, 1, 2, 3
            """);
  }

  @Test
  void aClassBetweenOthers() throws IOException {
    assertThat(train(3, "kfold(2)", "0", "2", "0", "2").err())
        .containsOnlyOnce("but `dim digit = 3`: none is 1\n")
        .contains("help: add rows of these classes");
  }

  /** All rows count, not those that train. */
  @Test
  void nothingWhereEachIsThere() throws IOException {
    Cli run = train(3, "kfold(3)", "0", "1", "2");
    assertThat(run.err()).doesNotContain("warning");
    assertThat(JSON.std.mapFrom(run.out()).get("diagnostics")).isEqualTo(List.of());
  }
}
