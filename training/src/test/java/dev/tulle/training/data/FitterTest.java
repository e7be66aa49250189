package dev.tulle.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tulle.runtime.Port;
import dev.tulle.runtime.recipe.Column;
import dev.tulle.runtime.recipe.Column.Arithmetic;
import dev.tulle.runtime.recipe.Column.Classes;
import dev.tulle.runtime.recipe.Column.Columns;
import dev.tulle.runtime.recipe.Column.OneHot;
import dev.tulle.runtime.recipe.Column.Operator;
import dev.tulle.runtime.recipe.Column.Standardize;
import dev.tulle.runtime.recipe.DataSource;
import dev.tulle.runtime.recipe.FittedFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FitterTest {
  private static final String TEXT =
      "px_1,px_0,age,same,kind,n\n"
          + "1,10,3,0.1,b,1\n"
          + "2,20,5,0.1,a,2\n"
          + "3,30,7,0.1,b,3.0\n"
          + "4,40,900,0.1,c,9\n";
  private static final int[] TRAINING = {0, 1, 2};
  private static final int[] ALL = {0, 1, 2, 3};

  @TempDir Path folder;

  private static Columns columns(String... include) {
    return new Columns(List.of(include), List.of());
  }

  private Dataset dataset(Column column, int width, int[] rows) throws IOException {
    Table table = Table.read(Files.writeString(folder.resolve("t.csv"), TEXT));
    List<Port> ports = List.of(new Port("x", List.of(width), false, "", 0));
    DataSource data =
        new DataSource(
            "Rows", "t.csv", Optional.empty(), List.of(new DataSource.Field("x", column)));
    FittedFields fields = Fitter.fit(table, TRAINING, data, ports);
    return Dataset.of(table, rows, fields, ports);
  }

  private float[] values(Column column, int width, int... rows) throws IOException {
    return dataset(column, width, rows).values(0);
  }

  private void refuses(Column column, int width, String code, String... says) {
    assertThatThrownBy(() -> dataset(column, width, ALL))
        .hasMessageContainingAll(says)
        .extracting("code", "field")
        .containsExactly(code, "x");
  }

  @Test
  void takesColumnsInTheOrderOfTheFile() throws IOException {
    assertThat(values(columns("px_*"), 2, 0, 3)).containsExactly(1, 10, 4, 40);
    assertThat(values(columns("px_0", "?x_1"), 2, 1)).containsExactly(2, 20);
    assertThat(values(new Columns(List.of(), List.of("kind", "px_*")), 3, 0))
        .containsExactly(3, 0.1f, 1);
    assertThat(values(new Columns(List.of("*"), List.of("kind")), 5, 0))
        .containsExactly(1, 10, 3, 0.1f, 1);
  }

  @Test
  void calculatesWithColumns() throws IOException {
    Column ratio = new Arithmetic(Operator.DIVIDE, columns("px_*"), columns("age"));
    assertThat(values(ratio, 2, 1)).containsExactly(2 / 5f, 20 / 5f);
    Column scaled = new Arithmetic(Operator.SUBTRACT, new Column.Number(1), columns("px_*"));
    assertThat(values(scaled, 2, 1)).containsExactly(-1, -19);
    Column root = new Column.Mapped(Column.Function.SQRT, columns("px_1"));
    assertThat(values(root, 1, 1)).containsExactly((float) Math.sqrt(2));
    refuses(
        new Arithmetic(Operator.ADD, columns("px_*"), columns("age", "same", "n")),
        2,
        "D302",
        "2 columns and 3 columns");
  }

  @Test
  void standardizesWithTheTrainingRowsAlone() throws IOException {
    float[] values = values(new Standardize(columns("age", "same")), 2, ALL);
    // 3, 5, 7 have mean 5 and population variance 8/3; a constant column keeps deviation 1.
    double deviation = Math.sqrt(8 / 3.0);
    assertThat(values[0]).isCloseTo((float) (-2 / deviation), within(1e-6f));
    assertThat(values[2]).isZero();
    assertThat(values[6]).isCloseTo((float) (895 / deviation), within(1e-4f));
    assertThat(values[1]).isCloseTo(0, within(1e-6f));
  }

  @Test
  void makesOneHotAxesOfTheTrainingClasses() throws IOException {
    assertThat(values(new OneHot(columns("kind")), 2, 0, 1)).containsExactly(0, 1, 1, 0);
    assertThat(values(new OneHot(columns("kind", "n")), 5, 2)).containsExactly(0, 1, 0, 0, 1);
    refuses(new OneHot(columns("kind")), 2, "D305", "t.csv:5", "`c`", "a, b");
  }

  @Test
  void numbersClassesInOrder() throws IOException {
    assertThat(values(new Classes(columns("kind"), "kind", 2), 1, 0, 1, 2))
        .containsExactly(1, 0, 1);
    assertThat(values(new Classes(columns("n"), "n", 3), 1, 0, 1, 2)).containsExactly(0, 1, 2);
    // All of 1, 2, 3 and 9 lie below 10: each is its own index.
    assertThat(values(new Classes(columns("n"), "n", 10), 1, ALL)).containsExactly(1, 2, 3, 9);
    refuses(new Classes(columns("kind"), "kind", 4), 1, "D305", "2 classes", "dim kind = 4");
    refuses(new Classes(columns("n"), "n", 2), 1, "D305", "3 classes", "dim n = 2");
    refuses(new Classes(columns("n"), "n", 3), 1, "D305", "t.csv:5", "`9`");
  }

  @Test
  void namesColumnsThatAreNotThere() throws IOException {
    refuses(columns("agee"), 1, "D303", "t.csv", "`agee`");
    refuses(columns("pixel_*"), 1, "D303", "`pixel_*`");
    refuses(new Columns(List.of(), List.of("knid")), 1, "D303", "`knid`");
    refuses(new Columns(List.of(), List.of("*")), 1, "D303", "leaves no column");
    assertThatThrownBy(() -> dataset(columns("agee"), 1, ALL))
        .extracting("help")
        .isEqualTo("a similar name is `age`");
  }

  @Test
  void saysBothSidesOfAWidthThatDiffers() throws IOException {
    refuses(columns("px_*"), 3, "D302", "[3]", "3 numbers", "gives 2");
    assertThatThrownBy(() -> dataset(columns("px_*"), 3, ALL))
        .extracting("help")
        .isEqualTo("its columns are px_1, px_0");
    assertThatThrownBy(() -> dataset(columns("kind"), 4, ALL))
        .extracting("code", "help")
        .containsExactly("D302", "`kind` holds texts; `-> one_hot` makes a number of each value");
    assertThatThrownBy(() -> dataset(new OneHot(columns("kind")), 4, ALL))
        .extracting("code", "help")
        .containsExactly("D302", "`kind` has 2 values in the training rows: a, b");
  }

  @Test
  void refusesResultsThatAreNoNumbers() {
    refuses(columns("kind"), 1, "D304", "t.csv:2", "`kind` holds `b`");
    refuses(
        new Arithmetic(Operator.DIVIDE, columns("age"), new Column.Number(0)),
        1,
        "D304",
        "t.csv:2",
        "Infinity");
    refuses(
        new Arithmetic(Operator.MULTIPLY, columns("age"), new Column.Number(1e38)),
        1,
        "D304",
        "t.csv:3");
  }

  @Test
  void refusesAnIndexThatIsNoClass() throws IOException {
    Table table = Table.read(Files.writeString(folder.resolve("t.csv"), TEXT));
    List<Port> ports = List.of(new Port("x", List.of(), true, "kind", 9));
    DataSource data =
        new DataSource(
            "Rows", "t.csv", Optional.empty(), List.of(new DataSource.Field("x", columns("n"))));
    FittedFields fields = Fitter.fit(table, TRAINING, data, ports);
    assertThat(Dataset.of(table, TRAINING, fields, ports).values(0)).containsExactly(1, 2, 3);
    assertThatThrownBy(() -> Dataset.of(table, ALL, fields, ports))
        .hasMessageContainingAll("t.csv:5", "9.0", "`kind` = 9")
        .extracting("code")
        .isEqualTo("D305");
  }

  @Test
  void refusesAPortWithoutAField() throws IOException {
    Table table = Table.read(Files.writeString(folder.resolve("t.csv"), TEXT));
    DataSource data = new DataSource("Rows", "t.csv", Optional.empty(), List.of());
    List<Port> ports = List.of(new Port("x", List.of(1), false, "", 0));
    assertThatThrownBy(() -> Fitter.fit(table, TRAINING, data, ports))
        .extracting("code", "field")
        .containsExactly("D302", "x");
  }
}
