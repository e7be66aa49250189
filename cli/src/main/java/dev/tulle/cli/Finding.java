package dev.tulle.cli;

/**
 * Something that Tulle looks for on a machine.
 *
 * @param what it is, in a word
 * @param found what there is
 * @param help what to do, with the line to paste; empty where nothing is to be done
 */
record Finding(String what, State state, String found, String help) {
  /** Whether it is as it should be. */
  enum State {
    /** Nothing is to be done. */
    OK,
    /** Everything works, but not as well as it could. */
    BETTER,
    /** Tulle cannot do without. */
    MISSING
  }

  static Finding ok(String what, String found) {
    return new Finding(what, State.OK, found, "");
  }

  static Finding better(String what, String found, String help) {
    return new Finding(what, State.BETTER, found, help);
  }

  static Finding missing(String what, String found, String help) {
    return new Finding(what, State.MISSING, found, help);
  }
}
