package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of several recipes `--recipe` means. */
class RecipeNamesTest {
  private static final String NET =
      """
      net %s {
        input x: [1]
        target t: [1]
        output y = x -> Dense(1)
        loss fit = mse(y, t)
      }
      """;
  private static final String DATA =
      """
      data %s {
        from = csv("rows.csv")
        x = column("x")
        t = column("t")
      }
      """;

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void writeRows() throws IOException {
    Files.writeString(folder.resolve("rows.csv"), "x,t\n1,2\n2,4\n3,6\n");
  }

  private static String recipe(String net, String data) {
    return "train %s on %s { epochs = 1  optimizer = Sgd(lr = 0.1) }\n".formatted(net, data);
  }

  private String file(String... declarations) throws IOException {
    Path file = folder.resolve("nets.net");
    return Files.writeString(file, "tulle 1\n" + String.join("", declarations)).toString();
  }

  /** Two nets, each on two data. */
  private String four() throws IOException {
    return file(
        NET.formatted("Line"),
        NET.formatted("Curve"),
        DATA.formatted("Rows"),
        DATA.formatted("Others"),
        recipe("Line", "Rows"),
        recipe("Line", "Others"),
        recipe("Curve", "Rows"),
        recipe("Curve", "Others"));
  }

  @Test
  void twoRecipesOfANetOnOneDataAreRefusedByAll() throws IOException {
    String net =
        file(
            NET.formatted("Line"),
            DATA.formatted("Rows"),
            recipe("Line", "Rows"),
            recipe("Line", "Rows"));
    String[][] commands = {
      {"check", net}, {"build", net, "-o", folder.toString()}, {"train", net, "--recipe", "Rows"}
    };
    for (String[] command : commands) {
      Cli run = Cli.run(command);
      assertThat(run.code()).as(command[0]).isEqualTo(1);
      assertThat(run.err())
          .as(command[0])
          .contains("error[N106]: `Line` has two recipes on `Rows`", "nets.net:14:");
    }
  }

  @Test
  void aNameOfTwoRecipesIsNotChosenSilently() throws IOException {
    Cli run = Cli.run("train", four(), "--recipe", "Rows");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("error[N110]: `Rows` of ")
        .contains(" stands for 2 recipes: `Line on Rows`, `Curve on Rows`")
        .contains("help: name one of them: `--recipe \"Line on Rows\"`");
    assertThat(Cli.run("train", four(), "--recipe", "Curve").err())
        .contains(" stands for 2 recipes: `Curve on Rows`, `Curve on Others`");
  }

  @Test
  void netAndDataTogetherAlwaysName() throws IOException {
    Cli run = Cli.run("train", four(), "--recipe", "Curve on Others");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("Curve on Others: 3 rows");
    String one = file(NET.formatted("Line"), DATA.formatted("Rows"), recipe("Line", "Rows"));
    assertThat(Cli.run("train", one, "--recipe", "Line on Rows").code()).isZero();
  }

  @Test
  void theListHasNamesThatMeanOne() throws IOException {
    assertThat(Cli.run("train", four()).err())
        .contains("it has `Line on Rows`, `Line on Others`, `Curve on Rows`, `Curve on Others`; ");
    String three =
        file(
            NET.formatted("Line"),
            NET.formatted("Curve"),
            DATA.formatted("Rows"),
            DATA.formatted("Others"),
            recipe("Line", "Rows"),
            recipe("Line", "Others"),
            recipe("Curve", "Rows"));
    assertThat(Cli.run("train", three, "--recipe", "Rose").err())
        .contains("has no recipe `Rose`", "it has `Line on Rows`, `Others`, `Curve`");
  }
}
