package dev.tulle.training.loop;

/** A training whose loss is no number any more. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** A sentence that gives the loss, its value, the epoch and the update. */
  public DivergedException(String loss, double value, int epoch, long step) {
    this("the loss `" + loss + "` became " + value, epoch, step);
  }

  /** A sentence that begins with what became of what. */
  DivergedException(String what, int epoch, long step) {
    super(what + " in epoch " + epoch + ", at update " + step);
  }

  /** What to do about it. */
  public String help() {
    return "a smaller learning rate, or `clip = norm(1)`, keeps the steps small";
  }

  /** With the help, as a stack trace shows it. */
  @Override
  public String toString() {
    return super.toString() + System.lineSeparator() + "help: " + help();
  }
}
