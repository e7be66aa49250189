package dev.tulle.runtime.recipe;

/** A label that the rows of training did not have. */
public final class UnseenClassException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /** A sentence that gives the label and the classes there are. */
  public UnseenClassException(String label, ClassNames classes) {
    super("the class `" + label + "` is none of those seen in training: " + listed(classes));
  }

  private static String listed(ClassNames classes) {
    int shown = Math.min(12, classes.names().size());
    String list = String.join(", ", classes.names().subList(0, shown));
    int more = classes.names().size() - shown;
    return more == 0 ? list : list + " and " + more + " more";
  }
}
