package dev.tulle.compiler.ir;

/**
 * A size that is known only when the generated code runs.
 *
 * @param name how dumps and generated code call it
 * @param bound the largest value it takes, or 0 where the caller of the generated class sets the
 *     bound
 */
public record Symbol(String name, int bound) implements Comparable<Symbol> {
  /** The rows of a batch, the hidden first axis of every tensor that depends on an input. */
  public static final Symbol ROWS = new Symbol("rows", 0);

  @Override
  public int compareTo(Symbol other) {
    return name.compareTo(other.name);
  }
}
