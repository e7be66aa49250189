package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Storage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the writes to what lasts (weights, states, slots) that would change a tensor which is still
 * read: all reads of a graph happen before any of its writes.
 */
final class Hazards {
  private Hazards() {}

  /** The keys of writes that have to wait until all kernels have run. */
  static Set<String> of(List<Step> steps) {
    List<Kernel> kernels = steps.stream().flatMap(Step::kernels).toList();
    Set<String> found = new HashSet<>();
    for (int i = 0; i < kernels.size(); i++) {
      List<Kernel> later = kernels.subList(i + 1, kernels.size());
      Kernel kernel = kernels.get(i);
      kernel
          .stores()
          .filter(s -> lasts(s.buffer()))
          .forEach(
              s -> {
                String key = Buffers.key(s.buffer());
                for (Kernel other : later) {
                  reads(other, s.buffer(), key, found);
                }
                sameKernel(kernel, s.buffer(), key, found);
              });
    }
    return found;
  }

  private static boolean lasts(Buffer buffer) {
    return buffer.storage() == Storage.PARAMETER
        || buffer.storage() == Storage.STATE
        || buffer.storage() == Storage.SLOT;
  }

  private static void reads(Kernel kernel, Buffer target, String key, Set<String> found) {
    Values.walk(
        kernel.roots(),
        v -> {
          if (v instanceof Value.Load load
              && load.buffer() != target
              && Buffers.key(load.buffer().base()).equals(key)) {
            found.add(key);
          }
        });
  }

  private static void sameKernel(Kernel kernel, Buffer target, String key, Set<String> found) {
    Values.walk(
        kernel.roots(),
        v -> {
          if (v instanceof Value.Load load
              && load.buffer() != target
              && Buffers.key(load.buffer().base()).equals(key)
              && !InPlace.isLegal(kernel, load.buffer(), target)) {
            found.add(key);
          }
        });
  }
}
