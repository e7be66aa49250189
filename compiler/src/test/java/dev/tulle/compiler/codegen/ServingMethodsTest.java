package dev.tulle.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How applications call serving classes: every form, in Java that javac has to accept. */
@Tag("vectors")
class ServingMethodsTest {
  /** Twice its input, so that answers show what the net was given. */
  private static final String TWICE =
      """
      /// Doubles.
      net Twice {
        /// in metres
        input x: [3]
        output y = x * 2
      }
      """;

  private static final String TABLE =
      """
      dim tree = 3

      net Table {
        input x: [2], age: [1], kind: tree
        target t: tree
        let logits = concat(x, age) -> Dense(tree)
        output sum = x * 2
        output older = age + 1
        output same = kind
        loss fit = cross_entropy(logits, t)
      }

      data Rows {
        from = csv("rows.csv")
        x    = columns("x*") -> standardize
        age  = column("age") / 10
        kind = column("kind") as tree
        t    = column("t") as tree
      }

      train Table on Rows { epochs = 1, optimizer = Adam() }
      """
          .replace("epochs = 1, optimizer", "epochs = 1\noptimizer");

  private static final String FITTED =
      """
      Map<String, FittedColumn> columns = new LinkedHashMap<>();
      columns.put("x", new FittedColumn.Standardize(source("x1", "x2"), List.of(1.0, 2.0), List.of(2.0, 4.0)));
      columns.put("age", new FittedColumn.Arithmetic(Column.Operator.DIVIDE, source("age"), number(10)));
      columns.put("kind", new FittedColumn.Classes(source("kind"), "tree", new ClassNames(List.of(NAMES), WHOLE)));
      Table table = Table.bound(new float[Table.LAYOUT.length()], fields(columns));
      """;

  private static Object twice(String body) throws Exception {
    return ServingCalls.call(TWICE, "Twice net = Twice.initial(1);\n" + body);
  }

  private static Object table(String names, boolean whole, String body) throws Exception {
    String fitted = FITTED.replace("NAMES", names).replace("WHOLE", Boolean.toString(whole));
    return ServingCalls.call(TABLE, fitted + body);
  }

  private static Object table(String body) throws Exception {
    return table("\"ash\", \"birch\", \"cedar\"", false, body);
  }

