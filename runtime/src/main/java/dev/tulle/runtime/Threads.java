package dev.tulle.runtime;

/**
 * Runs the pieces of a kernel. The number of pieces is the kernel's own, whatever the number of
 * threads, so the same bits come out of every pool.
 */
public abstract class Threads implements AutoCloseable {
  /** Code in numbered kernels, each cut into numbered pieces. */
  public interface Kernels {
    void piece(int kernel, int piece, int pieces);
  }

  /** Work in numbered pieces that is no kernel. */
  public interface Piece extends Kernels {
    /**
     * Does a part of the work.
     *
     * @param piece from 0 on, less than the number of pieces that {@link Threads#run(int, Piece)}
     *     was given
     */
    void run(int piece);

    @Override
    default void piece(int kernel, int piece, int pieces) {
      run(piece);
    }
  }

  /** The caller's thread alone; {@link #close} does nothing. */
  public static Threads single() {
    return SingleThread.INSTANCE;
  }

  /**
   * A pool.
   *
   * @param count threads that work, the caller's among them: {@code count - 1} daemon threads are
   *     started
   * @throws IllegalArgumentException where {@code count} is less than 1
   */
  public static Threads of(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("a pool of " + count + " threads");
    }
    return count == 1 ? single() : new ThreadPool(count);
  }

  /** How many threads work, the caller's among them. */
  public abstract int count();

  /**
   * Runs every piece of a kernel and returns when all are done; an exception of a piece is thrown
   * here.
   *
   * <p>Where several pieces fail, it is that of the lowest, and pieces behind it may be left out. A
   * job of a pool that is at work already, such as one that a piece starts, is done by its caller
   * alone.
   */
  public abstract void run(Kernels kernels, int kernel, int pieces);

  /** As {@link #run(Kernels, int, int)}, of work that is no kernel. */
  public final void run(int pieces, Piece work) {
    run(work, 0, pieces);
  }

  @Override
  public abstract void close();
}
