package dev.tulle.runtime.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Arrays for packed panels and partial vectors: small, so that they stay in the nearest cache.
 *
 * <p>A kernel asks for the array of its thread. Who computes with a pooled {@link Workspace} lends
 * its thread the array of the workspace, so that threads that come and go, such as a million
 * virtual ones, leave none behind; any other thread has one of its own.
 */
public final class Scratch {
  /**
   * More threads than this are under way at once in few programs, also where most of them wait for
   * a processor; those beyond have arrays of theirs.
   */
  private static final int SLOTS = 4096;

  /** Places where a thread's loan may lie. */
  private static final int PROBES = 4;

  private static final Scratch[] LOANS = new Scratch[SLOTS];
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Scratch[].class);
  private static final ThreadLocal<Scratch> OWN = ThreadLocal.withInitial(Scratch::new);
  private static final Thread NOBODY = new Thread("nobody");

  /** Whom this is lent to. */
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
    // A plain read does: a thread finds its own name only where it wrote it itself.
    Scratch loan = LOANS[home(thread)];
    return loan != null && loan.thread == thread && loan.floats.length >= length
        ? loan.floats
        : elsewhere(thread, length);
  }

  private static float[] elsewhere(Thread thread, int length) {
    int home = home(thread);
    for (int i = 0; i < PROBES; i++) {
      Scratch loan = LOANS[(home + i) & (SLOTS - 1)];
      if (loan != null && loan.thread == thread) {
        return loan.array(length);
      }
    }
    return OWN.get().array(length);
  }

  private float[] array(int length) {
    if (floats.length < length) {
      floats = new float[length];
    }
    return floats;
  }

  /** Makes this the calling thread's; where no place is free, the thread uses its own. */
  void lend() {
    thread = Thread.currentThread();
    int home = home(thread);
    for (int i = 0; i < PROBES; i++) {
      int at = (home + i) & (SLOTS - 1);
      if (SLOT.compareAndSet(LOANS, at, (Scratch) null, this)) {
        slot = at;
        return;
      }
    }
  }

  /** Ends {@link #lend}; on the same thread. */
  void takeBack() {
    thread = NOBODY;
    if (slot >= 0) {
      SLOT.setRelease(LOANS, slot, (Scratch) null);
      slot = -1;
    }
  }

  /** Where a thread begins to look: threads that began one after the other are neighbours. */
  static int home(Thread thread) {
    return (int) thread.getId() & (SLOTS - 1);
  }
}
