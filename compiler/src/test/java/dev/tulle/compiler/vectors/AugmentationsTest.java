package dev.tulle.compiler.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.vectors.AugmentedRows.Seen;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What augmentations make of small pictures, against what anybody can work out by hand. */
class AugmentationsTest {
  private static final double[] NINE = {1, 2, 3, 4, 5, 6, 7, 8, 9};

  /** A picture of 3 by 3 after an augmentation that is the same for all rows. */
  private static double[] nine(String augmentation) {
    return new AugmentedRows("nine", "image = " + augmentation, 1, 3, 3)
        .reference(NINE)
        .images()[0];
  }

  private static void hasAbout(double[] picture, double... expected) {
    assertThat(picture).containsExactly(expected, within(1e-12));
  }

  @Test
  void moveByWholePositionsIsExact() {
    assertThat(nine("move(down = 1, right = -2)")).containsExactly(0, 0, 0, 3, 0, 0, 6, 0, 0);
    assertThat(nine("move(right = 1)")).containsExactly(0, 1, 2, 0, 4, 5, 0, 7, 8);
    assertThat(nine("move(down = 30)")).containsOnly(0);
  }

  @Test
  void moveBetweenPositionsMixesNeighbours() {
    hasAbout(nine("move(down = 0.25)"), 0.75, 1.5, 2.25, 3.25, 4.25, 5.25, 6.25, 7.25, 8.25);
    hasAbout(nine("move(right = 0.5)"), 0.5, 1.5, 2.5, 2, 4.5, 5.5, 3.5, 7.5, 8.5);
  }

  @Test
  void moveDrawsOutAroundTheMiddle() {
    hasAbout(nine("move(width = 2)"), 1.5, 2, 2.5, 4.5, 5, 5.5, 7.5, 8, 8.5);
    hasAbout(nine("move(height = 0.5)"), 0, 0, 0, 4, 5, 6, 0, 0, 0);
  }

  @Test
  void spinByAQuarterIsATransposedFlip() {
    hasAbout(nine("spin(90)"), 3, 6, 9, 2, 5, 8, 1, 4, 7);
    hasAbout(nine("spin(-90)"), 7, 4, 1, 8, 5, 2, 9, 6, 3);
    hasAbout(nine("spin(180)"), 9, 8, 7, 6, 5, 4, 3, 2, 1);
    assertThat(nine("spin(0)")).containsExactly(NINE);
  }

  @Test
  void slantBy45DegreesMovesLinesByWholePositions() {
    hasAbout(nine("slant(45)"), 0, 1, 2, 4, 5, 6, 8, 9, 0);
    hasAbout(nine("slant(-45)"), 2, 3, 0, 4, 5, 6, 0, 7, 8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shift(0)",
        "rotate(degrees = 0)",
        "scale(0)",
        "shear(degrees = 0)",
        "crop(1)",
        "pad_crop(0)",
        "flip_x(0)",
        "flip_y(0)",
        "erase(0.3, probability = 0)",
        "erase(0, probability = 1)",
        "brightness(0)",
        "contrast(0)",
        "noise(0)"
      })
  void nothingIsNothing(String augmentation) {
    hasAbout(nine(augmentation), NINE);
  }

