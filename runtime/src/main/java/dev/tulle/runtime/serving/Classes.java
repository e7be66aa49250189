package dev.tulle.runtime.serving;

import dev.tulle.runtime.kernel.Lengths;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The classes of a dim, with the names that the data have for them. */
public final class Classes {
  private final String dim;
  private final List<String> names;

  Classes(String dim, int count, Optional<List<String>> names) {
    this.dim = dim;
    this.names =
        names.orElseGet(() -> IntStream.range(0, count).mapToObj(Integer::toString).toList());
  }

  /** By index; where the weights keep no names, the indices as texts. */
  public List<String> names() {
    return names;
  }

  /**
   * The name of a class.
   *
   * @throws IllegalArgumentException where there is no class of that index
   */
  public String name(int index) {
    if (index < 0 || index >= names.size()) {
      throw new IllegalArgumentException(
          "`"
              + dim
              + "` has the classes 0 to "
              + (names.size() - 1)
              + ", and "
              + index
              + " is none");
    }
    return names.get(index);
  }

  /**
   * The class of the largest number in a row; of equal ones the lowest.
   *
   * @param scores a number for each class, row by row
   * @throws IllegalArgumentException where there is no such row, or it has another length
   */
  public int likeliest(float[] scores, int row) {
    int count = names.size();
    if (row < 0) {
      throw new IllegalArgumentException("row " + row);
    }
    Lengths.check(dim, scores, row + 1, count);
    int best = 0;
    for (int i = 1; i < count; i++) {
      best = scores[row * count + i] > scores[row * count + best] ? i : best;
    }
    return best;
  }
}
