package dev.tulle.compiler.codegen.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.ProductShape;
import dev.tulle.runtime.kernel.Panels;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions of three by three and the gradients of their filters, against sums in double. */
@Tag("kernels")
final class WinogradTest {
  private static final boolean VECTOR =
      System.getProperty("tulle.test.kernels", "vector").equals("vector");

  private static final float UNTOUCHED = -77;
  private static final int FILTER = 3;

  /** How a row of filters becomes points: Lavin and Gray (2016), F(2, 3). */
  private static final double[][] G = {{1, 0, 0}, {0.5, 0.5, 0.5}, {0.5, -0.5, 0.5}, {0, 0, 1}};

  /** Pictures of so many outputs, seen through filters of so many channels. */
  record Case(int pictures, int down, int across, int channels, int units) {
    int row() {
      return (across + FILTER - 1) * channels;
    }

    int picture() {
      return (down + FILTER - 1) * row();
    }

    int depth() {
      return FILTER * channels;
    }

    int outputs() {
      return down * across * units;
    }

    /** The products that an output adds up in double. */
    double output(float[] x, float[] w, int picture, int i, int j, int unit) {
      double sum = 0;
      for (int u = 0; u < FILTER; u++) {
        for (int k = 0; k < depth(); k++) {
          sum +=
              x[picture * picture() + (i + u) * row() + j * channels + k]
                  * (double) w[(u * depth() + k) * units + unit];
        }
      }
      return sum;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        // One vector of columns and several, whole tiles and not, rows of tiles in even groups.
        new Case(3, 8, 8, 16, 16),
        new Case(2, 9, 8, 32, 48),
        new Case(2, 8, 9, 16, 32),
        new Case(1, 11, 7, 48, 80),
        new Case(2, 26, 26, 16, 16),
        new Case(1, 5, 70, 16, 64),
        // So many channels that a tile takes them in turns.
        new Case(1, 10, 10, 528, 16));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aConvolutionIsTheSumOverItsWindows(Case test) {
    ProductShape shape =
        new ProductShape(
                Size.of(test.across()),
                Size.of(test.units()),
                Size.of(test.depth()),
                Size.of(test.channels()),
                Size.ONE,
                Size.of(test.units()),
                Size.ONE,
                List.of(
                    new ProductShape.Depth(
                        Size.of(FILTER),
                        Size.of(test.row()),
                        Size.of((long) test.depth() * test.units()))),
                List.of(
                    new ProductShape.Batch(
                        CompiledProduct.ROWS, Size.of(test.picture()), Size.of(0)),
                    new ProductShape.Batch(Size.of(test.down()), Size.of(test.row()), Size.of(0))))
            .by(ProductShape.Way.WINOGRAD)
            .inPanels();
    int row = test.across() * test.units();
    int result = test.pictures() * test.outputs();
    var product =
        CompiledProduct.of(
            shape,
            new BiasReluEpilogue(
                Integer.toString(test.units()), List.of(test.outputs(), row), result),
            VECTOR);
    var random = new Random(2);
    float[] x = floats(random, test.pictures() * test.picture());
    float[] w = floats(random, FILTER * test.depth() * test.units());
    float[] bias = floats(random, test.units());
    float[] panels = VECTOR ? points(test, w) : asTheyAre(test, shape, w);
    float[] c = run(product, x, panels, bias, 2 * result, test.pictures(), 1);
    double worst = 0;
    for (int picture = 0; picture < test.pictures(); picture++) {
      for (int i = 0; i < test.down(); i++) {
        for (int j = 0; j < test.across(); j++) {
          for (int f = 0; f < test.units(); f++) {
            double wanted = bias[f] + test.output(x, w, picture, i, j, f);
            int at = picture * test.outputs() + i * row + j * test.units() + f;
            worst = Math.max(worst, Math.abs(c[result + at] - wanted));
          }
        }
      }
    }
    assertThat(worst).isLessThan(error(FILTER * test.depth()));
    assertThat(run(product, x, panels, bias, 2 * result, test.pictures(), 7)).isEqualTo(c);
  }

