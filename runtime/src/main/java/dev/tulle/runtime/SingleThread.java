package dev.tulle.runtime;

/** The pool of the caller alone. */
final class SingleThread extends Threads {
  static final SingleThread INSTANCE = new SingleThread();

  private SingleThread() {}

  @Override
  public int count() {
    return 1;
  }

  @Override
  public void run(Kernels kernels, int kernel, int pieces) {
    for (int piece = 0; piece < pieces; piece++) {
      kernels.piece(kernel, piece, pieces);
    }
  }

  @Override
  public void close() {}
}
