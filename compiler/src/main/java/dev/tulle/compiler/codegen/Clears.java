package dev.tulle.compiler.codegen;

import dev.tulle.compiler.plan.Buffer;
import dev.tulle.compiler.plan.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Writes what makes tensors zeros, those that lie side by side at once. */
final class Clears {
  /** Tensors begin at whole vectors: what lies between them is nobody's. */
  private static final long WHOLE = 16;

  private record Tensor(Buffer buffer, Place place, long count) {
    long end() {
      return place.fixed() + (count + WHOLE - 1) / WHOLE * WHOLE;
    }

    boolean isBefore(Tensor other) {
      return place.region() == other.place.region() && end() == other.place.fixed();
    }
  }

  private Clears() {}

  /**
   * A statement for each stretch of tensors.
   *
   * @param buffers of sizes that do not depend on the rows
   * @param place where each lies
   * @param first an {@code int} expression of the first float of each
   */
  static List<String> of(
      List<Buffer> buffers,
      Function<Buffer, Place> place,
      BiFunction<Buffer, Place, String> first) {
    List<Tensor> tensors =
        buffers.stream()
            .map(b -> new Tensor(b, place.apply(b), b.count().value()))
            .sorted(
                Comparator.comparing((Tensor t) -> t.place().region())
                    .thenComparing(t -> t.place().fixed()))
            .toList();
    var statements = new ArrayList<String>();
    int begin = 0;
    for (int i = 0; i < tensors.size(); i++) {
      Tensor last = tensors.get(i);
      if (i + 1 == tensors.size() || !last.isBefore(tensors.get(i + 1))) {
        Tensor from = tensors.get(begin);
        String array =
            switch (from.place().region()) {
              case GRADIENTS -> "gradients";
              case WORKSPACE -> "workspace";
              default -> throw new IllegalStateException(from + " is no sum of strips");
            };
        String start = first.apply(from.buffer(), from.place());
        String end = first.apply(last.buffer(), last.place());
        boolean single = begin == i && last.count() == 1;
        statements.add(
            single
                ? "%s[%s] = 0;".formatted(array, start)
                : "Arrays.fill(%s, %s, %s + %s, 0);".formatted(array, start, end, last.count()));
        begin = i + 1;
      }
    }
    return statements;
  }
}
