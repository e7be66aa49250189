package dev.tulle.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.runtime.Model;
import dev.tulle.runtime.Threads;
import dev.tulle.runtime.Weights;
import dev.tulle.runtime.WeightsException;
import dev.tulle.runtime.recipe.ClassNames;
import dev.tulle.runtime.recipe.DataSource;
import dev.tulle.runtime.recipe.FittedColumn;
import dev.tulle.runtime.recipe.FittedFields;
import dev.tulle.runtime.recipe.Recipe;
import dev.tulle.training.data.DataException;
import dev.tulle.training.data.Table;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowPredictorTest {
  @TempDir Path folder;

  private static Model model(boolean classifier, boolean withFields) {
    HandNet.Spec spec =
        new HandNet.Spec(
            1,
            2,
            classifier,
            0.1,
            new Recipe(1, 0, 1, 1, new Recipe.Validation.OfSplit(), Optional.empty()),
            new DataSource("None", "none.csv", Optional.empty(), List.of()));
    HandNet net = new HandNet(spec, 1, Threads.single());
    net.weights[0] = -1;
    net.weights[1] = 1;
    Map<String, FittedColumn> fields = new LinkedHashMap<>();
    fields.put(
        "x",
        new FittedColumn.Standardize(
            new FittedColumn.Source(List.of("size")), List.of(10.0), List.of(2.0)));
    fields.put(
        "t",
        new FittedColumn.Classes(
            new FittedColumn.Source(List.of("kind")),
            "kind",
            new ClassNames(List.of("big, old", "small"), false)));
    return net.model(
        withFields ? Map.of(FittedFields.KEY, new FittedFields(fields).toJson()) : Map.of());
  }

  private String predict(Model model, String csv) throws IOException {
    StringWriter into = new StringWriter();
    Table table = Table.read(Files.writeString(folder.resolve("rows.csv"), csv));
    new RowPredictor(model).predict(table, into);
    return into.toString();
  }

  @Test
  void writesNamesOfClassesAndTheirProbabilities() throws IOException {
    String[] lines = predict(model(true, true), "other,size\n?,8\nx,14\n").split("\r\n", -1);
    assertThat(lines[0]).isEqualTo("kind,\"y.big, old\",y.small");
    // Standardized to -1 and 2: logits are (1, -1) and (-2, 2).
    assertThat(lines[1]).startsWith("\"big, old\",").contains(",0.88079").contains(",0.1192");
    assertThat(lines[2]).startsWith("small,").contains(",0.0179").contains(",0.9820");
    assertThat(lines).hasSize(4);
  }

  @Test
  void writesNumbersWhereThereAreNoClasses() throws IOException {
    assertThat(predict(model(false, true), "size\n8\n14\n"))
        .isEqualTo("y.0,y.1\r\n1.0,-1.0\r\n-2.0,2.0\r\n");
  }

  @Test
  void predictsMoreRowsThanFitOneCall() throws IOException {
    StringBuilder csv = new StringBuilder("size\n");
    for (int i = 0; i < 2500; i++) {
      csv.append(i).append('\n');
    }
    String[] lines = predict(model(false, true), csv.toString()).split("\r\n", 0);
    assertThat(lines).hasSize(2501);
    for (int i = 0; i < 2500; i++) {
      float x = (i - 10) / 2f;
      assertThat(lines[i + 1]).isEqualTo(0f - x + "," + x);
    }
  }

  @Test
  void writesNothingOfATableWithoutItsColumns() throws IOException {
    StringWriter into = new StringWriter();
    Table table = Table.read(Files.writeString(folder.resolve("rows.csv"), "sizes\n8\n"));
    var predictor = new RowPredictor(model(true, true));
    assertThatThrownBy(() -> predictor.predict(table, into)).isInstanceOf(DataException.class);
    assertThat(into.toString()).isEmpty();
  }

  @Test
  void refusesTablesAndWeightsThatDoNotFit() {
    assertThatThrownBy(() -> predict(model(true, true), "sizes\n8\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no column `size`")
        .extracting("code", "help", "field")
        .containsExactly("D303", "a similar name is `sizes`", "x");
    assertThatThrownBy(() -> predict(model(true, false), "size\n8\n"))
        .isInstanceOf(WeightsException.class);
    Model damaged = model(true, true);
    Weights weights =
        new Weights(
            damaged.weights().layout(), damaged.weights().array(), Map.of(FittedFields.KEY, "{"));
    HandNet.Spec spec =
        new HandNet.Spec(
            1,
            2,
            true,
            0,
            new Recipe(1, 0, 1, 1, new Recipe.Validation.OfSplit(), Optional.empty()),
            new DataSource("None", "none.csv", Optional.empty(), List.of()));
    Model model = new HandNet(spec, 1, Threads.single()).model(weights);
    assertThatThrownBy(() -> predict(model, "size\n8\n"))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("damaged");
  }
}
