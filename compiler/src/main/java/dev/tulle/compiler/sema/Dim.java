package dev.tulle.compiler.sema;

import dev.tulle.compiler.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The size of an axis: a polynomial of named dims with whole coefficients. A named dim is nominal:
 * two of them differ even where their sizes agree.
 */
public final class Dim {
  /**
   * A dim that a file declares.
   *
   * @param name as written
   * @param size its number of positions
   * @param declared where, or null for one that the compiler made (a quotient)
   */
  public record Atom(String name, long size, @Nullable Span declared) {}

  /** Atoms that are multiplied, sorted by name. */
  private record Monomial(List<Atom> atoms) implements Comparable<Monomial> {
    static final Monomial ONE = new Monomial(List.of());

    Monomial times(Monomial other) {
      var all = new ArrayList<>(atoms);
      all.addAll(other.atoms);
      all.sort(Comparator.comparing(Atom::name));
      return new Monomial(List.copyOf(all));
    }

    @Override
    public int compareTo(Monomial other) {
      int byRank = Integer.compare(other.atoms.size(), atoms.size());
      return byRank != 0 ? byRank : toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return atoms.stream().map(Atom::name).collect(Collectors.joining(" * "));
    }
  }

  /** A product of more terms is a number: nobody reads its names. */
  private static final int MOST_TERMS = 400;

  private final TreeMap<Monomial, Long> terms;
  private final long value;

  private Dim(TreeMap<Monomial, Long> terms) {
    terms.values().removeIf(c -> c == 0);
    this.terms = terms;
    long sum = 0;
    for (Map.Entry<Monomial, Long> term : terms.entrySet()) {
      long product = term.getValue();
      for (Atom atom : term.getKey().atoms()) {
        product = Math.multiplyExact(product, atom.size());
      }
      sum = Math.addExact(sum, product);
    }
    this.value = sum;
  }

  public static Dim of(long value) {
    var terms = new TreeMap<Monomial, Long>();
    terms.put(Monomial.ONE, value);
    return new Dim(terms);
  }

  public static Dim of(Atom atom) {
    var terms = new TreeMap<Monomial, Long>();
    terms.put(new Monomial(List.of(atom)), 1L);
    return new Dim(terms);
  }

  /** The number of positions; may be negative for an intermediate result. */
  public long value() {
    return value;
  }

  /** Whether no named dim is in it. */
  public boolean isNumber() {
    return terms.isEmpty() || terms.size() == 1 && terms.containsKey(Monomial.ONE);
  }

  /** The named dim that this is, if it is one alone. */
  public Optional<Atom> atom() {
    if (terms.size() == 1) {
      var term = terms.firstEntry();
      if (term.getValue() == 1 && term.getKey().atoms().size() == 1) {
        return Optional.of(term.getKey().atoms().get(0));
      }
    }
    return Optional.empty();
  }

  public Dim plus(Dim other) {
    var sum = new TreeMap<>(terms);
    other.terms.forEach((m, c) -> sum.merge(m, c, Math::addExact));
    return new Dim(sum);
  }

  public Dim negate() {
    return times(of(-1));
  }

  public Dim times(Dim other) {
    if (terms.size() * other.terms.size() > MOST_TERMS) {
      return of(Math.multiplyExact(value, other.value));
    }
    var product = new TreeMap<Monomial, Long>();
    terms.forEach(
        (m, c) ->
            other.terms.forEach(
                (n, d) -> product.merge(m.times(n), Math.multiplyExact(c, d), Math::addExact)));
    return new Dim(product);
  }

  /** The quotient, or empty where the sizes do not divide without a rest. */
  public Optional<Dim> dividedBy(Dim other) {
    if (other.value == 0 || value % other.value != 0) {
      return Optional.empty();
    }
    if (equals(other)) {
      return Optional.of(of(1));
    }
    if (isNumber() && other.isNumber()) {
      return Optional.of(of(value / other.value));
    }
    if (other.isNumber() && terms.values().stream().allMatch(c -> c % other.value == 0)) {
      var quotient = new TreeMap<Monomial, Long>();
      terms.forEach((m, c) -> quotient.put(m, c / other.value));
      return Optional.of(new Dim(quotient));
    }
    // No polynomial says it, so the quotient is a dim of its own.
    return Optional.of(
        of(new Atom(operand() + " / " + other.operand(), value / other.value, null)));
  }

  private String operand() {
    return terms.size() > 1 ? "(" + name() + ")" : name();
  }

  /** Whether axes of these sizes go together: the same dim, or a number that equals it. */
  public boolean fits(Dim other) {
    return equals(other) || value == other.value && (isNumber() || other.isNumber());
  }

  /** The one that says more of two that fit: a name rather than a number. */
  public Dim orNamed(Dim other) {
    return isNumber() ? other : this;
  }

  /** How the text would write it: {@code 3 * model}, {@code digit}, {@code 28}. */
  public String name() {
    if (terms.isEmpty()) {
      return "0";
    }
    return terms.entrySet().stream()
        .map(
            t ->
                t.getKey().atoms().isEmpty()
                    ? Long.toString(t.getValue())
                    : (t.getValue() == 1 ? "" : t.getValue() + " * ") + t.getKey())
        .collect(Collectors.joining(" + "));
  }

  /** As diagnostics print a size: the name, with the number where they differ. */
  @Override
  public String toString() {
    return name();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Dim dim && terms.equals(dim.terms);
  }

  @Override
  public int hashCode() {
    return terms.hashCode();
  }
}
