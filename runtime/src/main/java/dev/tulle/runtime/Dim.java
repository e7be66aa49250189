package dev.tulle.runtime;

import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A dim of a net that varies from call to call: {@code dim time <= 256}. All inputs and targets
 * that have it are of one length in a call, and so are all rows of it.
 *
 * @param name as the `.net` file calls it
 * @param least the shortest that the net works with; 1, but where windows need more
 * @param most the bound
 */
public record Dim(String name, int least, int most) {
  /**
   * How long dims are in rows of some widths.
   *
   * @param ports what has rows; of each axis at most one dim is unknown
   * @param width numbers a row of a port
   * @return a length for each of {@code dims}
   * @throws IllegalArgumentException where widths are no whole numbers of positions, do not go
   *     together, or are not within the bounds
   */
  public static int[] lengths(List<Dim> dims, List<Port> ports, ToIntFunction<Port> width) {
    List<String> names = dims.stream().map(Dim::name).toList();
    int[] lengths = new int[dims.size()];
    for (int found = 0; found < lengths.length; found++) {
      for (Port port : ports) {
        List<Port.Varying> open =
            port.varying().stream().filter(v -> lengths[names.indexOf(v.dim())] == 0).toList();
        if (open.size() == 1) {
          // With one position the rest of the shape says how wide each is.
          int dim = names.indexOf(open.get(0).dim());
          int each =
              port.width(name -> name.equals(names.get(dim)) ? 1 : lengths[names.indexOf(name)]);
          lengths[dim] = Math.max(1, width.applyAsInt(port) / each);
        }
      }
    }
    for (Port port : ports) {
      int wanted = port.width(name -> lengths[names.indexOf(name)]);
      if (width.applyAsInt(port) != wanted) {
        throw new IllegalArgumentException(
            "rows of `%s` have %s numbers, and %s where %s"
                .formatted(
                    port.name(),
                    width.applyAsInt(port),
                    wanted,
                    IntStream.range(0, lengths.length)
                        .mapToObj(i -> "`" + names.get(i) + "` is " + lengths[i])
                        .collect(Collectors.joining(" and "))));
      }
    }
    for (int i = 0; i < lengths.length; i++) {
      dims.get(i).check(lengths[i]);
    }
    return lengths;
  }

  /**
   * Checks a length.
   *
   * @throws IllegalArgumentException where it is not within the bounds
   */
  public void check(int length) {
    if (length < least || length > most) {
      throw new IllegalArgumentException(
          "a `%s` of %s, which is %s to %s in this net".formatted(name, length, least, most));
    }
  }
}
