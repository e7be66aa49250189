package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Storage;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

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
    Map<String, Set<Buffer>> readLater = new HashMap<>();
    for (int i = kernels.size() - 1; i >= 0; i--) {
      Kernel kernel = kernels.get(i);
      Map<String, Set<Buffer>> read = reads(kernel);
      kernel
          .stores()
          .map(Kernel.Store::buffer)
          .filter(Hazards::lasts)
          .forEach(
              target -> {
                String key = Buffers.key(target);
                if (others(readLater, key, target).findAny().isPresent()
                    || others(read, key, target)
                        .anyMatch(b -> !InPlace.isLegal(kernel, b, target))) {
                  found.add(key);
                }
              });
      read.forEach((key, buffers) -> readLater.merge(key, buffers, Hazards::both));
    }
    return found;
  }

  private static Stream<Buffer> others(Map<String, Set<Buffer>> reads, String key, Buffer target) {
    return reads.getOrDefault(key, Set.of()).stream().filter(b -> b != target);
  }

  private static Set<Buffer> both(Set<Buffer> some, Set<Buffer> others) {
    some.addAll(others);
    return some;
  }

  /** Whether what is written there is read by the next step. */
  static boolean lasts(Buffer buffer) {
    return buffer.storage() == Storage.PARAMETER
        || buffer.storage() == Storage.STATE
        || buffer.storage() == Storage.SLOT;
  }

  /** What a kernel reads of what lasts, by its key. */
  private static Map<String, Set<Buffer>> reads(Kernel kernel) {
    Map<String, Set<Buffer>> found = new HashMap<>();
    Values.walk(
        kernel.roots(),
        v -> {
          if (v instanceof Value.Load load && lasts(load.buffer().base())) {
            found
                .computeIfAbsent(
                    Buffers.key(load.buffer().base()),
                    k -> Collections.newSetFromMap(new IdentityHashMap<>()))
                .add(load.buffer());
          }
        });
    return found;
  }
}