  @Test
  void certainFlipsAreFlips() {
    assertThat(nine("flip_x(1)")).containsExactly(3, 2, 1, 6, 5, 4, 9, 8, 7);
    assertThat(nine("flip_y(1)")).containsExactly(7, 8, 9, 4, 5, 6, 1, 2, 3);
    assertThat(nine("flip_x(1) -> flip_y(1)")).containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1);
  }

  @Test
  void flipsHappenAsOftenAsTheySay() {
    var net = new AugmentedRows("flips", "image = flip_x(0.3)", 512, 2, 2);
    double[][] images = net.reference(net.numbered()).images();
    long flipped = Arrays.stream(images).filter(i -> i[0] == 2).count();
    assertThat(Arrays.stream(images)).allMatch(i -> i[0] + i[1] == 3 && i[2] + i[3] == 7);
    // Three deviations of a binomial.
    assertThat(flipped).isBetween(154L - 31, 154L + 31);
  }

  @Test
  void shiftStaysWithinItsPartAndGoesBothWays() {
    var net = new AugmentedRows("shifts", "image = shift(0.2)", 300, 10, 10);
    double[] dot = new double[100];
    dot[44] = 1;
    double[][] images = net.reference(dot).images();
    double[] down = Arrays.stream(images).mapToDouble(i -> centre(i, 10, true) - 4).toArray();
    double[] right = Arrays.stream(images).mapToDouble(i -> centre(i, 10, false) - 4).toArray();
    for (double[] moves : new double[][] {down, right}) {
      assertThat(Arrays.stream(moves).map(Math::abs).max().orElseThrow()).isBetween(1.9, 2.0);
      assertThat(Arrays.stream(moves).average().orElseThrow()).isCloseTo(0, within(0.2));
    }
    assertThat(correlation(down, right)).isCloseTo(0, within(0.18));
    assertThat(Arrays.stream(images)).allMatch(i -> Math.abs(Arrays.stream(i).sum() - 1) < 1e-9);
  }

  private static double centre(double[] image, int width, boolean rows) {
    double moment = 0;
    double total = 0;
    for (int i = 0; i < image.length; i++) {
      moment += image[i] * (rows ? i / width : i % width);
      total += image[i];
    }
    return moment / total;
  }

  private static double correlation(double[] a, double[] b) {
    double ab = IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    double aa = Arrays.stream(a).map(x -> x * x).sum();
    double bb = Arrays.stream(b).map(x -> x * x).sum();
    return ab / Math.sqrt(aa * bb);
  }

  @Test
  void rotateStaysWithinItsDegrees() {
    var net = new AugmentedRows("rotates", "image = rotate(degrees = 30)", 200, 21, 21);
    // A plane that rises to the right: its gradient shows by how much it is turned.
    double[] plane = new double[21 * 21];
    Arrays.setAll(plane, i -> i % 21);
    double[] degrees =
        Arrays.stream(net.reference(plane).images())
            .mapToDouble(
                i -> {
                  double right = i[10 * 21 + 11] - i[10 * 21 + 9];
                  double up = i[9 * 21 + 10] - i[11 * 21 + 10];
                  return Math.toDegrees(Math.atan2(up, right));
                })
            .toArray();
    assertThat(Arrays.stream(degrees).max().orElseThrow()).isBetween(28.0, 30.0);
    assertThat(Arrays.stream(degrees).min().orElseThrow()).isBetween(-30.0, -28.0);
    assertThat(Arrays.stream(degrees).average().orElseThrow()).isCloseTo(0, within(4.0));
  }

  @Test
  void scaleAndShearStayWithinTheirs() {
    double[] plane = new double[21 * 21];
    Arrays.setAll(plane, i -> i % 21);
    double[] steps =
        Arrays.stream(
                new AugmentedRows("scales", "image = scale(0.25)", 200, 21, 21)
                    .reference(plane)
                    .images())
            .mapToDouble(i -> 2 / (i[10 * 21 + 11] - i[10 * 21 + 9]))
            .toArray();
    assertThat(Arrays.stream(steps).min().orElseThrow()).isBetween(0.75, 0.76);
    assertThat(Arrays.stream(steps).max().orElseThrow()).isBetween(1.24, 1.25);
    double[] slants =
        Arrays.stream(
                new AugmentedRows("shears", "image = shear(degrees = 20)", 200, 21, 21)
                    .reference(plane)
                    .images())
            .mapToDouble(i -> Math.toDegrees(Math.atan((i[11 * 21 + 10] - i[9 * 21 + 10]) / 2)))
            .toArray();
    assertThat(Arrays.stream(slants).min().orElseThrow()).isBetween(-20.0, -19.0);
    assertThat(Arrays.stream(slants).max().orElseThrow()).isBetween(19.0, 20.0);
  }

  @Test
  void cropShowsAWindowInside() {
    var net = new AugmentedRows("crops", "image = crop(0.25)", 300, 9, 9);
    double[] plane = new double[81];
    Arrays.setAll(plane, i -> 1 + i / 9);
    double[][] images = net.reference(plane).images();
    double[] sides = Arrays.stream(images).mapToDouble(i -> i[5 * 9] - i[4 * 9]).toArray();
    assertThat(Arrays.stream(sides).min().orElseThrow()).isBetween(0.5, 0.52);
    assertThat(Arrays.stream(sides).max().orElseThrow()).isBetween(0.99, 1.0);
    // Nothing from outside is seen, and both ends are reached.
    double[] first = Arrays.stream(images).mapToDouble(i -> i[0]).toArray();
    double[] last = Arrays.stream(images).mapToDouble(i -> i[80]).toArray();
    assertThat(Arrays.stream(first).min().orElseThrow()).isBetween(1 - 1e-9, 1.1);
    assertThat(Arrays.stream(last).max().orElseThrow()).isBetween(8.9, 9 + 1e-9);
  }

  @Test
  void padCropIsEachOfTheMoves() {
    var net = new AugmentedRows("crops", "image = pad_crop(1)", 256, 3, 3);
    Set<String> found = new HashSet<>();
    Arrays.stream(net.reference(NINE).images()).forEach(i -> found.add(Arrays.toString(i)));
    Set<String> moves = new HashSet<>();
    for (int down = -1; down <= 1; down++) {
      for (int right = -1; right <= 1; right++) {
        moves.add(Arrays.toString(moved(down, right)));
      }
    }
    assertThat(found).isEqualTo(moves);
  }

  private static double[] moved(int down, int right) {
    double[] picture = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        boolean inside = i >= down && i < down + 3 && j >= right && j < right + 3;
        picture[3 * i + j] = inside ? NINE[3 * (i - down) + j - right] : 0;
      }
    }
    return picture;
  }

  @Test
  void padCropTakesWhatThePaddingSays() {
    var net = new AugmentedRows("edges", "image = pad_crop(1, padding = edge)", 128, 3, 3);
    assertThat(Arrays.stream(net.reference(NINE).images()))
        .allMatch(i -> Arrays.stream(i).min().orElseThrow() > 0)
        .anyMatch(i -> Arrays.equals(i, new double[] {1, 1, 2, 1, 1, 2, 4, 4, 5}));
  }

  @Test
  void eraseCoversItsShare() {
    var net = new AugmentedRows("erased", "image = erase(0.25, ratio = 1, value = -1)", 300, 8, 8);
    double[][] images = net.reference(net.numbered()).images();
    Set<Integer> corners = new HashSet<>();
    for (double[] image : images) {
      int[] hit = IntStream.range(0, 64).filter(i -> image[i] == -1).toArray();
      assertThat(hit.length).isIn(0, 16);
      if (hit.length > 0) {
        int first = hit[0];
        int[] square = IntStream.range(0, 16).map(i -> first + 8 * (i / 4) + i % 4).toArray();
        assertThat(hit).containsExactly(square);
        assertThat(first % 8).isLessThanOrEqualTo(4);
        corners.add(first);
      }
    }
    long erased = Arrays.stream(images).filter(i -> Arrays.stream(i).anyMatch(x -> x < 0)).count();
    assertThat(erased).isBetween(150L - 27, 150L + 27);
    assertThat(corners).hasSize(25);
  }

  @Test
  void erasedRectanglesAreOfAllRatiosAndOfOneArea() {
    var net =
        new AugmentedRows("long", "image = erase(0.1, probability = 1, value = -1)", 300, 30, 30);
    double[][] images = net.reference(net.numbered()).images();
    double mean =
        Arrays.stream(images)
            .mapToDouble(i -> Arrays.stream(i).filter(x -> x < 0).count() / 900.0)
            .average()
            .orElseThrow();
    assertThat(mean).isCloseTo(0.1, within(0.002));
    double[] ratios =
        Arrays.stream(images)
            .mapToDouble(
                i -> {
                  int[] hit = IntStream.range(0, 900).filter(p -> i[p] < 0).toArray();
                  double high = hit[hit.length - 1] / 30 - hit[0] / 30 + 1;
                  return high * high / hit.length;
                })
            .toArray();
    assertThat(Arrays.stream(ratios).max().orElseThrow()).isBetween(2.7, 3.3);
    assertThat(Arrays.stream(ratios).min().orElseThrow()).isBetween(0.3, 0.37);
  }

  @Test
  void brightnessAddsAndContrastKeepsTheMean() {
    var bright = new AugmentedRows("bright", "image = brightness(0.5)", 200, 2, 2);
    double[] added =
        Arrays.stream(bright.reference(bright.numbered()).images())
            .mapToDouble(
                i -> {
                  assertThat(i[3] - i[0]).isCloseTo(3, within(1e-9));
                  return i[0] - 1;
                })
            .toArray();
    assertThat(Arrays.stream(added).max().orElseThrow()).isBetween(0.47, 0.5);
    assertThat(Arrays.stream(added).min().orElseThrow()).isBetween(-0.5, -0.47);
    var sharp = new AugmentedRows("sharp", "image = contrast(0.5)", 200, 2, 2);
    double[] factors =
        Arrays.stream(sharp.reference(sharp.numbered()).images())
            .mapToDouble(
                i -> {
                  assertThat(Arrays.stream(i).sum()).isCloseTo(10, within(1e-9));
                  return (i[3] - i[0]) / 3;
                })
            .toArray();
    assertThat(Arrays.stream(factors).max().orElseThrow()).isBetween(1.47, 1.5);
    assertThat(Arrays.stream(factors).min().orElseThrow()).isBetween(0.5, 0.53);
  }

  @Test
  void noiseIsNormal() {
    var net = new AugmentedRows("noisy", "image = noise(0.2)", 100, 10, 10);
    double[] all =
        Arrays.stream(net.reference(new double[100]).images())
            .flatMapToDouble(Arrays::stream)
            .toArray();
    double mean = Arrays.stream(all).average().orElseThrow();
    double variance = Arrays.stream(all).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
    assertThat(mean).isCloseTo(0, within(0.006));
    assertThat(Math.sqrt(variance)).isCloseTo(0.2, within(0.0045));
    double beyond = Arrays.stream(all).filter(x -> Math.abs(x) > 0.4).count() / (double) all.length;
    assertThat(beyond).isCloseTo(0.0455, within(0.0065));
  }

  @ParameterizedTest
  @CsvSource({"0.2", "1", "4"})
  void mixupMixesRowAndLabelAlike(double alpha) {
    var net = new AugmentedRows("mixed", "image, label = mixup(%s)".formatted(alpha), 600, 1, 1);
    Seen seen = net.reference(new double[] {0}, new double[] {1}, new double[] {2});
    double[] shares = new double[600];
    for (int r = 0; r < 600; r++) {
      double[] label = seen.labels()[r];
      assertThat(Arrays.stream(label).sum()).isCloseTo(1, within(1e-12));
      shares[r] = label[r % 3];
      assertThat(label[(r + 1) % 3]).isCloseTo(1 - shares[r], within(1e-12));
      double expected = shares[r] * (r % 3) + (1 - shares[r]) * ((r + 1) % 3);
      assertThat(seen.images()[r][0]).isCloseTo(expected, within(1e-12));
    }
    double mean = Arrays.stream(shares).average().orElseThrow();
    double variance = Arrays.stream(shares).map(s -> (s - 0.5) * (s - 0.5)).average().orElseThrow();
    assertThat(mean).isCloseTo(0.5, within(0.06));
    // Of Beta(alpha, alpha).
    assertThat(variance).isCloseTo(1 / (4 * (2 * alpha + 1)), within(0.012));
  }

  @Test
  void cutmixGivesTheLabelTheShareOfTheArea() {
    var net = new AugmentedRows("cut", "image, label = cutmix(1)", 300, 6, 5);
    double[][] colours = new double[3][30];
    for (int colour = 0; colour < 3; colour++) {
      Arrays.fill(colours[colour], colour);
    }
    Seen seen = net.reference(colours);
    Set<Long> areas = new HashSet<>();
    for (int r = 0; r < 300; r++) {
      int own = r % 3;
      int next = (r + 1) % 3;
      long kept = Arrays.stream(seen.images()[r]).filter(x -> x == own).count();
      long cut = Arrays.stream(seen.images()[r]).filter(x -> x == next).count();
      assertThat(kept + cut).isEqualTo(30);
      assertThat(seen.labels()[r][own]).isCloseTo(kept / 30.0, within(1e-12));
      assertThat(seen.labels()[r][next]).isCloseTo(cut / 30.0, within(1e-12));
      areas.add(cut);
    }
    assertThat(areas).hasSizeGreaterThan(10);
  }

  @Test
  void rowsDifferAndTheSameRowIsTheSame() {
    var net = new AugmentedRows("differ", "image = noise(1)", 8, 2, 2);
    Seen first = net.reference(NINE);
    assertThat(first.images()).isDeepEqualTo(net.reference(NINE).images());
    assertThat(Arrays.stream(first.images()).mapToDouble(i -> i[0]).distinct().count())
        .isEqualTo(8);
  }

  static java.util.List<String> all() {
    return AugmentedRows.ALL;
  }

  /** It is in the gradient alone, and no derivative goes through it. */
  @ParameterizedTest
  @MethodSource("all")
  void onlyTrainingAugments(String fields) {
    var net = new AugmentedRows("modes", fields, 4, 6, 6);
    Program program = Compiled.program(net.file());
    Program.Training training = Objects.requireNonNull(program.training());
    assertThat(has(program.predict(), Op.Random.class)).isFalse();
    assertThat(has(training.evaluate(), Op.Random.class)).isFalse();
    assertThat(has(program.predict(), Op.Gather.class)).isFalse();
    assertThat(has(training.evaluate(), Op.Gather.class)).isFalse();
    assertThat(has(training.gradient(), Op.Scatter.class)).isFalse();
    double[] served = new ReferenceMachine(program).predict("twice", net.ports(NUMBERS), 4);
    assertThat(served)
        .containsExactly(Arrays.stream(net.ports(NUMBERS).get("image")).map(x -> 2 * x).toArray());
  }

  private static final double[] NUMBERS = IntStream.range(0, 36).mapToDouble(i -> i).toArray();

  private static boolean has(Graph graph, Class<? extends Op> op) {
    return graph.nodes().stream().anyMatch(n -> op.isInstance(n.op()));
  }
}
