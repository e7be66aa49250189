package dev.tulle.compiler.ir;

import org.jspecify.annotations.Nullable;

/**
 * A size that is known only when the generated code runs.
 *
 * @param name how dumps call it: a dim by its name in the net
 * @param bound the largest value it takes, or 0 where the caller of the generated class sets the
 *     bound
 * @param sum what it is where it is made of others: {@code time + 2}; null for one that is given
 */
public record Symbol(String name, int bound, @Nullable Sum sum) implements Comparable<Symbol> {
  /** The rows of a batch, the hidden first axis of every tensor that depends on an input. */
  public static final Symbol ROWS = new Symbol("rows", 0);

  /** One that is given, not made of others. */
  public Symbol(String name, int bound) {
    this(name, bound, null);
  }

  @Override
  public int compareTo(Symbol other) {
    return name.compareTo(other.name);
  }

  /** What generated code calls it. */
  public String variable() {
    if (sum != null) {
      return sum.variable();
    }
    return bound == 0 ? name : camel(name) + "Length";
  }

  /** {@code time_steps} as {@code timeSteps}. */
  static String camel(String name) {
    var camel = new StringBuilder();
    boolean upper = false;
    for (char c : name.toCharArray()) {
      if (c == '_') {
        upper = !camel.isEmpty();
      } else {
        camel.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return camel.toString();
  }

  @Override
  public String toString() {
    return sum == null ? name : "(" + name + ")";
  }
}
