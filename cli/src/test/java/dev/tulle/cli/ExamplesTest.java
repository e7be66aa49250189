package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples from the command line, as the recipes stand: what they reach, and what comes out.
 */
@Tag("jdk")
class ExamplesTest {
  @TempDir Path folder;

  @Test
  void digitsAreReadAndPredictedAsTheyWereEvaluated() throws IOException {
    Example digits = Example.copy("digits", folder);
    Map<String, Object> trained = train(digits);
    double accuracy = metric(trained, "test", "accuracy");
    assertThat(accuracy).isGreaterThanOrEqualTo(0.96);
    assertThat(trained).containsEntry("threads", 2).containsKeys("updates", "seconds");

    Cli evaluated =
        Cli.run(
            "evaluate", digits.net(), "--weights", digits.weights(), "--json", "--threads", "1");
    assertThat(evaluated.code()).isZero();
    assertThat(metric(JSON.std.mapFrom(evaluated.out()), "test", "accuracy")).isEqualTo(accuracy);

    // The accuracy over all rows, counted from the predictions, is that of the splits together.
    List<String> answers = predict(digits);
    List<String> rows = Files.readAllLines(digits.csv());
    assertThat(answers).hasSameSizeAs(rows);
    assertThat(answers.get(0)).startsWith("digit,probs.0,probs.1");
    long right = 0;
    for (int i = 1; i < rows.size(); i++) {
      String truth = rows.get(i).substring(rows.get(i).lastIndexOf(',') + 1);
      right += answers.get(i).startsWith(truth + ",") ? 1 : 0;
    }
    double expected = 0;
    for (String split : List.of("train", "valid", "test")) {
      expected += metric(trained, split, "accuracy") * rows(trained, split);
    }
    assertThat((double) right).isCloseTo(expected, org.assertj.core.data.Offset.offset(0.01));
  }

  @Test
  void irisNamesItsSpecies() throws IOException {
    Example iris = Example.copy("iris", folder);
    Map<String, Object> trained = train(iris);
    assertThat(metric(trained, "valid", "accuracy")).isGreaterThanOrEqualTo(0.94);
    assertThat((List<?>) trained.get("folds")).hasSize(5);
    assertThat(predict(iris).get(0))
        .isEqualTo("species,probs.setosa,probs.versicolor,probs.virginica");
    assertThat(predict(iris).get(1)).startsWith("setosa,");
  }

  @Test
  void aSecondRecipeGoesByTheNameOfItsData() throws IOException {
    Example iris = Example.copy("iris", folder);
    Files.writeString(
        Path.of(iris.net()),
        """

        data Meadow {
          from   = csv("iris.csv")
          flower = columns(except = "species") -> standardize
          kind   = column("species") as species
        }

        train Iris on Meadow {
          epochs    = 10
          optimizer = Sgd(lr = 0.1, momentum = 0.9)
          penalty   = 1e-3 * l1("**.w")
          clip      = norm(1.0)
          validate  = holdout(0.2, seed = 1, stratify = true)
          group "**.b" { lr = 0.05 }
          freeze "dense1.b"
        }
        """,
        StandardOpenOption.APPEND);
    Cli which = Cli.run("train", iris.net());
    assertThat(which.code()).isEqualTo(1);
    assertThat(which.err()).contains("`Garden`, `Meadow`");
    Cli meadow = Cli.run("train", iris.net(), "--recipe", "Meadow");
    assertThat(meadow.code()).as(meadow.err()).isZero();
    assertThat(meadow.out() + meadow.err()).contains("penalty");
  }

  @Test
  void concreteIsEstimated() throws IOException {
    Example concrete = Example.copy("concrete", folder);
    assertThat(metric(train(concrete), "valid", "r2")).isGreaterThanOrEqualTo(0.83);
    assertThat(predict(concrete).get(0)).isEqualTo("strength");
  }

  @Test
  void theSameSeedGivesTheSameBytesWithEveryNumberOfThreads() throws IOException {
    // Smaller products and batches are one piece each, which no second thread can take.
    Example digits =
        Example.copy("digits", folder)
            .with("epochs    = 40", "epochs    = 2")
            .with("width = 64", "width = 512")
            .with("batch     = 32", "batch     = 256");
    byte[] first = {};
    List<String> answers = List.of();
    for (String threads : List.of("1", "2", "4")) {
      assertThat(
              Cli.run("train", digits.net(), "--out", digits.weights(), "--threads", threads)
                  .code())
          .isZero();
      byte[] weights = Files.readAllBytes(Path.of(digits.weights()));
      if (first.length == 0) {
        first = weights;
      }
      assertThat(weights).as(threads + " threads").isEqualTo(first);
      List<String> found = predict(digits, "--threads", threads);
      assertThat(found).hasSizeGreaterThan(1000);
      answers = answers.isEmpty() ? found : answers;
      assertThat(found).as(threads + " threads").isEqualTo(answers);
    }
    Cli run =
        Cli.run(
            "train", digits.net(), "--out", digits.weights(), "--seed", "12345", "--epochs", "2");
    assertThat(run.err()).contains("Epoch 2 of 2 is kept");
    assertThat(Files.readAllBytes(Path.of(digits.weights()))).isNotEqualTo(first);
  }

  private static Map<String, Object> train(Example example) throws IOException {
    Cli run =
        Cli.run("train", example.net(), "--out", example.weights(), "--json", "--threads", "2");
    assertThat(run.err()).contains("train", "valid");
    assertThat(run.code()).isZero();
    return JSON.std.mapFrom(run.out());
  }

  private static List<String> predict(Example example, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("predict", example.net(), "--weights", example.weights()));
    arguments.addAll(List.of("--input", example.csv().toString()));
    arguments.addAll(List.of(more));
    Cli run = Cli.run(arguments.toArray(String[]::new));
    assertThat(run.code()).isZero();
    return run.out().lines().toList();
  }

  private static double metric(Map<String, Object> report, String split, String name) {
    return (Double) map(map(map(report, "splits"), split), "metrics").get(name);
  }

  private static int rows(Map<String, Object> report, String split) {
    return (Integer) map(map(report, "splits"), split).get("rows");
  }

  @SuppressWarnings("unchecked") // JSON objects have texts as keys
  private static Map<String, Object> map(Map<String, Object> of, String key) {
    return (Map<String, Object>) of.get(key);
  }
}
