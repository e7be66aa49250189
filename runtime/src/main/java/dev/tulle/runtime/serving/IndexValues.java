package dev.tulle.runtime.serving;

import dev.tulle.runtime.Port;
import dev.tulle.runtime.recipe.Cells;
import dev.tulle.runtime.recipe.ClassNames;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The ints that an input takes: where the data number the classes, those numbers, otherwise
 * indices.
 */
final class IndexValues {
  private final Port port;
  private final boolean numbered;
  private final double[] sorted;
  private final int[] index;

  IndexValues(Port port, Optional<ClassNames> classes) {
    this.port = port;
    double[] values =
        classes
            .filter(ClassNames::whole)
            .map(c -> c.names().stream().mapToDouble(Cells::parse).toArray())
            .orElseGet(() -> new double[0]);
    // Classes 0, 1, 2 … are their own indices.
    this.numbered = IntStream.range(0, values.length).anyMatch(i -> values[i] != i);
    Integer[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .toArray(Integer[]::new);
    this.sorted = Arrays.stream(order).mapToDouble(i -> values[i]).toArray();
    this.index = Arrays.stream(order).mapToInt(i -> i).toArray();
  }

  int index(int value) {
    int at = value;
    if (numbered) {
      int found = Arrays.binarySearch(sorted, value);
      at = found < 0 ? -1 : index[found];
    }
    if (at < 0 || at >= port.classCount()) {
      throw new IllegalArgumentException(
          numbered
              ? "`" + port.name() + "` is " + value + ", a number that no class of the data has"
              : "`"
                  + port.name()
                  + "` is "
                  + value
                  + ", but an index from 0 to "
                  + (port.classCount() - 1)
                  + " is wanted");
    }
    return at;
  }
}
