package dev.tulle.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitterTest {
  private static final double[] FRACTIONS = {0.7, 0.1, 0.2};

  private static int[] rows(int count) {
    return IntStream.range(0, count).toArray();
  }

  private static void assertParted(int[][] sets, int rows) {
    Set<Integer> seen = new HashSet<>();
    for (int[] set : sets) {
      assertThat(set).isSorted();
      for (int row : set) {
        assertThat(seen.add(row)).isTrue();
      }
    }
    assertThat(seen).hasSize(rows);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 97, 1797})
  void partsAllRowsByFractions(int count) {
    int[][] sets = Splitter.byFractions(rows(count), FRACTIONS, 1, Optional.empty());
    assertParted(sets, count);
    assertThat(sets[0]).hasSize((int) Math.round(count * 0.7));
    int[][] some = Splitter.byFractions(rows(count), new double[] {0.25}, 1, Optional.empty());
    assertThat(some[0]).hasSize(Math.round(count * 0.25f));
  }

  @Test
  void dependsOnTheSeedAlone() {
    int[][] sets = Splitter.byFractions(rows(100), FRACTIONS, 5, Optional.empty());
    assertThat(Splitter.byFractions(rows(100), FRACTIONS, 5, Optional.empty())).isEqualTo(sets);
    assertThat(Splitter.byFractions(rows(100), FRACTIONS, 6, Optional.empty())).isNotEqualTo(sets);
  }

  @Test
  void partsEachLabelInProportion() {
    String[] labels = new String[1000];
    Arrays.setAll(labels, i -> i % 10 < 7 ? "common" : i % 10 < 9 ? "some" : "rare");
    int[][] sets = Splitter.byFractions(rows(1000), FRACTIONS, 3, Optional.of(labels));
    assertParted(sets, 1000);
    for (int s = 0; s < 3; s++) {
      for (String label : new String[] {"common", "some", "rare"}) {
        long all = Arrays.stream(labels).filter(label::equals).count();
        long here = Arrays.stream(sets[s]).filter(row -> labels[row].equals(label)).count();
        assertThat((double) here).isBetween(all * FRACTIONS[s] - 1, all * FRACTIONS[s] + 1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 103})
  void foldsAreEqualToWithinARow(int count) {
    int[][] folds = Splitter.folds(rows(103), count, 7, Optional.empty());
    assertParted(folds, 103);
    for (int[] fold : folds) {
      assertThat(fold.length).isBetween(103 / count, 103 / count + 1);
    }
    assertThat(Splitter.folds(rows(103), count, 8, Optional.empty())).isNotEqualTo(folds);
  }

  @Test
  void foldsHoldEachLabelEvenly() {
    String[] labels = new String[150];
    Arrays.setAll(labels, i -> "kind" + i / 50);
    int[][] folds = Splitter.folds(rows(150), 5, 3, Optional.of(labels));
    assertParted(folds, 150);
    for (int[] fold : folds) {
      for (int kind = 0; kind < 3; kind++) {
        String label = "kind" + kind;
        assertThat(Arrays.stream(fold).filter(row -> labels[row].equals(label)).count())
            .isEqualTo(10);
      }
    }
  }

  @Test
  void shufflesFairly() {
    // Where the first of four rows goes, over many keys: each place about as often.
    int[] counts = new int[4];
    for (int key = 0; key < 40_000; key++) {
      int[] rows = rows(4);
      Splitter.shuffle(rows, dev.tulle.runtime.kernel.RandomNumbers.key(key, 0, 0));
      assertThat(rows).containsExactlyInAnyOrder(0, 1, 2, 3);
      counts[Arrays.stream(rows).boxed().toList().indexOf(0)]++;
    }
    for (int count : counts) {
      assertThat(count).isBetween(9_600, 10_400);
    }
  }

  @Test
  void leavesRowsOut() {
    assertThat(Splitter.without(new int[] {1, 3, 5, 7}, new int[] {7, 3})).containsExactly(1, 5);
  }
}
