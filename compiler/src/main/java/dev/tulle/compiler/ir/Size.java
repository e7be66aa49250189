package dev.tulle.compiler.ir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The size of an axis, or the number of elements of a tensor: a whole number times symbols.
 *
 * @param coefficient at least 0
 * @param symbols sorted, with repetition for powers
 */
public record Size(long coefficient, List<Symbol> symbols) {
  public static final Size ONE = of(1);

  /** The rows of the batch. */
  public static final Size ROWS = of(Symbol.ROWS);

  public Size {
    if (coefficient < 0) {
      throw new IllegalArgumentException("a size of " + coefficient);
    }
    symbols = List.copyOf(symbols);
  }

  public static Size of(long value) {
    return new Size(value, List.of());
  }

  public static Size of(Symbol symbol) {
    return new Size(1, List.of(symbol));
  }

  public boolean isKnown() {
    return symbols.isEmpty();
  }

  public boolean isOne() {
    return isKnown() && coefficient == 1;
  }

  /** The number itself; an error of ours where it depends on a symbol. */
  public long value() {
    if (!isKnown()) {
      throw new IllegalStateException(this + " is known at run time only");
    }
    return coefficient;
  }

  public Size times(Size other) {
    return new Size(
        Math.multiplyExact(coefficient, other.coefficient),
        Stream.concat(symbols.stream(), other.symbols.stream()).sorted().toList());
  }

  /** Whether {@code other} divides this without a rest. */
  public boolean isDivisibleBy(Size other) {
    if (other.coefficient == 0 || coefficient % other.coefficient != 0) {
      return false;
    }
    return other.symbols.stream()
        .distinct()
        .allMatch(
            s -> Collections.frequency(symbols, s) >= Collections.frequency(other.symbols, s));
  }

  /** The quotient; an error of ours where the division is not whole. */
  public Size dividedBy(Size other) {
    if (!isDivisibleBy(other)) {
      throw new IllegalArgumentException(this + " / " + other + " is not whole");
    }
    var rest = new ArrayList<>(symbols);
    other.symbols.forEach(rest::remove);
    return new Size(coefficient / other.coefficient, rest);
  }

  /** The sum; one of sizes that differ in more than their coefficient is a symbol of its own. */
  public Size plus(Size other) {
    if (symbols.equals(other.symbols)) {
      return new Size(Math.addExact(coefficient, other.coefficient), symbols);
    }
    return Sum.of(this).plus(Sum.of(other)).size();
  }

  /** The difference, which is 0 or more where the program runs. */
  public Size minus(Size other) {
    if (symbols.equals(other.symbols)) {
      long rest = Math.subtractExact(coefficient, other.coefficient);
      return new Size(rest, rest == 0 ? List.of() : symbols);
    }
    return Sum.of(this).minus(Sum.of(other)).size();
  }

  /** Whether this is at most {@code other}, whatever the symbols are; says no where in doubt. */
  public boolean isAtMost(Size other) {
    return isKnown() && other.isKnown()
        ? coefficient <= other.coefficient
        : Sum.of(other).minus(Sum.of(this)).isNeverNegative();
  }

  /** Whether this is {@code least} or more, whatever the symbols are; says no where in doubt. */
  public boolean isAtLeast(long least) {
    return of(least).isAtMost(this);
  }

  /** Whether this is a multiple of {@code divisor}, whatever the symbols are. */
  public boolean isMultipleOf(long divisor) {
    return coefficient % divisor == 0;
  }

  /** Whether both are the same number, also where sums stand for it that are multiplied. */
  public boolean isSameAs(Size other) {
    return equals(other) || Sum.of(this).equals(Sum.of(other));
  }

  /** Symbols that both have, as often as both have them. */
  static List<Symbol> common(List<Symbol> a, List<Symbol> b) {
    var rest = new ArrayList<>(b);
    return a.stream().filter(rest::remove).toList();
  }

  /** As Java writes it: {@code rows * 3}. */
  public String text() {
    return text(coefficient, symbols, Symbol::variable);
  }

  static String text(long coefficient, List<Symbol> symbols, Function<Symbol, String> name) {
    String names = symbols.stream().map(name).collect(Collectors.joining(" * "));
    if (names.isEmpty()) {
      return Long.toString(coefficient);
    }
    return coefficient == 1 ? names : names + " * " + coefficient;
  }

  @Override
  public String toString() {
    if (symbols.isEmpty()) {
      return Long.toString(coefficient);
    }
    String names = symbols.stream().map(Symbol::toString).collect(Collectors.joining("*"));
    return coefficient == 1 ? names : coefficient + "*" + names;
  }
}
