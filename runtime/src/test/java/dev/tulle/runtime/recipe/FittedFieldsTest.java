package dev.tulle.runtime.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.runtime.json.JsonException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FittedFieldsTest {
  private static final FittedColumn A_B = new FittedColumn.Source(List.of("a", "b"));
  private static final ClassNames SPECIES = ClassNames.of(Set.of("virginica", "setosa"), 2);

  private static FittedFields fields() {
    Map<String, FittedColumn> fields = new LinkedHashMap<>();
    fields.put(
        "x",
        new FittedColumn.Standardize(
            new FittedColumn.Arithmetic(
                Column.Operator.DIVIDE,
                new FittedColumn.Mapped(Column.Function.NEGATE, A_B),
                new FittedColumn.Number(4)),
            List.of(0.1, -1.0),
            List.of(0.5, 2.0)));
    fields.put(
        "hot",
        new FittedColumn.OneHot(
            new FittedColumn.Source(List.of("kind", "n")),
            List.of(SPECIES, ClassNames.of(Set.of("10", "7.0", "9"), 0))));
    fields.put(
        "y",
        new FittedColumn.Classes(new FittedColumn.Source(List.of("kind")), "species", SPECIES));
    return new FittedFields(fields);
  }

  private static double[] apply(FittedFields fields, String port, Map<String, String> row) {
    FittedColumn column = fields.field(port).orElseThrow();
    double[] into = new double[column.width() + 1];
    into[column.width()] = 99;
    column.apply(Cells.of(row), into, 0);
    assertThat(into[column.width()]).isEqualTo(99);
    return java.util.Arrays.copyOf(into, column.width());
  }

  @Test
  void appliesTheSameAfterAWayThroughText() throws JsonException {
    FittedFields read = FittedFields.fromJson(fields().toJson());
    assertThat(read).isEqualTo(fields());
    assertThat(read.toJson()).isEqualTo(fields().toJson());
    Map<String, String> row = Map.of("a", "2", "b", " -8e0 ", "kind", "setosa", "n", "9.0");
    assertThat(apply(read, "x", row)).containsExactly((-2 / 4.0 - 0.1) / 0.5, (8 / 4.0 + 1) / 2.0);
    assertThat(apply(read, "hot", row)).containsExactly(1, 0, 0, 1, 0);
    assertThat(apply(read, "y", row)).containsExactly(0);
    assertThat(read.classes("species").orElseThrow().names())
        .containsExactly("setosa", "virginica");
    assertThat(read.classes("other")).isEmpty();
  }

  @Test
  void namesAnUnseenClassAndTheSeenOnes() {
    assertThatThrownBy(() -> apply(fields(), "y", Map.of("kind", "rosa")))
        .isInstanceOf(UnseenClassException.class)
        .hasMessageContaining("`rosa`")
        .hasMessageContaining("setosa, virginica");
  }

  @Test
  void ordersClasses() {
    assertThat(ClassNames.of(Set.of("10", "9", "2"), 3).names()).containsExactly("2", "9", "10");
    assertThat(ClassNames.of(Set.of("0", "2"), 3).names()).containsExactly("0", "1", "2");
    assertThat(ClassNames.of(Set.of("10", "9", "b"), 3).names()).containsExactly("10", "9", "b");
    assertThat(ClassNames.of(Set.of("1.0", "1", "2"), 2).names()).containsExactly("1", "2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "x", "1,5", "NaN", "Infinity", "1d", "0x1", "1e999", "--1", "e"})
  void readsDecimalNumbersOnly(String cell) {
    assertThat(Cells.parse(cell)).isNaN();
    assertThatThrownBy(() -> Cells.of(Map.of("a", cell)).number("a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("`a`");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"x\":{}}",
        "{\"x\":{\"is\":\"spell\"}}",
        "{\"x\":{\"is\":\"columns\",\"names\":[1]}}",
        "{\"x\":{\"is\":\"mapped\",\"function\":\"SIN\",\"of\":{\"is\":\"number\",\"value\":1.0}}}",
        "{\"x\":{\"is\":\"standardize\",\"of\":{\"is\":\"columns\",\"names\":[\"a\"]},"
            + "\"mean\":[],\"deviation\":[1.0]}}",
        "[]"
      })
  void refusesDamagedText(String text) {
    assertThatThrownBy(() -> FittedFields.fromJson(text)).isInstanceOf(JsonException.class);
  }
}