  @Test
  void aNetWithoutDataTakesItsTensor() throws Exception {
    assertThat(twice("return net.y(new float[] {1, 2, 3});")).isEqualTo(new float[] {2, 4, 6});
    assertThat(twice("return net.y(new float[] {1, 2, 3, 4, 5, 6}, 2);"))
        .isEqualTo(new float[] {2, 4, 6, 8, 10, 12});
    assertThat(twice("float[] y = new float[4]; net.y(new float[] {1, 2, 3, 9}, 1, y); return y;"))
        .isEqualTo(new float[] {2, 4, 6, 0});
    assertThat(twice("return net.y(new float[0], 0);")).isEqualTo(new float[0]);
    assertThat(ServingCalls.text(TWICE))
        .contains("in metres", "Doubles.")
        .doesNotContain("Map<String, ?>", "numbers", "!= null", "Indices");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "new float[2]           | `x` has 2 floats, but 1 row of 3 needs 3",
        "new float[4]           | `x` has 4 floats, but 1 row of 3 needs 3",
        "(float[]) null         | `x` is null",
        "new float[4], 2        | `x` has 4 floats, but 2 rows of 3 need 6",
        "new float[4], -1       | -1 rows",
        "new float[3], 1 << 30  | `x` has 3 floats, but 1073741824 rows of 3 need 3221225472",
        "new float[] {0, Float.NaN, 0} | `x`[1] of row 0 is NaN; a net takes finite numbers",
        "new float[] {0, 0, 0, 0, 0, 1f / 0}, 2 | `x`[2] of row 1 is Infinity; a net takes finite numbers",
      })
  void wrongArraysAreSentences(String arguments, String message) {
    assertThatThrownBy(() -> twice("return net.y(" + arguments + ");"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void wrongOutputsAreSentences() {
    assertThatThrownBy(() -> twice("net.y(new float[6], 2, new float[5]); return 0;"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`y` has 5 floats, but 2 rows of 3 need 6");
    assertThatThrownBy(() -> twice("net.predict(new float[0][], 2, new float[1][6]); return 0;"))
        .hasMessage("0 arrays of inputs, but the net has 1");
    assertThatThrownBy(() -> twice("net.predict(new float[1][6], 2, new float[1][]); return 0;"))
        .hasMessage("`y` is null");
  }

  @Test
  void valuesAreTransformedAsTheDataWere() throws Exception {
    String call = "return table.%s(new float[] {5, 2}, 30, 1)%s;";
    assertThat(table(call.formatted("sum", ""))).isEqualTo(new float[] {4, 0});
    assertThat(table(call.formatted("older", ""))).isEqualTo(4f);
    assertThat(table(call.formatted("same", ""))).isEqualTo(1);
    assertThat(table(call.formatted("predict", ".older()"))).isEqualTo(new float[] {4});
    assertThat(table(call.formatted("predict", ".same()"))).isEqualTo(new int[] {1});
  }

  @Test
  void batchesOfSeveralInputsAndOutputs() throws Exception {
    String arguments = "new float[] {5, 2, 1, 6}, new float[] {30, 40}, new int[] {1, 2}, 2";
    assertThat(table("return table.sum(" + arguments + ");")).isEqualTo(new float[] {4, 0, 0, 2});
    assertThat(table("int[] same = new int[2]; table.same(" + arguments + ", same); return same;"))
        .isEqualTo(new int[] {1, 2});
    assertThat(
            table(
                "Table.Outputs all = table.predict("
                    + arguments
                    + "); return List.of(all.sum()[3], all.older()[1], all.same()[1]);"))
        .isEqualTo(List.of(2f, 5f, 2));
    assertThat(
            table(
                "float[] older = new float[2]; table.predict("
                    + arguments
                    + ", null, older, null); return older;"))
        .isEqualTo(new float[] {4, 5});
  }

  @Test
  void rowsByTheNamesOfTheirColumns() throws Exception {
    String row = "Map.of(\"x1\", \"5\", \"x2\", 2, \"age\", 30.0, \"kind\", \"cedar\")";
    assertThat(table("return table.sum(" + row + ");")).isEqualTo(new float[] {4, 0});
    assertThat(table("return table.older(" + row + ");")).isEqualTo(4f);
    assertThat(table("return table.same(" + row + ");")).isEqualTo(2);
    assertThat(table("return table.treeName(table.predict(" + row + ").same()[0]);"))
        .isEqualTo("cedar");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"x2\", 2, \"age\", 3, \"kind\", \"ash\" | the row has no value for `x1`; the columns are x1, x2, age, kind",
        "\"x_1\", 1, \"x2\", 2, \"age\", 3, \"kind\", \"ash\" | the row has no value for `x1`, but one for `x_1`, which nothing reads; the columns are x1, x2, age, kind",
        "\"x1\", 1, \"x2\", 2, \"age\", 3, \"kind\", \"ash\", \"agee\", 4 | the row has a value for `agee`, which nothing reads; a similar name is `age`",
        "\"x1\", 1, \"x2\", 2, \"age\", 3, \"kind\", \"ash\", \"more\", 4 | the row has a value for `more`, which nothing reads; the columns are x1, x2, age, kind",
        "\"x1\", \"\", \"x2\", 2, \"age\", 3, \"kind\", \"ash\" | the row has no value for `x1`",
        "\"x1\", \"tall\", \"x2\", 2, \"age\", 3, \"kind\", \"ash\" | `x1` is `tall`, which is no number",
        "\"x1\", 0.0 / 0, \"x2\", 2, \"age\", 3, \"kind\", \"ash\" | `x1` is NaN, which is no finite number",
        "\"x1\", 1, \"x2\", 2, \"age\", 3, \"kind\", \"elm\" | the class `elm` is none of those seen in training: ash, birch, cedar",
        "\"x1\", 1, \"x2\", List.of(), \"age\", 3, \"kind\", \"ash\" | `x2` is a ListN, and a cell is a number or a text",
      })
  void wrongRowsAreSentences(String row, String message) {
    assertThatThrownBy(() -> table("return table.sum(Map.<String, Object>of(" + row + "));"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void weightsWithoutDataTakeNoRowsByName() {
    assertThatThrownBy(
            () -> ServingCalls.call(TABLE, "return Table.initial(1).sum(Map.of(\"x1\", 1));"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "these weights do not say which columns `x` is made of; weights that were trained do");
  }

  @Test
  void classesHaveTheNamesOfTheData() throws Exception {
    assertThat(table("return table.treeNames();")).isEqualTo(List.of("ash", "birch", "cedar"));
    assertThat(table("return table.treeName(1);")).isEqualTo("birch");
    assertThatThrownBy(() -> table("return table.treeName(3);"))
        .hasMessage("`tree` has the classes 0 to 2, and 3 is none");
    assertThat(ServingCalls.call(TABLE, "return Table.initial(1).treeName(2);")).isEqualTo("2");
    // No output has a number for each class.
    assertThat(ServingCalls.text(TABLE)).doesNotContain("treeOf(");
  }

  @Test
  void theLikeliestClassIsTheFirstOfEqualOnes() throws Exception {
    String net =
        """
        dim kind = 3

        net Scores {
          input x: [4]
          target t: kind
          output y = x -> Dense(kind)
          loss fit = cross_entropy(y, t)
        }
        """;
    String scores = "Scores net = Scores.initial(1); float[] y = {1, 7, 7, 9, 0, 9};";
    assertThat(ServingCalls.call(net, scores + "return net.kindOf(new float[] {1, 7, 7});"))
        .isEqualTo("1");
    assertThat(ServingCalls.call(net, scores + "return net.kindIndexOf(y, 1);")).isEqualTo(0);
    assertThatThrownBy(() -> ServingCalls.call(net, scores + "return net.kindOf(y);"))
        .hasMessage("`kind` has 6 floats, but 1 row of 3 needs 3");
    assertThatThrownBy(() -> ServingCalls.call(net, scores + "return net.kindIndexOf(y, 2);"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void classesThatTheDataNumberAreTakenAsNumbered() throws Exception {
    String call = "return table.same(new float[] {5, 2}, 30, %d);";
    assertThat(table("\"5\", \"7\", \"9\"", true, call.formatted(7))).isEqualTo(1);
    assertThatThrownBy(() -> table("\"5\", \"7\", \"9\"", true, call.formatted(1)))
        .hasMessage("`kind` is 1, a number that no class of the data has");
    assertThatThrownBy(() -> table(call.formatted(3)))
        .hasMessage("`kind` is 3, but an index from 0 to 2 is wanted");
  }

  @Test
  void textsAreTakenByName() throws Exception {
    String net =
        """
        net Coded {
          input c: [3]
          target t: [1]
          let d = c -> Dense(1)
          output y = c * 2
          loss fit = mse(d, t)
        }

        data Rows {
          from = csv("rows.csv")
          c = column("colour") -> one_hot
          t = column("t")
        }

        train Coded on Rows {
          epochs = 1
          optimizer = Adam()
        }
        """;
    String fitted =
        """
        var names = List.of(new ClassNames(List.of("blue", "green", "red"), false));
        Coded net = Coded.bound(new float[Coded.LAYOUT.length()], fields(Map.of("c", new FittedColumn.OneHot(source("colour"), names))));
        """;
    assertThat(ServingCalls.call(net, fitted + "return net.y(Map.of(\"colour\", \"green\"));"))
        .isEqualTo(new float[] {0, 2, 0});
    assertThat(ServingCalls.call(net, fitted + "return net.y(\"green\");"))
        .isEqualTo(new float[] {0, 2, 0});
  }

  @Test
  void damagedFieldsAreRefused() {
    String of =
        "return Twice.of(new Weights(Twice.LAYOUT, new float[Twice.LAYOUT.length()], Map.of("
            + "Weights.NET, \"Twice\", Weights.EDITION, \"1\", FittedFields.KEY, %s)));";
    assertThatThrownBy(() -> twice(of.formatted("\"{\"")))
        .isInstanceOf(java.io.IOException.class)
        .hasMessageContaining("damaged");
    assertThatThrownBy(
            () -> twice(of.formatted("fields(Map.of(\"x\", source(\"a\"))).get(FittedFields.KEY)")))
        .isInstanceOf(java.io.IOException.class)
        .hasMessageContaining("`x` is made of 1 numbers");
  }
}
