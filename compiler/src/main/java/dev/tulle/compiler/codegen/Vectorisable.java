package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.Affine;
import dev.tulle.compiler.plan.Kernel;
import dev.tulle.compiler.plan.Value;
import dev.tulle.compiler.plan.Values;
import java.util.stream.Stream;

/** Whether vectors can do a loop kernel. */
final class Vectorisable {
  private Vectorisable() {}

  /** Every access along the innermost loop must be contiguous or still. */
  static boolean is(Kernel.Loop kernel) {
    if (kernel.inner().isEmpty()) {
      return false;
    }
    var possible = new boolean[] {true};
    int last = kernel.loops().size() - 1;
    Values.walk(
        kernel.roots(),
        v -> {
          boolean even = true;
          if (v instanceof Value.Load load) {
            even =
                isEven(load.at().strides().get(last))
                    && (load.spot() == null || !varies(load.spot().position(), last));
          } else if (v instanceof Value.Random random) {
            even =
                random.distribution() == Op.Random.Distribution.UNIFORM
                    && random.element().strides().get(last).isOne();
          }
          possible[0] &= even;
        });
    for (Kernel.Stage stage : kernel.stages()) {
      if (stage.elementwise() || kernel.columns()) {
        stage
            .stores()
            .forEach(
                s ->
                    possible[0] &=
                        s.at().strides().get(last).isOne()
                            && (s.spot() == null || !varies(s.spot().position(), last)));
      }
    }
    return possible[0];
  }

  private static boolean varies(Value value, int loop) {
    var found = new boolean[1];
    Values.walk(
        Stream.of(value),
        v -> {
          Affine at = Depths.at(v);
          found[0] |= v instanceof Value.Reduced || (at != null && !at.isStill(loop, loop + 1));
        });
    return found[0];
  }

  private static boolean isEven(Size stride) {
    return stride.isOne() || stride.coefficient() == 0;
  }
}
