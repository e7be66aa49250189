package dev.tulle.compiler.sema;

import dev.tulle.compiler.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
   * @param size its number of positions; of one that varies the most
   * @param varies whether it is another from call to call: {@code dim time <= 256}
   * @param declared where, or null for one that the compiler made (a quotient)
   */
  public record Atom(String name, long size, boolean varies, @Nullable Span declared) {
    /** One whose size is fixed. */
    public Atom(String name, long size, @Nullable Span declared) {
      this(name, size, false, declared);
    }
  }

  /** Atoms that are multiplied, sorted by name. */
  private record Monomial(List<Atom> atoms) implements Comparable<Monomial> {
    static final Monomial ONE = new Monomial(List.of());

    Monomial times(Monomial other) {
      var all = new ArrayList<>(atoms);
      all.addAll(other.atoms);
      all.sort(Comparator.comparing(Atom::name));
      return new Monomial(List.copyOf(all));
    }

    /** What is left of this without the atoms of {@code other}; null where it lacks one. */
    @Nullable Monomial dividedBy(Monomial other) {
      var rest = new ArrayList<>(atoms);
      for (Atom atom : other.atoms) {
        if (!rest.remove(atom)) {
          return null;
        }
      }
      return new Monomial(List.copyOf(rest));
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
  private final boolean known;
  private final long least;
  private final long most;

  private Dim(TreeMap<Monomial, Long> terms) {
    terms.values().removeIf(c -> c == 0);
    this.terms = terms;
    this.known = terms.keySet().stream().noneMatch(m -> m.atoms().stream().anyMatch(Atom::varies));
    this.least = value(false);
    this.most = value(true);
  }

  private long value(boolean largest) {
    long sum = 0;
    for (Map.Entry<Monomial, Long> term : terms.entrySet()) {
      long product = term.getValue();
      boolean bound = largest == product > 0;
      for (Atom atom : term.getKey().atoms()) {
        product = Math.multiplyExact(product, atom.varies() && !bound ? 1 : atom.size());
      }
      sum = Math.addExact(sum, product);
    }
    return sum;
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
    if (!known) {
      throw new IllegalStateException("the size " + this + " varies");
    }
    return most;
  }

  /** Whether it is one number, whatever rows a net is given: no dim with a bound is in it. */
  public boolean isKnown() {
    return known;
  }

  /** No number of positions is larger. */
  public long most() {
    return most;
  }

  /** No number of positions is smaller. */
  public long least() {
    return least;
  }

  /** Whether both have the same number of positions, whatever their dims are called. */
  public boolean sameSize(Dim other) {
    return known && other.known ? most == other.most : sizes().equals(other.sizes());
  }

  /** The same with a number in place of each dim of a fixed size. */
  private TreeMap<Monomial, Long> sizes() {
    var sizes = new TreeMap<Monomial, Long>();
    terms.forEach(
        (monomial, coefficient) -> {
          var varying = new ArrayList<Atom>();
          long factor = coefficient;
          for (Atom atom : monomial.atoms()) {
            if (atom.varies()) {
              varying.add(atom);
            } else {
              factor = Math.multiplyExact(factor, atom.size());
            }
          }
          sizes.merge(new Monomial(List.copyOf(varying)), factor, Math::addExact);
        });
    sizes.values().removeIf(c -> c == 0);
    return sizes;
  }

  /**
   * A number times dims that vary.
   *
   * @param dims with repetition for powers
   */
  public record Term(long coefficient, List<Atom> dims) {}

  /** What is added up to the size; dims of fixed sizes are numbers. */
  public List<Term> added() {
    return sizes().entrySet().stream()
        .map(t -> new Term(t.getValue(), t.getKey().atoms()))
        .toList();
  }

  /** The dims in it that vary. */
  public Set<Atom> varying() {
    var found = new LinkedHashSet<Atom>();
    terms.keySet().forEach(m -> m.atoms().stream().filter(Atom::varies).forEach(found::add));
    return found;
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
      return of(Math.multiplyExact(value(), other.value()));
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
    if (!known || !other.known) {
      return Optional.ofNullable(quotient(terms, other.terms))
          .or(() -> Optional.ofNullable(quotient(sizes(), other.sizes())));
    }
    long value = value();
    long by = other.value();
    if (by == 0 || value % by != 0) {
      return Optional.empty();
    }
    if (equals(other)) {
      return Optional.of(of(1));
    }
    if (isNumber() && other.isNumber()) {
      return Optional.of(of(value / by));
    }
    if (other.isNumber() && terms.values().stream().allMatch(c -> c % by == 0)) {
      var quotient = new TreeMap<Monomial, Long>();
      terms.forEach((m, c) -> quotient.put(m, c / by));
      return Optional.of(new Dim(quotient));
    }
    // No polynomial says it, so the quotient is a dim of its own.
    return Optional.of(of(new Atom(operand() + " / " + other.operand(), value / by, null)));
  }

  /** Long division from the highest powers on; null where a rest is left. */
  private static @Nullable Dim quotient(
      TreeMap<Monomial, Long> of, TreeMap<Monomial, Long> divisor) {
    if (divisor.isEmpty()) {
      return null;
    }
    Map.Entry<Monomial, Long> first = divisor.firstEntry();
    Dim by = new Dim(new TreeMap<>(divisor));
    Dim rest = new Dim(new TreeMap<>(of));
    Dim quotient = of(0);
    while (!rest.terms.isEmpty()) {
      Map.Entry<Monomial, Long> next = rest.terms.firstEntry();
      Monomial monomial = next.getKey().dividedBy(first.getKey());
      if (monomial == null || next.getValue() % first.getValue() != 0) {
        return null;
      }
      var term = new TreeMap<Monomial, Long>();
      term.put(monomial, next.getValue() / first.getValue());
      Dim step = new Dim(term);
      quotient = quotient.plus(step);
      rest = rest.plus(by.times(step).negate());
    }
    return quotient;
  }

  private String operand() {
    return terms.size() > 1 ? "(" + name() + ")" : name();
  }

  /** Whether axes of these sizes go together: the same dim, or a number that equals it. */
  public boolean fits(Dim other) {
    return equals(other) || sameSize(other) && (isBare() || other.isBare());
  }

  /** Whether no named dim of a fixed size is in it. */
  private boolean isBare() {
    return terms.keySet().stream().allMatch(m -> m.atoms().stream().allMatch(Atom::varies));
  }

  /** The one that says more of two that fit: a name rather than a number. */
  public Dim orNamed(Dim other) {
    return isBare() ? other : this;
  }

  /** The name, with the number of positions where the name does not say it. */
  String described() {
    return isNumber() ? name() : "`" + name() + "` (" + size() + ")";
  }

  /** The number of positions in words. */
  String size() {
    return known ? Long.toString(most) : "at most " + most;
  }

  /** How the text would write it: {@code 3 * model}, {@code digit}, {@code 28}. */
  public String name() {
    if (terms.isEmpty()) {
      return "0";
    }
    // What is taken off stands behind what it is taken off from.
    var text = new StringBuilder();
    for (boolean taken : new boolean[] {false, true}) {
      terms.forEach(
          (monomial, coefficient) -> {
            if (coefficient < 0 == taken) {
              boolean first = text.isEmpty();
              text.append(taken ? (first ? "-" : " - ") : first ? "" : " + ");
              text.append(named(monomial, Math.abs(coefficient)));
            }
          });
    }
    return text.toString();
  }

  private static String named(Monomial monomial, long coefficient) {
    if (monomial.atoms().isEmpty()) {
      return Long.toString(coefficient);
    }
    return coefficient == 1 ? monomial.toString() : coefficient + " * " + monomial;
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
