package dev.tulle.compiler.codegen.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.ProductShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Emitted products against a plain sum in double, at awkward sizes, in every layout. */
@Tag("kernels")
final class ProductEmitterTest {
  private static final boolean VECTOR =
      System.getProperty("tulle.test.kernels", "vector").equals("vector");

  /** Where operands begin: not at 0. */
  private static final int X = 5;

  private static final int Y = 3;

  /** How the operands lie in memory. */
  enum Form {
    /** Both by rows: a forward product. */
    NN,
    /** A by columns: the gradient of a weight. */
    TN,
    /** B by columns: the gradient of an input. */
    NT,
    /** B by rows far apart: its panels are copied where rows are many. */
    WIDE,
    /** B in panels. */
    PANELS
  }

  /** A product's sizes. */
  record Case(Form form, int rows, int columns, int depth, boolean known) {
    int aRow() {
      return form == Form.TN ? 1 : depth + 1;
    }

    int aDepth() {
      return form == Form.TN ? rows : 1;
    }

    int bDepth() {
      return switch (form) {
        case NN, TN -> columns;
        case NT -> 1;
        case WIDE -> columns + 512;
        case PANELS -> ProductShape.PANEL;
      };
    }

    int bColumn() {
      return form == Form.NT ? depth : 1;
    }

    /** {@code known} tells whether the rows are in the text; for the gradient of a weight, k. */
    ProductShape shape(ProductShape.Batch... batch) {
      boolean rowsKnown = known || form == Form.TN;
      boolean depthKnown = known || form != Form.TN;
      var shape =
          new ProductShape(
              rowsKnown ? Size.of(rows) : some(rows),
              Size.of(columns),
              depthKnown ? Size.of(depth) : some(depth),
              Size.of(aRow()),
              Size.of(aDepth()),
              Size.of(bDepth()),
              Size.of(bColumn()),
              List.of(),
              List.of(batch));
      return form == Form.PANELS ? shape.inPanels() : shape;
    }

    /** Where B[k, n] lies behind B[0, 0]. */
    int b(int k, int column) {
      int panel = form == Form.PANELS ? ProductShape.PANEL : columns;
      return column / panel * depth * panel + k * bDepth() + column % panel * bColumn();
    }

    /** A size of which the text knows no more than a factor. */
    private static Size some(int size) {
      return CompiledProduct.ROWS.times(Size.of(factor(size)));
    }

    private static int factor(int size) {
      return size % 64 == 0 ? 64 : size % 65 == 0 ? 65 : 1;
    }

    /** What stands for the symbol. */
    int symbol() {
      int size = form == Form.TN ? depth : rows;
      return known ? size : size / factor(size);
    }
  }

  static Stream<Case> cases() {
    var random = new Random(1);
    int[] rows = {1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 31, 33, 63, 64, 65, 100, 131, 192};
    int[] columns = {1, 2, 3, 4, 5, 7, 8, 9, 10, 15, 16, 17, 31, 32, 33, 47, 49, 63, 65, 129, 257};
    int[] depths = {1, 2, 3, 4, 5, 8, 17, 31, 64, 131, 192};
    var cases = new ArrayList<Case>();
    for (Form form : Form.values()) {
      // Every number of rows with some number of columns, and the other way round.
      for (int m : rows) {
        cases.add(new Case(form, m, any(columns, random), any(depths, random), false));
      }
      for (int n : columns) {
        cases.add(new Case(form, any(rows, random), n, any(depths, random), true));
      }
    }
    // Gradients of weights whose factors are copied: blocks, groups, strips and panels that are
    // whole and that are not.
    int[] deep = {17, 31, 64, 131, 192};
    for (int m : new int[] {32, 33, 100, 131}) {
      for (int n : new int[] {64, 65, 129, 257, 300}) {
        cases.add(new Case(Form.TN, m, n, any(deep, random), false));
      }
    }
    cases.add(new Case(Form.TN, 300, 70, 140, false));
    cases.add(new Case(Form.TN, 530, 300, 33, false));
    // Their turns: one, several, the last of a single term, of an odd number, and whole.
    for (int k : new int[] {1, 127, 128, 129, 130, 255, 256, 257, 900}) {
      cases.add(new Case(Form.TN, 40, 300, k, true));
      cases.add(new Case(Form.TN, 50, 81, k, false));
    }
    cases.add(new Case(Form.TN, 33, 70, 4100, false));
    // Many rows by panels, which are done and stored row by row, up to the widest, and beyond.
    for (int m : new int[] {128, 130, 195, 200}) {
      for (int n : new int[] {16, 33, 47, 96, 129, 257, 1024, 1030}) {
        cases.add(new Case(Form.PANELS, m, n, n > 1000 ? 33 : any(deep, random), m == 200));
      }
    }
    // Depths of several turns.
    for (Form form : Form.values()) {
      cases.add(new Case(form, 21, 35, 2100, false));
      cases.add(new Case(form, 70, 19, 2049, true));
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsTheSumInDoubleInAnyNumberOfPieces(Case test) {
    int columns = test.columns();
    int second = test.rows() * columns;
    var product =
        CompiledProduct.of(
            test.shape(),
            new BiasReluEpilogue(Integer.toString(columns), List.of(), second),
            VECTOR);
    var data = new Data(test, 1, second);
    float[] c = data.fresh();
    product.run(data.a, X, data.b, Y, c, data.bias, test.symbol(), 1);
    for (int i = 0; i < test.rows(); i++) {
      for (int j = 0; j < columns; j++) {
        double sum = data.bias[j] + data.sum(test, 0, i, j);
        assertThat((double) c[i * columns + j]).isCloseTo(Math.max(0, sum), data.near(test));
        assertThat((double) c[second + i * columns + j]).isCloseTo(sum, data.near(test));
      }
    }
    assertThat(Arrays.copyOfRange(c, 2 * second, c.length)).containsOnly(Data.UNTOUCHED);
    for (int pieces = 2; pieces <= 5; pieces++) {
      float[] again = data.fresh();
      product.run(data.a, X, data.b, Y, again, data.bias, test.symbol(), pieces);
      assertThat(again).isEqualTo(c);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 16, 33})
  void runsAlongBatchAxes(int size) {
    // Two axes, the inner one of which shares B.
    for (Form form : Form.values()) {
      var test = new Case(form, size, size + 1, 7, true);
      int a = Data.aLength(test);
      int b = Data.bLength(test);
      int c = test.rows() * test.columns();
      var shape =
          test.shape(
              new ProductShape.Batch(Size.of(2), Size.of(3L * a), Size.of(b)),
              new ProductShape.Batch(Size.of(3), Size.of(a), Size.of(0)));
      var product =
          CompiledProduct.of(
              shape,
              new BiasReluEpilogue(Integer.toString(test.columns()), List.of(3 * c, c), 0),
              VECTOR);
      var data = new Data(test, 6, 3 * c);
      float[] result = data.fresh();
      product.run(data.a, X, data.b, Y, result, data.bias, 0, 4);
      for (int batch = 0; batch < 6; batch++) {
        for (int i = 0; i < test.rows(); i++) {
          for (int j = 0; j < test.columns(); j++) {
            double sum = data.bias[j] + data.sum(test, batch, i, j);
            assertThat((double) result[batch * c + i * test.columns() + j])
                .isCloseTo(Math.max(0, sum), data.near(test));
          }
        }
      }
      assertThat(Arrays.copyOfRange(result, 6 * c, result.length)).containsOnly(Data.UNTOUCHED);
    }
  }

  private static int any(int[] of, Random random) {
    return of[random.nextInt(of.length)];
  }
}
