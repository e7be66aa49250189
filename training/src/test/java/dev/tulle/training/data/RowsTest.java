package dev.tulle.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.runtime.Port;
import dev.tulle.runtime.recipe.Column;
import dev.tulle.runtime.recipe.Column.Classes;
import dev.tulle.runtime.recipe.Column.Columns;
import dev.tulle.runtime.recipe.Column.Operator;
import dev.tulle.runtime.recipe.DataSource;
import dev.tulle.runtime.recipe.DataSource.Field;
import dev.tulle.runtime.recipe.FittedColumn;
import dev.tulle.runtime.recipe.FittedFields;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RowsTest {
  private static final float[][] X = {{1, 2}, {3, 4.5f}, {5, -6}};
  private static final String[] KINDS = {"oak", "elm", "oak"};

  /** x = columns("x_*") -> standardize, kind = column("tree") as kind. */
  private static final DataSource WOOD =
      data(
          new Field("x", new Column.Standardize(columns("x_*"))),
          new Field("kind", new Classes(columns("tree"), "kind", 2)));

  private static final List<Port> PORTS =
      List.of(
          new Port("x", List.of(2), false, "", 0), new Port("kind", List.of(), true, "kind", 2));

  private enum Tree {
    oak,
    elm
  }

  private record Grown(float[] x, Tree kind) {}

  private record Measured(double x_a, Number x_b, CharSequence tree, int ring) {}

  private static Columns columns(String... include) {
    return new Columns(List.of(include), List.of());
  }

  private static DataSource data(Field... fields) {
    return new DataSource("Wood", "wood.csv", Optional.empty(), List.of(fields));
  }

  private static void same(Rows rows) {
    Table table = rows.table(WOOD, Map.of());
    Table file =
        Table.read(
            "wood.csv",
            new ByteArrayInputStream(
                "x_a,x_b,tree\n1,2,oak\n3,4.5,elm\n5,-6,oak\n".getBytes(StandardCharsets.UTF_8)));
    assertThat(values(table)).isDeepEqualTo(values(file));
  }

  private static float[][] values(Table table) {
    int[] all = IntStream.range(0, table.rows()).toArray();
    FittedFields fields = Fitter.fit(table, all, WOOD, PORTS);
    Dataset values = Dataset.of(table, all, fields, PORTS);
    return new float[][] {values.values(0), values.values(1)};
  }

  private static void refuses(ThrowingCallable what, String code, String... says) {
    assertThatThrownBy(what)
        .asInstanceOf(InstanceOfAssertFactories.type(DataException.class))
        .satisfies(e -> assertThat(e.code()).as(e.toString()).isEqualTo(code))
        .satisfies(e -> assertThat(e.getMessage() + "\n" + e.help()).contains(says))
        .satisfies(e -> assertThat(e.help()).isNotEmpty());
  }

  @Test
  void givesWhatTheSameRowsOfAFileGive() {
    double[][] wide = {{1, 2}, {3, 4.5}, {5, -6}};
    same(new Rows().with("x", X).with("kind", KINDS));
    same(new Rows().with("kind", KINDS).with("x", wide));
    same(new Rows().with("x", new float[] {1, 2, 3, 4.5f, 5, -6}, 2).with("tree", KINDS));
    same(
        new Rows()
            .with("x_a", new int[] {1, 3, 5})
            .with("x_b", new double[] {2, 4.5, -6})
            .with("kind", KINDS));
    same(
        new Rows()
            .with("x_a", new String[] {"1", " 3 ", "5.0"})
            .with("x_b", new float[] {2, 4.5f, -6})
            .with("tree", KINDS));
    same(
        Rows.records(
            Stream.of(
                new Grown(X[0], Tree.oak), new Grown(X[1], Tree.elm), new Grown(X[2], Tree.oak))));
    same(
        Rows.records(
            List.of(
                    new Measured(1, 2, "oak", 9),
                    new Measured(3, 4.5, new StringBuilder("elm"), 9),
                    new Measured(5, -6L, "oak", 9))
                .iterator()));
    same(
        Rows.maps(
            Stream.of(
                Map.of("x", new double[] {1, 2}, "tree", "oak", "more", true),
                Map.of("x", new double[] {3, 4.5}, "tree", "elm", "more", true),
                Map.of("x", new double[] {5, -6}, "tree", "oak", "more", false))));
  }

  @Test
  void numbersNameClassesAsFilesDo() {
    DataSource data =
        data(new Field("x", columns("x")), new Field("kind", new Classes(columns("tree"), "k", 2)));
    List<Port> ports =
        List.of(new Port("x", List.of(), false, "", 0), new Port("kind", List.of(), true, "k", 2));
    Rows rows = new Rows().with("x", new float[] {1, 2, 3});
    for (Rows each :
        List.of(
            rows.with("kind", new int[] {1, 0, 1}),
            rows.with("kind", new float[] {1, 0, 1}),
            rows.with("kind", new double[] {1, 0, 1}),
            rows.with("kind", new String[] {"1", "0", "1"}))) {
      Table table = each.table(data, Map.of());
      int[] all = {0, 1, 2};
      FittedFields fields = Fitter.fit(table, all, data, ports);
      assertThat(fields.classes("k").orElseThrow().names()).containsExactly("0", "1");
      assertThat(Dataset.of(table, all, fields, ports).values(1)).containsExactly(1, 0, 1);
    }
  }

  @Test
  void namesColumnsForTheWeights() {
    Rows rows = new Rows().with("x", X).with("kind", KINDS);
    assertThat(sources(rows, Map.of())).containsExactly(List.of("x[0]", "x[1]"), List.of("tree"));
    assertThat(sources(rows, Map.of("x", List.of("x_l", "x_r"))))
        .containsExactly(List.of("x_l", "x_r"), List.of("tree"));
    assertThat(sources(rows.named("x", List.of("a", "b")), Map.of("x", List.of("x_l", "x_r"))))
        .containsExactly(List.of("a", "b"), List.of("tree"));
    refuses(() -> rows.named("x", List.of("a")), "D303", "1 names", "2 numbers a row");
    refuses(() -> rows.named("knd", List.of("a")), "D303", "`knd`", "`kind`");
  }

  private static List<List<String>> sources(Rows rows, Map<String, List<String>> known) {
    Table table = rows.table(WOOD, known);
    FittedFields fields = Fitter.fit(table, new int[] {0, 1, 2}, WOOD, PORTS);
    return fields.fields().values().stream().map(FittedColumn::sources).toList();
  }

  @Test
  void leavesTheFieldsOfOthersToThem() {
    // `x` takes whatever is not `tree`: not what is given for the other field, under any name.
    DataSource data =
        data(
            new Field("x", new Columns(List.of(), List.of("tree"))),
            new Field("kind", columns("tree")),
            new Field("area", columns("area_*")));
    Rows rows =
        new Rows()
            .with("a", new float[] {1})
            .with("b", new float[] {2})
            .with("kind", new float[] {3})
            .with("area", new float[][] {{4, 5}});
    Table table = rows.table(data, Map.of());
    FittedFields fields = Fitter.fit(table, new int[] {0}, data, List.of());
    assertThat(fields.fields().values().stream().map(FittedColumn::sources))
        .containsExactly(List.of("a", "b"), List.of("tree"), List.of("area[0]", "area[1]"));
  }

  @Test
  void takesAFieldOfSeveralColumnsByTheirNames() {
    DataSource data =
        data(
            new Field(
                "ratio", new Column.Arithmetic(Operator.DIVIDE, columns("ratio"), columns("b"))));
    List<Port> ports = List.of(new Port("ratio", List.of(), false, "", 0));
    Rows rows = new Rows().with("ratio", new float[] {6}).with("b", new float[] {4});
    Table table = rows.table(data, Map.of());
    FittedFields fields = Fitter.fit(table, new int[] {0}, data, ports);
    assertThat(Dataset.of(table, new int[] {0}, fields, ports).values(0)).containsExactly(1.5f);
    refuses(
        () -> new Rows().with("ratio", new float[] {6}).table(data, Map.of()),
        "D303",
        "`ratio`",
        "b");
    DataSource other =
        data(
            new Field("ratio", new Column.Arithmetic(Operator.DIVIDE, columns("a"), columns("b"))));
    refuses(
        () -> new Rows().with("ratio", new float[] {6}).table(other, Map.of()),
        "D303",
        "several columns",
        "by their names: a, b");
  }

  @Test
  void refusesNamesThatNothingReads() {
    Rows kinds = new Rows().with("kind", KINDS);
    float[] numbers = {1, 2, 3};
    refuses(() -> new Rows().table(WOOD, Map.of()), "D304", "no rows", "x, kind");
    refuses(() -> kinds.table(WOOD, Map.of()), "D303", "no values for `x`", "x_*");
    refuses(() -> new Rows().with("x", X).table(WOOD, Map.of()), "D303", "`kind`", "of: tree");
    refuses(() -> kinds.with("knd", numbers).table(WOOD, Map.of()), "D303", "`knd`", "is `kind`");
    refuses(
        () -> kinds.with("leaves", numbers).table(WOOD, Map.of()), "D303", "`leaves`", "x, kind");
    refuses(() -> kinds.with("leaves", X).table(WOOD, Map.of()), "D303", "`leaves` has 2 numbers");
    refuses(
        () -> kinds.with("tree", KINDS).with("x", X).table(WOOD, Map.of()),
        "D304",
        "the column `tree` more than once");
  }

  @Test
  void refusesValuesThatDoNotGoTogether() {
    Rows rows = new Rows().with("x", X);
    refuses(() -> rows.with("kind", new int[] {1, 0}), "D304", "`x` has 3", "`kind` has 2");
    refuses(() -> rows.with("x", X), "D304", "`x` is given twice");
    refuses(() -> rows.with("y", new float[0]), "D304", "`y` has no rows");
    refuses(() -> rows.with("y", new float[0][]), "D304", "`y` has no rows");
    refuses(() -> rows.with(" ", new int[] {1, 2, 3}), "D304", "without a name");
    float[][] ragged = {{1, 2}, {1}, {1, 2}};
    refuses(
        () -> values(new Rows().with("x", ragged).with("kind", KINDS).table(WOOD, Map.of())),
        "D304",
        "rows[1]: `x` has 1 numbers, and the net takes 2");
    refuses(() -> rows.with("y", new double[3][0]), "D304", "`y` has no numbers in rows[0]");
    refuses(() -> rows.with("y", new double[3][]), "D304", "rows[0] has no value for `y`");
    refuses(() -> rows.with("y", new String[] {"a", null, "b"}), "D304", "rows[1] has no value");
    refuses(() -> rows.with("y", new float[5], 2), "D304", "5 numbers", "multiple of 2");
    assertThatThrownBy(() -> rows.with("y", new float[4], 0)).hasMessageContaining("`y` with 0");
  }

  @Test
  void saysWhichCellIsNoNumber() {
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      float[][] x = {{1, 2}, {3, value}, {5, 6}};
      refuses(
          () -> values(new Rows().with("x", x).with("kind", KINDS).table(WOOD, Map.of())),
          "D304",
          "rows[1]: the column `x[1]` holds `" + value + "`",
          "in 1 of 3 rows");
    }
    Rows blank = new Rows().with("x", X).with("kind", new String[] {"oak", " ", "elm"});
    refuses(() -> values(blank.table(WOOD, Map.of())), "D304", "rows[1]: there is no value");
  }

  @Test
  void saysWhichRowOfAStreamIsUnlikeTheOthers() {
    refuses(() -> Rows.records(Stream.<Grown>of()), "D304", "there are no rows");
    refuses(() -> Rows.maps(Stream.of()), "D304", "there are no rows");
    refuses(
        () -> Rows.records(Stream.of(new Grown(X[0], Tree.oak), new Grown(X[1], null))),
        "D304",
        "rows[1] has no value for `kind`");
    refuses(
        () -> Rows.records(Stream.of(new Grown(X[0], Tree.oak), new Measured(1, 2, "", 3))),
        "D304",
        "rows[1] is a Measured, and rows[0] a Grown");
    refuses(() -> maps("a", 1, "b", 2), "D303", "rows[1] has a value for `b`");
    refuses(
        () -> maps("a", 1, "a", "x"), "D304", "rows[1]: `a` is a text, but a number in rows[0]");
    refuses(() -> maps("a", X[0], "a", 1), "D304", "is a number, but an array of float");
    refuses(() -> maps("a", List.of(), "a", 1), "D304", "rows[0]: `a` is a List");
    refuses(
        () -> Rows.maps(Stream.of(Map.of("a", 1, "b", 2), Map.of("a", 1))),
        "D304",
        "rows[1] has no value for `b`");
    Map<String, Object> empty = new HashMap<>();
    empty.put("a", null);
    refuses(() -> Rows.maps(Stream.of(empty)), "D304", "rows[0] has no value for `a`");
  }

  private static Rows maps(String first, Object a, String second, Object b) {
    return Rows.maps(Arrays.asList(Map.of(first, a), Map.of(second, b)).iterator());
  }

  @Test
  void readsAStreamOnceAndClosesIt() {
    AtomicBoolean closed = new AtomicBoolean();
    Rows rows =
        Rows.records(
            IntStream.range(0, 1000)
                .mapToObj(i -> new Measured(i, -i, i % 2 == 0 ? "oak" : "elm", i))
                .onClose(() -> closed.set(true)));
    assertThat(closed).isTrue();
    assertThat(rows.rows()).isEqualTo(1000);
    assertThat(rows.table(WOOD, Map.of()).row(998).number("x_b")).isEqualTo(-998);
  }

  @Test
  void chainsTables() {
    Table first = new Rows().with("x", X).with("kind", KINDS).table(WOOD, Map.of());
    Table second =
        new Rows()
            .with("x", new float[][] {{7, Float.NaN}})
            .with("kind", new String[] {"elm"})
            .table(WOOD, Map.of());
    Table all = Table.chain(List.of(first, second, first));
    assertThat(all.rows()).isEqualTo(7);
    assertThat(IntStream.range(0, 7).mapToDouble(row -> all.row(row).number("x[0]")))
        .containsExactly(1.0, 3.0, 5.0, 7.0, 1.0, 3.0, 5.0);
    assertThat(all.row(3).text("tree")).isEqualTo("elm");
    refuses(() -> all.row(3).number("x[1]"), "D304", "rows[0]", "1 of 7 rows");
    Table narrow =
        new Rows()
            .with("x_a", new int[] {1})
            .with("kind", KINDS[0].split(","))
            .table(WOOD, Map.of());
    refuses(() -> Table.chain(List.of(first, narrow)), "D303", "no column `x[", "columns are");
  }
}
