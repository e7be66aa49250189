package dev.tulle.compiler.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A polynomial of symbols with whole coefficients: what sizes are when they are added. Compared by
 * what it says; a symbol that is a sum itself never stands in it.
 */
public final class Sum {
  /** Symbols that are multiplied, sorted. */
  private record Product(List<Symbol> symbols) implements Comparable<Product> {
    Product times(Product other) {
      var all = new ArrayList<>(symbols);
      all.addAll(other.symbols);
      all.sort(null);
      return new Product(List.copyOf(all));
    }

    @Override
    public int compareTo(Product other) {
      int byRank = Integer.compare(other.symbols.size(), symbols.size());
      return byRank != 0 ? byRank : symbols.toString().compareTo(other.symbols.toString());
    }
  }

  private final TreeMap<Product, Long> terms;

  private Sum(TreeMap<Product, Long> terms) {
    terms.values().removeIf(c -> c == 0);
    this.terms = terms;
  }

  public static Sum of(long value) {
    return term(value, List.of());
  }

  /** What a size is without symbols that are sums. */
  public static Sum of(Size size) {
    Sum product = of(size.coefficient());
    for (Symbol symbol : size.symbols()) {
      Sum factor = symbol.sum();
      product = product.times(factor == null ? term(1, List.of(symbol)) : factor);
    }
    return product;
  }

  private static Sum term(long coefficient, List<Symbol> symbols) {
    var terms = new TreeMap<Product, Long>();
    terms.put(new Product(symbols), coefficient);
    return new Sum(terms);
  }

  public Sum plus(Sum other) {
    var sum = new TreeMap<>(terms);
    other.terms.forEach((p, c) -> sum.merge(p, c, Math::addExact));
    return new Sum(sum);
  }

  public Sum minus(Sum other) {
    return plus(other.times(of(-1)));
  }

  public Sum times(Sum other) {
    var product = new TreeMap<Product, Long>();
    terms.forEach(
        (p, c) ->
            other.terms.forEach(
                (q, d) -> product.merge(p.times(q), Math.multiplyExact(c, d), Math::addExact)));
    return new Sum(product);
  }

  /** The value, where no symbol is in it. */
  public @Nullable Long known() {
    if (terms.isEmpty()) {
      return 0L;
    }
    return terms.size() == 1 && terms.firstKey().symbols().isEmpty()
        ? terms.firstEntry().getValue()
        : null;
  }

  /**
   * Whether it is 0 or more whatever its symbols are, each from 1 to its bound; says no where in
   * doubt.
   */
  public boolean isNeverNegative() {
    long least = 0;
    for (Map.Entry<Product, Long> term : terms.entrySet()) {
      boolean less = term.getValue() < 0;
      if (less && term.getKey().symbols().stream().anyMatch(s -> s.bound() == 0)) {
        return false;
      }
      least = Math.addExact(least, value(term, less ? Symbol::bound : s -> 1));
    }
    return least >= 0;
  }

  /** The symbols in it, none of them a sum; some of them twice. */
  public Stream<Symbol> symbols() {
    return terms.keySet().stream().flatMap(p -> p.symbols().stream());
  }

  /** The value, given one for each symbol. */
  public long value(ToLongFunction<Symbol> values) {
    return terms.entrySet().stream().mapToLong(t -> value(t, values)).reduce(0, Math::addExact);
  }

  private static long value(Map.Entry<Product, Long> term, ToLongFunction<Symbol> values) {
    long product = term.getValue();
    for (Symbol symbol : term.getKey().symbols()) {
      product = Math.multiplyExact(product, values.applyAsLong(symbol));
    }
    return product;
  }

  /** As a size: what all terms share, times a symbol for what is left of a sum. */
  public Size size() {
    Long known = known();
    if (known != null) {
      return Size.of(known);
    }
    long divisor = 0;
    List<Symbol> shared = null;
    for (Map.Entry<Product, Long> term : terms.entrySet()) {
      divisor = gcd(divisor, Math.abs(term.getValue()));
      shared =
          shared == null ? term.getKey().symbols() : Size.common(shared, term.getKey().symbols());
    }
    List<Symbol> factor = shared == null ? List.of() : shared;
    if (terms.size() == 1) {
      return new Size(terms.firstEntry().getValue(), factor);
    }
    var rest = new TreeMap<Product, Long>();
    for (Map.Entry<Product, Long> term : terms.entrySet()) {
      var left = new ArrayList<>(term.getKey().symbols());
      factor.forEach(left::remove);
      rest.put(new Product(List.copyOf(left)), term.getValue() / divisor);
    }
    Sum sum = new Sum(rest);
    return new Size(divisor, factor)
        .times(Size.of(new Symbol(sum.toString(), Math.toIntExact(sum.most()), sum)));
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** No value is larger. */
  private long most() {
    return terms.entrySet().stream()
        .mapToLong(t -> value(t, t.getValue() > 0 ? Symbol::bound : s -> 1))
        .reduce(0, Math::addExact);
  }

  /** The name of a local that holds it: {@code timeLengthPlus2}. */
  String variable() {
    String name =
        text(Symbol::variable)
            .replaceFirst("^-", "minus ")
            .replace(" + ", " plus ")
            .replace(" - ", " minus ")
            .replace(" * ", " times ");
    return Symbol.camel(name.replace(' ', '_'));
  }

  /** As Java writes it: {@code timeLength * 2 + 1}. */
  public String text() {
    return text(Symbol::variable);
  }

  private String text(Function<Symbol, String> names) {
    var text = new StringBuilder();
    terms.forEach(
        (product, coefficient) -> {
          boolean first = text.isEmpty();
          text.append(coefficient < 0 ? (first ? "-" : " - ") : first ? "" : " + ");
          text.append(Size.text(Math.abs(coefficient), product.symbols(), names));
        });
    return text.isEmpty() ? "0" : text.toString();
  }

  /** As a net writes it: {@code time * 2 + 1}. */
  @Override
  public String toString() {
    return text(Symbol::name);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Sum sum && terms.equals(sum.terms);
  }

  @Override
  public int hashCode() {
    return terms.hashCode();
  }
}
