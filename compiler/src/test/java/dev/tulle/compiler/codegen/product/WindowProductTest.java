package dev.tulle.compiler.codegen.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.Neighbours;
import dev.tulle.compiler.plan.ProductShape;
import dev.tulle.runtime.kernel.Panels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Products whose depth has several axes, as those of convolutions, against plain sums in double.
 */
@Tag("kernels")
final class WindowProductTest {
  private static final boolean VECTOR =
      System.getProperty("tulle.test.kernels", "vector").equals("vector");

  private static final float UNTOUCHED = -77;
  private static final int PARTS = 16;

  /** Images {@code [images, height, width, channels]} under windows of {@code kernel} squared. */
  record Case(int images, int height, int width, int channels, int units, int kernel) {
    int down() {
      return height - kernel + 1;
    }

    int across() {
      return width - kernel + 1;
    }

    int row() {
      return width * channels;
    }

    int image() {
      return height * row();
    }

    double input(float[] x, int image, int i, int j, int c) {
      return x[image * image() + i * row() + j * channels + c];
    }
  }

  static Stream<Case> cases() {
    var cases = new ArrayList<Case>();
    // One panel and several, few rows and more than a block, short and long depths.
    for (int units : new int[] {1, 6, 16, 33, 64}) {
      cases.add(new Case(3, 9, 8, 3, units, 3));
      cases.add(new Case(2, 6, 30, 1, units, 5));
      cases.add(new Case(19, 4, 4, 2, units, 2));
    }
    cases.add(new Case(2, 10, 10, 64, 70, 3));
    cases.add(new Case(1, 5, 70, 17, 48, 3));
    cases.add(new Case(2, 19, 20, 30, 49, 1));
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aConvolutionIsTheSumOverItsWindows(Case test) {
    int k = test.kernel();
    int depth = k * test.channels();
    var shape =
        new ProductShape(
            Size.of(test.across()),
            Size.of(test.units()),
            Size.of(depth),
            Size.of(test.channels()),
            Size.ONE,
            Size.of(test.units()),
            Size.ONE,
            List.of(
                new ProductShape.Depth(
                    Size.of(k), Size.of(test.row()), Size.of((long) depth * test.units()))),
            List.of(
                new ProductShape.Batch(CompiledProduct.ROWS, Size.of(test.image()), Size.of(0)),
                new ProductShape.Batch(Size.of(test.down()), Size.of(test.row()), Size.of(0))));
    int row = test.across() * test.units();
    int result = test.images() * test.down() * row;
    var product =
        CompiledProduct.of(
            shape,
            new BiasReluEpilogue(
                Integer.toString(test.units()), List.of(test.down() * row, row), result),
            VECTOR);
    var random = new Random(2);
    float[] x = floats(random, test.images() * test.image());
    float[] w = floats(random, k * depth * test.units());
    float[] bias = floats(random, test.units());
    float[] c = run(product, x, w, bias, 2 * result, test.images(), 1);
    agrees(test, x, w, bias, c);
    assertThat(run(product, x, w, bias, 2 * result, test.images(), 7)).isEqualTo(c);
    if (Neighbours.count(shape) < 2 || test.across() > 64) {
      return;
    }
    ProductShape wide = shape.by(ProductShape.Way.NEIGHBOURS).inPanels();
    var neighbours =
        CompiledProduct.of(
            wide,
            new BiasReluEpilogue(
                Integer.toString(test.units()), List.of(test.down() * row, row), result),
            VECTOR);
    float[] filters = VECTOR ? sideBySide(test, shape, w) : asTheyAre(test, wide, w);
    c = run(neighbours, x, filters, bias, 2 * result, test.images(), 1);
    agrees(test, x, w, bias, c);
    assertThat(run(neighbours, x, filters, bias, 2 * result, test.images(), 5)).isEqualTo(c);
  }

  /** The filters of each neighbour in columns of its own, one more pixel down for each. */
  private static float[] sideBySide(Case test, ProductShape shape, float[] w) {
    int depth = test.kernel() * test.channels();
    int count = (int) Neighbours.count(shape);
    int rows = depth + (count - 1) * test.channels();
    float[] filters = new float[test.kernel() * rows * 16 + 16];
    for (int u = 0; u < test.kernel(); u++) {
      for (int i = 0; i < count; i++) {
        for (int k = 0; k < depth; k++) {
          for (int f = 0; f < test.units(); f++) {
            int at = (u * rows + i * test.channels() + k) * 16 + i * test.units() + f;
            filters[at] = w[(u * depth + k) * test.units() + f];
          }
        }
      }
    }
    return filters;
  }

  private static float[] asTheyAre(Case test, ProductShape shape, float[] w) {
    int panel = (int) shape.panel().value();
    int terms = test.kernel() * test.kernel() * test.channels();
    float[] filters = new float[panel + 16];
    Panels.lay(w, 0, test.units(), 1, terms, test.units(), filters, 0, panel, 0, 1);
    return filters;
  }

  /** Whether the second result is the sum over windows, and a bias. */
  private static void agrees(Case test, float[] x, float[] w, float[] bias, float[] c) {
    int k = test.kernel();
    int depth = k * test.channels();
    int row = test.across() * test.units();
    int result = test.images() * test.down() * row;
    for (int image = 0; image < test.images(); image++) {
      for (int i = 0; i < test.down(); i++) {
        for (int j = 0; j < test.across(); j++) {
          for (int f = 0; f < test.units(); f++) {
            double sum = bias[f];
            for (int u = 0; u < k; u++) {
              for (int v = 0; v < k; v++) {
                for (int m = 0; m < test.channels(); m++) {
                  sum +=
                      test.input(x, image, i + u, j + v, m)
                          * w[(u * depth + v * test.channels() + m) * test.units() + f];
                }
              }
            }
            int at = (image * test.down() + i) * row + j * test.units() + f;
            assertThat((double) c[result + at]).isCloseTo(sum, within(1e-5 * k * depth));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theGradientOfWeightsIsTheSumOfItsParts(Case test) {
    int k = test.kernel();
    int rows = k * test.channels();
    int places = test.down() * test.across() * test.units();
    var shape =
        new ProductShape(
                Size.of(rows),
                Size.of(test.units()),
                Size.of(test.across()),
                Size.ONE,
                Size.of(test.channels()),
                Size.of(test.units()),
                Size.ONE,
                List.of(
                    new ProductShape.Depth(
                        CompiledProduct.ROWS, Size.of(test.image()), Size.of(places)),
                    new ProductShape.Depth(
                        Size.of(test.down()),
                        Size.of(test.row()),
                        Size.of((long) test.across() * test.units()))),
                List.of(
                    new ProductShape.Batch(Size.of(PARTS), Size.of(0), Size.of(0)),
                    new ProductShape.Batch(Size.of(k), Size.of(test.row()), Size.of(0))))
            .inParts(PARTS);
    int part = k * rows * test.units();
    int result = PARTS * part;
    var product =
        CompiledProduct.of(
            shape,
            new BiasReluEpilogue(
                Integer.toString(test.units()), List.of(part, rows * test.units()), result),
            VECTOR);
    var random = new Random(3);
    float[] x = floats(random, test.images() * test.image());
    float[] g = floats(random, test.images() * places);
    float[] bias = new float[test.units() + 16];
    float[] c = run(product, x, g, bias, 2 * result, test.images(), 1);
    for (int u = 0; u < k; u++) {
      for (int row = 0; row < rows; row++) {
        for (int f = 0; f < test.units(); f++) {
          double wanted = 0;
          for (int image = 0; image < test.images(); image++) {
            for (int i = 0; i < test.down(); i++) {
              for (int j = 0; j < test.across(); j++) {
                wanted +=
                    test.input(x, image, i + u, j, row)
                        * (double) g[image * places + (i * test.across() + j) * test.units() + f];
              }
            }
          }
          double sum = 0;
          for (int p = 0; p < PARTS; p++) {
            sum += c[result + p * part + (u * rows + row) * test.units() + f];
          }
          assertThat(sum).isCloseTo(wanted, within(1e-5 * places));
        }
      }
    }
    assertThat(run(product, x, g, bias, 2 * result, test.images(), 5)).isEqualTo(c);
  }

  private static float[] run(
      CompiledProduct product,
      float[] a,
      float[] b,
      float[] bias,
      int written,
      int images,
      int pieces) {
    float[] c = new float[written + 16];
    Arrays.fill(c, UNTOUCHED);
    product.run(a, 0, b, 0, c, bias, images, pieces);
    assertThat(Arrays.copyOfRange(c, written, c.length)).containsOnly(UNTOUCHED);
    return c;
  }

  private static float[] floats(Random random, int length) {
    // Loads may reach beyond the end.
    float[] floats = new float[length + 16];
    for (int i = 0; i < length; i++) {
      floats[i] = random.nextFloat() - 0.5f;
    }
    return floats;
  }
}
