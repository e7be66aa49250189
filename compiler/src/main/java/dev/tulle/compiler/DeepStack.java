package dev.tulle.compiler;

import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Runs what recurses along the layers of a net, which may be hundreds, on a stack that is long
 * enough.
 */
final class DeepStack {
  /** Reserved, not used: the system hands out the pages that are touched. */
  private static final long BYTES = 512L << 20;

  private DeepStack() {}

  /** The result of {@code work}; what it throws is thrown here. */
  static <T> T call(Supplier<T> work) {
    var task = new FutureTask<T>(work::get);
    Thread thread = new Thread(null, task, "tulle-lowering", BYTES);
    thread.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (java.util.concurrent.ExecutionException e) {
          if (e.getCause() instanceof RuntimeException failure) {
            throw failure;
          }
          if (e.getCause() instanceof Error failure) {
            throw failure;
          }
          throw new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
