package dev.tulle.runtime;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that claim the pieces of one job at a time from a counter. A step has hundreds of jobs of
 * microseconds each, so idle threads look for the next one for a short while before they sleep, and
 * nothing is allocated for a job.
 */
final class ThreadPool extends Threads {
  /**
   * Pieces and the next piece have this many bits each in a ticket; the job's number has the rest.
   */
  private static final int BITS = 20;

  private static final int MASK = (1 << BITS) - 1;

  /** How long a thread looks for work before it sleeps: about what it costs to wake it. */
  private static final long PATIENCE_NANOS = 50_000;

  /**
   * Looks between two at the clock, which is slow to read on some systems. They are no measure of
   * time themselves: a processor's pause takes from forty cycles to two hundred.
   */
  private static final int LOOKS = 32;

  private static final Kernels NO_JOB = (kernel, piece, pieces) -> {};
  private static final Throwable NO_FAILURE = new Throwable("none");
  private static final int NONE = Integer.MAX_VALUE;

  /**
   * Job number, pieces and next piece in one word, so that a claim can only succeed in the job it
   * was made for.
   */
  private final AtomicLong ticket = new AtomicLong();

  private final AtomicInteger done = new AtomicInteger();
  private final AtomicBoolean busy = new AtomicBoolean();
  private final Worker[] workers;
  private final long patience;

  // The job. Written before its ticket and not again before all of its pieces are done; then it is
  // forgotten, since it may know of arrays that nobody else still holds.
  private Kernels kernels = NO_JOB;
  private int kernel;

  /** Who sleeps until the job is done; between jobs a worker, whom waking does no harm. */
  private volatile Thread caller;

  // The lowest piece that failed and how, which is the same whatever the threads.
  private volatile int failed = NONE;
  private Throwable failure = NO_FAILURE;

  private volatile boolean callerAsleep;
  private volatile boolean closed;

  ThreadPool(int count) {
    // Looking for work on a processor that another thread needs would only delay both.
    patience = count <= Runtime.getRuntime().availableProcessors() ? PATIENCE_NANOS : 0;
    workers = new Worker[count - 1];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker("tulle-" + (i + 1));
    }
    caller = workers[0];
    for (Worker worker : workers) {
      worker.start();
    }
  }

  @Override
  public int count() {
    return workers.length + 1;
  }

  @Override
  public void run(Kernels kernels, int kernel, int pieces) {
    if (closed) {
      throw new IllegalStateException("the pool is closed");
    }
    // A single piece needs no help; a pool at work for another caller, or for this one, cannot give
    // any.
    if (pieces <= 1 || pieces > MASK || !busy.compareAndSet(false, true)) {
      single().run(kernels, kernel, pieces);
      return;
    }
    Throwable thrown;
    try {
      this.kernels = kernels;
      this.kernel = kernel;
      caller = Thread.currentThread();
      done.set(0);
      long job = (ticket.get() >>> (2 * BITS)) + 1;
      ticket.set((job << (2 * BITS)) | ((long) pieces << BITS));
      wake(pieces - 1);
      work();
      awaitDone(pieces);
      thrown = failure;
    } finally {
      forget();
      busy.set(false);
    }
    if (thrown != NO_FAILURE) {
      throw ThreadPool.<RuntimeException>unchecked(thrown);
    }
  }

  private void forget() {
    kernels = NO_JOB;
    caller = workers[0];
    failure = NO_FAILURE;
    failed = NONE;
  }

  /** Claims and runs pieces of the present job until none is left. */
  private void work() {
    while (true) {
      long claim = ticket.get();
      int piece = (int) claim & MASK;
      int pieces = (int) (claim >>> BITS) & MASK;
      if (piece >= pieces) {
        return;
      }
      // Read before the claim: once this piece is done, the caller may write the next job. A claim
      // that comes too late, and may have read of no job, fails.
      Kernels kernels = this.kernels;
      int kernel = this.kernel;
      if (ticket.compareAndSet(claim, claim + 1)) {
        // Those behind a piece that failed are left out; all in front of it were claimed before.
        if (piece < failed) {
          try {
            kernels.piece(kernel, piece, pieces);
          } catch (Throwable thrown) {
            fail(piece, thrown);
          }
        }
        if (done.incrementAndGet() == pieces && callerAsleep) {
          LockSupport.unpark(caller);
        }
      }
    }
  }

  private synchronized void fail(int piece, Throwable thrown) {
    if (piece < failed) {
      failure = thrown;
      failed = piece;
    }
  }

  private void awaitDone(int pieces) {
    long since = System.nanoTime();
    for (int look = 1; done.get() < pieces; look++) {
      if (looksOn(look, since)) {
        Thread.onSpinWait();
      } else {
        callerAsleep = true;
        if (done.get() < pieces) {
          LockSupport.park(this);
        }
        callerAsleep = false;
      }
    }
  }

  /** Whether a thread that has looked so often, the first time then, is still to look. */
  private boolean looksOn(int look, long since) {
    return patience > 0 && (look % LOOKS != 0 || System.nanoTime() - since < patience);
  }

  private void wake(int helpers) {
    for (int i = 0; i < workers.length && i < helpers; i++) {
      Worker worker = workers[i];
      if (worker.asleep) {
        worker.asleep = false;
        LockSupport.unpark(worker);
      }
    }
  }

  private boolean hasWork() {
    long now = ticket.get();
    return ((int) now & MASK) < ((int) (now >>> BITS) & MASK);
  }

  @Override
  public void close() {
    closed = true;
    for (Worker worker : workers) {
      LockSupport.unpark(worker);
    }
  }

  /** Throws what a piece threw as it is, checked or not. */
  @SuppressWarnings("unchecked") // the cast is to a type variable and is never carried out
  private static <T extends Throwable> T unchecked(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private final class Worker extends Thread {
    volatile boolean asleep;

    Worker(String name) {
      super(name);
      setDaemon(true);
    }

    @Override
    public void run() {
      int look = 0;
      long since = 0;
      while (!closed) {
        if (hasWork()) {
          work();
          look = 0;
          continue;
        }
        if (look++ == 0) {
          since = System.nanoTime();
        }
        if (looksOn(look, since)) {
          Thread.onSpinWait();
        } else {
          asleep = true;
          if (!hasWork() && !closed) {
            LockSupport.park(ThreadPool.this);
          }
          asleep = false;
          look = 0;
        }
      }
    }
  }
}
