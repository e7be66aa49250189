package dev.tulle.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tulle.runtime.Dim;
import dev.tulle.runtime.Port;
import dev.tulle.runtime.json.JsonException;
import dev.tulle.runtime.recipe.Cells;
import dev.tulle.runtime.recipe.Column;
import dev.tulle.runtime.recipe.Column.Unit;
import dev.tulle.runtime.recipe.DataSource;
import dev.tulle.runtime.recipe.FittedColumn;
import dev.tulle.runtime.recipe.FittedFields;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Cells that hold several numbers or symbols, as many in each as there are. */
class SequencesTest {
  private static final List<Dim> DIMS = List.of(new Dim("time", 1, 6));

  private static Column.Sequence sequence(Unit unit) {
    return new Column.Sequence(new Column.Columns(List.of("cell"), List.of()), unit);
  }

  private static Port numbers(int each) {
    List<Integer> shape = each == 1 ? List.of(6) : List.of(6, each);
    return new Port("x", shape, false, "", 0, List.of(new Port.Varying(0, "time", 1, 0)));
  }

  private static Port classes(int count) {
    return new Port(
        "x", List.of(6), true, "kind", count, List.of(new Port.Varying(0, "time", 1, 0)));
  }

  private static Table table(String... cells) {
    var csv = new StringBuilder("cell\n");
    for (String cell : cells) {
      csv.append('"').append(cell).append("\"\n");
    }
    return Table.read(
        "rows.csv", new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static FittedFields fit(Table table, Column column, Port port) {
    int[] all = IntStream.range(0, table.rows()).toArray();
    DataSource data =
        new DataSource(
            "Rows", "rows.csv", Optional.empty(), List.of(new DataSource.Field("x", column)));
    return Fitter.fit(table, all, data, List.of(port));
  }

  /** The rows as a net gets them. */
  private static List<float[]> rows(Table table, Column column, Port port) {
    int[] all = IntStream.range(0, table.rows()).toArray();
    Dataset data =
        Dataset.of(
            table,
            all,
            fit(table, column, port),
            List.of(port),
            port.varying().isEmpty() ? List.of() : DIMS);
    List<float[]> rows = new ArrayList<>();
    for (int row : all) {
      float[] values = new float[data.widths(data.kind(row))[0]];
      data.copy(0, row, values, 0);
      assertThat(data.lengths(data.kind(row))).containsExactly(values.length / port.position());
      rows.add(values);
    }
    return rows;
  }

  private static void refuses(Table table, Column column, Port port, String code, String... says) {
    assertThatThrownBy(() -> rows(table, column, port))
        .asInstanceOf(InstanceOfAssertFactories.type(DataException.class))
        .satisfies(e -> assertThat(e.code()).isEqualTo(code))
        .satisfies(e -> assertThat(e.getMessage() + " / " + e.help()).contains(says));
  }

  @Test
  void numbersArePartedByBlanksCommasOrSemicolons() {
    assertThat(
            rows(
                table("1 -2e1", "[3]", " [4, 5,6] ", "7;8 ; 9"),
                sequence(Unit.NUMBERS),
                numbers(1)))
        .containsExactly(
            new float[] {1, -20}, new float[] {3}, new float[] {4, 5, 6}, new float[] {7, 8, 9});
  }

  @Test
  void arithmeticAndStandardizeWorkOnThePositions() {
    Column half =
        new Column.Arithmetic(Column.Operator.DIVIDE, sequence(Unit.NUMBERS), new Column.Number(2));
    assertThat(rows(table("1 2", "3"), half, numbers(1)))
        .containsExactly(new float[] {0.5f, 1}, new float[] {1.5f});
    // Two numbers a position, whose means and deviations are their own.
    double[] firsts = {1, 3, 8};
    double[] seconds = {10, -10, 30};
    List<float[]> got =
        rows(
            table("1 10 3 -10", "8 30"),
            new Column.Standardize(sequence(Unit.NUMBERS)),
            numbers(2));
    float[] all = {
      got.get(0)[0], got.get(0)[1], got.get(0)[2], got.get(0)[3], got.get(1)[0], got.get(1)[1]
    };
    for (int i = 0; i < 3; i++) {
      assertThat((double) all[2 * i]).isCloseTo(standard(firsts, i), within(1e-6));
      assertThat((double) all[2 * i + 1]).isCloseTo(standard(seconds, i), within(1e-6));
    }
  }

  private static double standard(double[] values, int i) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance =
        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    return (values[i] - mean) / Math.sqrt(variance);
  }

  @Test
  void symbolsAreClassesInTheirOrder() {
    assertThat(rows(table("to be or", "or  not"), classified(Unit.WORDS, 4), classes(4)))
        .containsExactly(new float[] {3, 0, 2}, new float[] {2, 1});
    assertThat(rows(table("ba", "a b"), classified(Unit.CHARS, 3), classes(3)))
        .containsExactly(new float[] {2, 1}, new float[] {1, 0, 2});
    assertThat(rows(table("é", "A"), classified(Unit.BYTES, 256), classes(256)))
        .containsExactly(new float[] {0xc3, 0xa9}, new float[] {65});
    assertThat(rows(table("4 0", "2"), classified(Unit.NUMBERS, 5), classes(5)))
        .containsExactly(new float[] {4, 0}, new float[] {2});
  }

  private static Column classified(Unit unit, int count) {
    return new Column.Classes(sequence(unit), "kind", count);
  }

  @Test
  void aRowThatDoesNotFitIsNamedWithWhatItIsAndWhatHelps() {
    Column all = sequence(Unit.NUMBERS);
    refuses(
        table("1", "1 2 3 4 5 6 7", "1 2 3 4 5 6 7 8"),
        all,
        numbers(1),
        "D304",
        "rows.csv:3: `x` makes `time` 7 long, and `dim time <= 6`",
        "`dim time <= 8` takes all rows");
    refuses(table("1", ""), all, numbers(1), "D304", "rows.csv:3: `x` is empty, a length of 0");
    refuses(
        table("1 2", "1 2 3"),
        all,
        numbers(2),
        "D304",
        "rows.csv:3: `x` has 3 numbers",
        "the 2 of");
    refuses(table("1,,2"), all, numbers(1), "D304", "rows.csv:2: the column `cell` holds ``");
    refuses(table("1 b"), all, numbers(1), "D304", "holds `b` among its numbers");
    Port fixed = new Port("x", List.of(2), false, "", 0);
    refuses(table("1 2", "1"), all, fixed, "D304", "rows.csv:3: `x` has 1 numbers", "takes 2");
  }

  @Test
  void whatWeightsKeepServesRowsByColumn() throws JsonException {
    Table table = table("to be or", "or not");
    FittedFields fields = fit(table, classified(Unit.WORDS, 4), classes(4));
    FittedColumn kept = FittedFields.fromJson(fields.toJson()).field("x").orElseThrow();
    assertThat(kept).isEqualTo(fields.field("x").orElseThrow());
    Cells cells = Cells.of(Map.of("cell", " not to"));
    double[] row = new double[kept.width(cells)];
    kept.apply(cells, row, 0);
    assertThat(row).containsExactly(1, 3);
    FittedColumn numbers = new FittedColumn.Sequence("cell", Unit.NUMBERS);
    assertThat(numbers.width(Cells.of(Map.of("cell", new float[] {1, 2})))).isEqualTo(2);
    assertThat(numbers.width(Cells.of(Map.of("cell", "[1, 2, 3]")))).isEqualTo(3);
    assertThatThrownBy(() -> numbers.width(Cells.of(Map.of("cell", "1 x"))))
        .hasMessageContaining("`cell` holds something among its numbers");
  }

  private static Column frequent(int count) {
    return new Column.Classes(
        new Column.Sequence(sequence(Unit.WORDS).of(), Unit.WORDS, true), "kind", count);
  }

  @Test
  void rareAndUnseenSymbolsShareTheLastClass() throws JsonException {
    Column column = frequent(3);
    // "b" is most frequent; of "a", "c" and "<unknown>", once each, "a" is the first.
    Table table = table("b c", "b a", "b <unknown>");
    assertThat(rows(table, column, classes(3)))
        .containsExactly(new float[] {1, 2}, new float[] {1, 0}, new float[] {1, 2});
    FittedFields fields = fit(table, column, classes(3));
    FittedColumn kept = FittedFields.fromJson(fields.toJson()).field("x").orElseThrow();
    assertThat(kept).isEqualTo(fields.field("x").orElseThrow());
    double[] row = new double[2];
    kept.apply(Cells.of(Map.of("cell", "never b")), row, 0);
    assertThat(row).containsExactly(2, 1);
    refuses(
        table("a b"),
        frequent(4),
        classes(4),
        "D305",
        "`cell` has 2 different symbols in the training rows, which is 3 classes",
        "`dim kind = 3`");
  }

  /** The way out that is named is one that the compiler takes. */
  @Test
  void rareSymbolsAreSpokenOfWhereTheyCanShareAClass() {
    for (Unit unit : List.of(Unit.WORDS, Unit.CHARS)) {
      refuses(table("a b c"), classified(unit, 2), classes(2), "D305", "`unknown = true`");
    }
    refuses(table("1 3 5"), classified(Unit.NUMBERS, 2), classes(2), "D305", "each of 1, 3, 5");
    for (Column column : List.of(classified(Unit.WORDS, 4), classified(Unit.NUMBERS, 2))) {
      assertThatThrownBy(() -> rows(table("1 3 5"), column, classes(4)))
          .asInstanceOf(InstanceOfAssertFactories.type(DataException.class))
          .satisfies(e -> assertThat(e.help()).doesNotContain("unknown"));
    }
  }
}
