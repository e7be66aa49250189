package dev.tulle.compiler.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.vectors.AugmentedRows.Seen;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Generated code augments as the interpreter does, on vector kernels and in a second run on scalar
 * ones, with the same bits whatever the threads.
 */
@Tag("kernels")
class GeneratedAugmentationsTest {
  private static @Nullable GeneratedNets nets;

  static List<AugmentedRows> all() {
    return IntStream.range(0, AugmentedRows.ALL.size())
        .mapToObj(i -> new AugmentedRows("rows" + i, AugmentedRows.ALL.get(i), 37, 17, 19))
        .toList();
  }

  @BeforeAll
  static void compile() {
    List<SourceFile> files = all().stream().map(AugmentedRows::file).toList();
    nets = new GeneratedNets(files);
  }

  @AfterAll
  static void forget() {
    nets = null;
  }

  private static Seen generated(AugmentedRows net, int threads) {
    Machine machine = Objects.requireNonNull(nets).machine(net.file(), net.rows() + 1, threads);
    return net.run(machine, pictures(net));
  }

  private static double[][] pictures(AugmentedRows net) {
    var random = new SplittableRandom(3);
    double[][] pictures = new double[net.rows()][];
    for (int r = 0; r < pictures.length; r++) {
      pictures[r] = random.doubles(net.height() * net.width()).map(x -> (float) x).toArray();
    }
    return pictures;
  }

  @ParameterizedTest
  @MethodSource("all")
  void agreesWithTheInterpreter(AugmentedRows net) {
    Seen expected = net.reference(pictures(net));
    Seen found = generated(net, 1);
    for (int r = 0; r < net.rows(); r++) {
      assertThat(found.images()[r]).containsExactly(expected.images()[r], within(2e-5));
      assertThat(found.labels()[r]).containsExactly(expected.labels()[r], within(2e-5));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void hasTheSameBitsOnAnyThreads(AugmentedRows net) {
    Seen one = generated(net, 1);
    for (int threads : new int[] {2, 3, 8}) {
      Seen several = generated(net, threads);
      assertThat(several.images()).isDeepEqualTo(one.images());
      assertThat(several.labels()).isDeepEqualTo(one.labels());
    }
  }
}
