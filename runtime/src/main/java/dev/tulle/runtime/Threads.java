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

  /** Work in numbered pieces. */
  public interface Piece {
    void run(int piece);
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
   */
  public abstract void run(Kernels kernels, int kernel, int pieces);

  /** As {@link #run(Kernels, int, int)}, of work that is no kernel. */
  public final void run(int pieces, Piece work) {
    run((kernel, piece, count) -> work.run(piece), 0, pieces);
  }

  @Override
  public abstract void close();
}
