package dev.tulle.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.runtime.recipe.UnseenClassException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inputs that are made of texts, or of several groups of columns, beside numbers. */
@Tag("vectors")
class ServingTextsTest {
  private static final String HOMES =
      """
      net Homes {
        input size: [2], town: [3], kinds: [4], share: [1]
        target t: [1]
        let d = concat(size, town, kinds, share) -> Dense(1)
        output large = size * 2
        output places = town * 1
        output sorts = kinds * 1
        output part = share * 10
        loss fit = mse(d, t)
      }

      data Rows {
        from = csv("rows.csv")
        size = columns("size*") -> standardize
        town = column("town") -> one_hot
        kinds = columns("kind*") -> one_hot
        share = column("a") / column("b")
        t = column("t")
      }

      train Homes on Rows {
        epochs = 1
        optimizer = Adam()
      }
      """;

  private static final String FITTED =
      """
      Map<String, FittedColumn> columns = new LinkedHashMap<>();
      columns.put("size", new FittedColumn.Standardize(source("size1", "size2"), List.of(1.0, 2.0), List.of(2.0, 4.0)));
      columns.put("town", new FittedColumn.OneHot(source("town"), List.of(new ClassNames(List.of("Bern", "Chur", "Genf"), false))));
      columns.put("kinds", new FittedColumn.OneHot(source("kind1", "kind2"), List.of(
          new ClassNames(List.of("new", "old"), false), new ClassNames(List.of("3", "5"), true))));
      columns.put("share", new FittedColumn.Arithmetic(Column.Operator.DIVIDE, source("a"), source("b")));
      Homes net = Homes.bound(new float[Homes.LAYOUT.length()], fields(columns));
      float[] sizes = {5, 2, 1, 6};
      String[] towns = {"Genf", "Bern"};
      String[] kinds = {"old", "3", "new", "5"};
      float[] shares = {0.5f, 2};
      """;

  private static final String MAP =
      "Map.of(\"size1\", 1, \"size2\", 6, \"town\", \"Bern\", \"kind1\", \"new\", \"kind2\", 5, \"a\", 4, \"b\", 2)";

  private static Object homes(String body) throws Exception {
    return ServingCalls.call(HOMES, FITTED + body);
  }

  @Test
  void aRowHasItsTexts() throws Exception {
    String row = "(new float[] {5, 2}, \"Chur\", new String[] {\"new\", \"5\"}, 0.5f)";
    assertThat(homes("return net.large" + row + ";")).isEqualTo(new float[] {4, 0});
    assertThat(homes("return net.places" + row + ";")).isEqualTo(new float[] {0, 1, 0});
    assertThat(homes("return net.sorts" + row + ";")).isEqualTo(new float[] {1, 0, 0, 1});
    assertThat(homes("return net.part" + row + ";")).isEqualTo(5f);
    assertThat(homes("return net.predict" + row + ".places();")).isEqualTo(new float[] {0, 1, 0});
  }

  @Test
  void batchesHaveArraysOfTexts() throws Exception {
    String rows = "(sizes, towns, kinds, shares, 2";
    assertThat(homes("return net.places" + rows + ");")).isEqualTo(new float[] {0, 0, 1, 1, 0, 0});
    assertThat(homes("return net.predict" + rows + ").sorts();"))
        .isEqualTo(new float[] {0, 1, 1, 0, 1, 0, 0, 1});
    assertThat(homes("float[] y = new float[7]; net.places" + rows + ", y); return y;"))
        .isEqualTo(new float[] {0, 0, 1, 1, 0, 0, 0});
    assertThat(
            homes(
                "float[] y = new float[2]; net.predict"
                    + rows
                    + ", null, null, null, y); return y;"))
        .isEqualTo(new float[] {5, 20});
  }

  /** More rows than are computed at once. */
  @Test
  void everyChunkHasItsOwnTexts() throws Exception {
    Object wrong =
        homes(
            """
            int rows = 5_000;
            String[] town = new String[rows];
            String[] kind = new String[2 * rows];
            Arrays.fill(kind, "3");
            for (int i = 0; i < rows; i++) {
              town[i] = List.of("Bern", "Chur", "Genf").get(i * 7 % 3);
              kind[2 * i] = i % 2 == 0 ? "new" : "old";
            }
            float[] places = net.places(new float[2 * rows], town, kind, new float[rows], rows);
            int wrong = 0;
            for (int i = 0; i < 3 * rows; i++) {
              wrong += places[i] == (i / 3 * 7 % 3 == i % 3 ? 1 : 0) ? 0 : 1;
            }
            return wrong;
            """);
    assertThat(wrong).isEqualTo(0);
  }

  @Test
  void arraysAnswerAsRowsByName() throws Exception {
    String array = "(sizes, towns, kinds, shares, 2)";
    for (String output : new String[] {"large", "places", "sorts"}) {
      float[] batch = (float[]) homes("return net." + output + array + ";");
      float[] row = (float[]) homes("return net." + output + "(" + MAP + ");");
      assertThat(java.util.Arrays.copyOfRange(batch, row.length, 2 * row.length)).isEqualTo(row);
    }
    assertThat(homes("return net.part(" + MAP + ");")).isEqualTo(20f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"Genf\", \"Rom\"} | the class `Rom` is none of those seen in training: Bern, Chur, Genf",
        "{\"Genf\", null}    | `town` of row 1 is null",
        "{\" \", \"Genf\"}   | `town` of row 0 is blank",
        "{\"Genf\"}          | `town` has 1 text, but 2 rows of 1 need 2",
        "{\"a\", \"b\", \"c\"} | `town` has 3 texts, but 2 rows of 1 need 2",
      })
  void wrongTextsAreSentences(String towns, String message) {
    assertThatThrownBy(
            () -> homes("return net.places(sizes, new String[] " + towns + ", kinds, shares, 2);"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void unseenTextsAreTheSameMistakeInEveryForm() {
    for (String call :
        new String[] {
          "(new float[2], \"Rom\", new String[] {\"old\", \"3\"}, 1f)",
          "(" + MAP.replace("Bern", "Rom") + ")"
        }) {
      assertThatThrownBy(() -> homes("return net.places" + call + ";"))
          .isInstanceOf(UnseenClassException.class)
          .hasMessage("the class `Rom` is none of those seen in training: Bern, Chur, Genf");
    }
  }

  @Test
  void weightsWithoutTextsTakeNone() {
    assertThatThrownBy(
            () ->
                ServingCalls.call(
                    HOMES,
                    "return Homes.initial(1).places(new float[2], \"Bern\", new String[2], 1f);"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "these weights do not say which texts `town` is made of; weights that were trained on"
                + " them do");
  }

  @Test
  void docsSayWhatEachArgumentIs() {
    String text = ServingCalls.text(HOMES).replaceAll("\\s*\\n\\s*\\*\\s*", " ");
    assertThat(text)
        .contains("@param town the text of {@code town}, as the data have it")
        .contains("@param kinds a text for each column of {@code kind*}, in their order")
        .contains("@param sharePrepared a number, prepared by the caller")
        .contains("What {@code data} does to columns is NOT applied here: {@link #large}")
        .contains("{@code size}, 2 floats a row; then {@code town}, 3 floats a row");
  }
}
