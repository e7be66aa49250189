package dev.tulle.compiler.ir;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The sizes of a tensor, outermost axis first, the last one contiguous. */
public record Shape(List<Size> sizes) {
  /** A single number. */
  public static final Shape SCALAR = new Shape(List.of());

  public Shape {
    sizes = List.copyOf(sizes);
  }

  public static Shape of(Size... sizes) {
    return new Shape(List.of(sizes));
  }

  public static Shape of(long... sizes) {
    return new Shape(Arrays.stream(sizes).mapToObj(Size::of).toList());
  }

  public int rank() {
    return sizes.size();
  }

  public Size size(int axis) {
    return sizes.get(axis);
  }

  /** The number of elements. */
  public Size count() {
    return sizes.stream().reduce(Size.ONE, Size::times);
  }

  /** Whether no symbol is in it. */
  public boolean isKnown() {
    return sizes.stream().allMatch(Size::isKnown);
  }

  @Override
  public String toString() {
    return sizes.stream().map(Size::toString).collect(Collectors.joining(", ", "[", "]"));
  }
}
