package dev.tulle.runtime.kernel;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The workspaces of a generated class: taken for a prediction, given back behind it.
 *
 * <p>No thread owns one, so that there are as many as predictions run at once, however many threads
 * come and go, and nothing is to be closed. At most twice the processors wait here; one more is
 * dropped. A thread looks first where it left its last one, so that a steady thread keeps its
 * workspace and allocates nothing. The calls are free of locks.
 */
public final class Workspaces {
  private final AtomicReferenceArray<Workspace> idle;
  private final int mask;

  /** As many as this machine can use at once. */
  public Workspaces() {
    this(Runtime.getRuntime().availableProcessors());
  }

  Workspaces(int processors) {
    int slots = Integer.highestOneBit(Math.max(1, Math.min(processors, 128))) * 2;
    idle = new AtomicReferenceArray<>(slots);
    mask = slots - 1;
  }

  /** A workspace for the calling thread alone, until it gives it back. */
  public Workspace take() {
    int home = Scratch.home(Thread.currentThread());
    for (int i = 0; i <= mask; i++) {
      int at = (home + i) & mask;
      Workspace waiting = idle.get(at);
      if (waiting != null && idle.compareAndSet(at, waiting, null)) {
        waiting.lend();
        return waiting;
      }
    }
    Workspace fresh = new Workspace();
    fresh.lend();
    return fresh;
  }

  /** Ends the use of a workspace, on the thread that took it. */
  public void giveBack(Workspace workspace) {
    workspace.takeBack();
    int home = Scratch.home(Thread.currentThread());
    for (int i = 0; i <= mask; i++) {
      int at = (home + i) & mask;
      if (idle.get(at) == null && idle.compareAndSet(at, null, workspace)) {
        return;
      }
    }
  }

  /** How many wait to be taken. */
  int waiting() {
    int count = 0;
    for (int i = 0; i <= mask; i++) {
      count += idle.get(i) == null ? 0 : 1;
    }
    return count;
  }
}
