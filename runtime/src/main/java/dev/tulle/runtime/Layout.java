package dev.tulle.runtime;

import java.util.List;

/**
 * Where named tensors lie in one flat array.
 *
 * @param entries in the order of their offsets
 * @param length of the array in floats, with {@link #SLACK} readable floats behind the last entry
 */
public record Layout(List<Entry> entries, int length) {
  /**
   * Floats before the first tensor of an array: with the 16 bytes before an array's elements they
   * are a line of the cache, and a vector that lies in two lines takes twice the time to load. What
   * HotSpot places at the beginning of a line is an array of half a region of G1 or more, and every
   * object with {@code -XX:ObjectAlignmentInBytes=64}.
   */
  public static final int LEAD = 12;

  /**
   * Floats behind the end of every array that kernels read: a whole vector may be loaded from its
   * last element.
   */
  public static final int SLACK = 16;

  /**
   * A tensor.
   *
   * @param name its path in the net, such as {@code dense1.w}
   * @param shape its sizes; empty for a number
   * @param offset its first float: {@link #LEAD} more than a multiple of 16
   * @param trained whether an optimizer moves it; false for what {@code state} declares
   */
  public record Entry(String name, List<Integer> shape, int offset, boolean trained) {
    public Entry {
      shape = List.copyOf(shape);
    }

    /** The number of its floats. */
    public int count() {
      return shape.stream().reduce(1, Math::multiplyExact);
    }
  }

  public Layout {
    entries = List.copyOf(entries);
  }

  /** The entry of that name. @throws IllegalArgumentException where there is none */
  public Entry entry(String name) {
    return entries.stream()
        .filter(e -> e.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no tensor is called `" + name + "`"));
  }
}
