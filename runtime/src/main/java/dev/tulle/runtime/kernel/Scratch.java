package dev.tulle.runtime.kernel;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Arrays for packed panels and partial vectors: small, so that they stay in the nearest cache.
 *
 * <p>A kernel asks for the array of its thread. Who computes with a pooled {@link Workspace} lends
 * its thread the array of the workspace, so that threads that come and go, such as a million
 * virtual ones, leave none behind; any other thread has one of its own.
 */
public final class Scratch {
  /**
   * More threads than this compute at once on no machine; those beyond have arrays of their own.
   */
  private static final int SLOTS = 256;

  /** Places where a thread's loan may lie. */
  private static final int PROBES = 4;

  private static final AtomicReferenceArray<Scratch> LOANS = new AtomicReferenceArray<>(SLOTS);
  private static final ThreadLocal<Scratch> OWN = ThreadLocal.withInitial(Scratch::new);

  private static final Thread NOBODY = new Thread("nobody");

  /**
   * Whom this is lent to. Others may read it while it changes, and cannot find themselves in it: a
   * thread writes no name but its own.
   */
  private Thread thread = NOBODY;

  private int slot = -1;
  private float[] floats = new float[4096];

  Scratch() {}

  /**
   * The calling thread's array, with anything in it.
   *
   * @param length the floats that are needed; the array may be longer
   */
  public static float[] floats(int length) {
    Thread thread = Thread.currentThread();
    int home = home(thread);
    for (int i = 0; i < PROBES; i++) {
      Scratch loan = LOANS.getAcquire((home + i) & (SLOTS - 1));
      if (loan != null && loan.thread == thread) {
        return loan.array(length);
      }
    }
    return OWN.get().array(length);
  }

  /** Makes this the calling thread's; where the table is full, it keeps its own. */
  void lend() {
    Thread thread = Thread.currentThread();
    this.thread = thread;
    int home = home(thread);
    for (int i = 0; i < PROBES; i++) {
      int at = (home + i) & (SLOTS - 1);
      if (LOANS.get(at) == null && LOANS.compareAndSet(at, null, this)) {
        slot = at;
        return;
      }
    }
  }

  /** Ends {@link #lend}; on the same thread. */
  void takeBack() {
    thread = NOBODY;
    if (slot >= 0) {
      LOANS.setRelease(slot, null);
      slot = -1;
    }
  }

  private float[] array(int length) {
    if (floats.length < length) {
      floats = new float[length];
    }
    return floats;
  }

  /** Where a thread begins to look: neighbours in age are neighbours here. */
  static int home(Thread thread) {
    return (int) thread.getId() & (SLOTS - 1);
  }
}