  /** What the vector form reads: panels of 32 units, in each the points of every channel. */
  private static float[] points(Case test, float[] w) {
    int panel = 16 * test.channels() * Panels.COLUMNS;
    float[] panels = new float[(test.units() + 31) / 32 * panel + 16];
    for (int f = 0; f < test.units(); f++) {
      for (int c = 0; c < test.channels(); c++) {
        for (int p = 0; p < 16; p++) {
          double sum = 0;
          for (int u = 0; u < FILTER; u++) {
            for (int v = 0; v < FILTER; v++) {
              int k = u * test.depth() + v * test.channels() + c;
              sum += G[p / 4][u] * G[p % 4][v] * w[k * test.units() + f];
            }
          }
          int at = f / 32 * panel + (p * test.channels() + c) * 32 + f % 32;
          panels[at] = (float) sum;
        }
      }
    }
    return panels;
  }

  private static float[] asTheyAre(Case test, ProductShape shape, float[] w) {
    int panel = (int) shape.panel().value();
    float[] panels = new float[(test.units() + 31) / 32 * panel + 16];
    int terms = FILTER * test.depth();
    Panels.lay(w, 0, test.units(), 1, terms, test.units(), panels, 0, panel, 0, 1);
    return panels;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theGradientOfFiltersIsTheSumOverAllOutputs(Case test) {
    gradient(test, 1);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void partsOfAGradientAreSumsOverSomePictures(Case test) {
    gradient(test, 16);
  }

  private static void gradient(Case test, int parts) {
    var batch = new ProductShape.Batch(Size.of(FILTER), Size.of(test.row()), Size.of(0));
    ProductShape shape =
        new ProductShape(
                Size.of(test.depth()),
                Size.of(test.units()),
                Size.of(test.across()),
                Size.ONE,
                Size.of(test.channels()),
                Size.of(test.units()),
                Size.ONE,
                List.of(
                    new ProductShape.Depth(
                        CompiledProduct.ROWS, Size.of(test.picture()), Size.of(test.outputs())),
                    new ProductShape.Depth(
                        Size.of(test.down()),
                        Size.of(test.row()),
                        Size.of((long) test.across() * test.units()))),
                parts == 1
                    ? List.of(batch)
                    : List.of(
                        new ProductShape.Batch(Size.of(parts), Size.of(0), Size.of(0)), batch))
            .inParts(parts)
            .by(ProductShape.Way.WINOGRAD);
    int part = FILTER * test.depth() * test.units();
    int result = parts * part;
    int rows = test.depth() * test.units();
    var product =
        CompiledProduct.of(
            shape,
            new BiasReluEpilogue(
                Integer.toString(test.units()),
                parts == 1 ? List.of(rows) : List.of(part, rows),
                result),
            VECTOR);
    var random = new Random(3);
    float[] x = floats(random, test.pictures() * test.picture());
    float[] g = floats(random, test.pictures() * test.outputs());
    float[] bias = new float[test.units() + 16];
    float[] c = run(product, x, g, bias, 2 * result, test.pictures(), 1);
    double worst = 0;
    for (int u = 0; u < FILTER; u++) {
      for (int k = 0; k < test.depth(); k++) {
        for (int f = 0; f < test.units(); f++) {
          double wanted = 0;
          for (int n = 0; n < test.pictures(); n++) {
            for (int i = 0; i < test.down(); i++) {
              for (int j = 0; j < test.across(); j++) {
                wanted +=
                    x[n * test.picture() + (i + u) * test.row() + j * test.channels() + k]
                        * (double)
                            g[n * test.outputs() + (i * test.across() + j) * test.units() + f];
              }
            }
          }
          double sum = 0;
          for (int p = 0; p < parts; p++) {
            sum += c[result + p * part + (u * test.depth() + k) * test.units() + f];
          }
          worst = Math.max(worst, Math.abs(sum - wanted));
        }
      }
    }
    assertThat(worst).isLessThan(error(test.pictures() * test.down() * test.across()));
    assertThat(run(product, x, g, bias, 2 * result, test.pictures(), 5)).isEqualTo(c);
  }

  /**
   * What may be lost in a sum of so many products of numbers up to a half: its terms' roundings.
   */
  private static double error(int terms) {
    return 4e-6 + 2e-8 * terms;
  }

  private static float[] run(
      CompiledProduct product,
      float[] a,
      float[] b,
      float[] bias,
      int written,
      int pictures,
      int pieces) {
    float[] c = new float[written + 16];
    Arrays.fill(c, UNTOUCHED);
    product.run(a, 0, b, 0, c, bias, pictures, pieces);
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
