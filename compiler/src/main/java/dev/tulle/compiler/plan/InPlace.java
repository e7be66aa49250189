package dev.tulle.compiler.plan;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** Whether a kernel may write a buffer over another that it reads. */
final class InPlace {
  private InPlace() {}

  static boolean isLegal(Kernel kernel, Buffer read, Buffer written) {
    List<Kernel.Store> stores = kernel.stores().filter(s -> s.buffer() == written).toList();
    if (stores.isEmpty()
        || !stores.stream().allMatch(s -> s.spot() == null && s.at().equals(stores.get(0).at()))
        || kernel.stores().anyMatch(s -> s.buffer() == read)) {
      return false;
    }
    Affine at = stores.get(0).at();
    if (kernel instanceof Kernel.Product product) {
      return product.a().buffer() != read
          && product.b().buffer() != read
          && readsOnlyAt(product.epilogue().stream().map(Kernel.Store::value), read, at);
    }
    return kernel instanceof Kernel.Loop loop
        && !loop.runsOver()
        && readsOnlyAt(loop.roots(), read, at)
        && !readsAfter(loop, read, written);
  }

  private static boolean readsOnlyAt(Stream<Value> roots, Buffer read, Affine at) {
    var same = new AtomicBoolean(true);
    Values.walk(
        roots,
        v -> {
          if (v instanceof Value.Load load
              && load.buffer() == read
              && (load.spot() != null || !load.at().equals(at))) {
            same.set(false);
          }
        });
    return same.get();
  }

  /** Whether a stage behind the one that writes reads. */
  private static boolean readsAfter(Kernel.Loop loop, Buffer read, Buffer written) {
    boolean isWritten = false;
    for (Kernel.Stage stage : loop.stages()) {
      if (isWritten && reads(stage, read)) {
        return true;
      }
      isWritten |= stage.stores().stream().anyMatch(s -> s.buffer() == written);
    }
    return false;
  }

  private static boolean reads(Kernel.Stage stage, Buffer buffer) {
    var found = new AtomicBoolean();
    Values.walk(
        stage.roots(),
        v -> {
          if (v instanceof Value.Load load && load.buffer() == buffer) {
            found.set(true);
          }
        });
    return found.get();
  }
}
