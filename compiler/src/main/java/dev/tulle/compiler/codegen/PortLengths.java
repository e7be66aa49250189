package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Sum;
import dev.tulle.compiler.ir.Symbol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The lengths that vary from call to call: which port says how long each is, and their bounds. */
final class PortLengths {
  /** Each in the order in which they are found out, with the port that says it. */
  private final Map<Symbol, Program.Port> found = new LinkedHashMap<>();

  /** Those that axes have which are sums. */
  private final Set<Symbol> sums = new TreeSet<>();

  /**
   * @param ports those whose arrays are given; {@code sema} made sure that they say all lengths
   * @param graphs what is computed
   */
  PortLengths(List<Program.Port> ports, List<Graph> graphs) {
    boolean more = true;
    while (more) {
      more = false;
      for (Program.Port port : ports) {
        Symbol next = unknown(port);
        if (next != null) {
          found.put(next, port);
          more = true;
        }
      }
    }
    graphs.forEach(g -> shapes(g, size -> symbols(size).forEach(sums::add)));
  }

  /** The one length that a port alone does not say; null where there is none, or are several. */
  private @Nullable Symbol unknown(Program.Port port) {
    List<Symbol> open =
        symbols(port.shape().count())
            .filter(s -> s.sum() == null ? !found.containsKey(s) : isOpen(s.sum()))
            .toList();
    return open.size() == 1 && open.get(0).sum() == null ? open.get(0) : null;
  }

  private boolean isOpen(Sum sum) {
    return sum.symbols().anyMatch(s -> !found.containsKey(s));
  }

  private static Stream<Symbol> symbols(Size size) {
    return size.symbols().stream().filter(KernelLengths::varies);
  }

  private static void shapes(Graph graph, Consumer<Size> visitor) {
    for (Node node : graph.nodes()) {
      node.shape().sizes().forEach(visitor);
      if (node.op() instanceof Op.Scan scan) {
        shapes(scan.step(), visitor);
      }
    }
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** In the order in which they are found out. */
  List<Symbol> symbols() {
    return List.copyOf(found.keySet());
  }

  /** The port whose array says how long it is. */
  Program.Port port(Symbol length) {
    Program.Port port = found.get(length);
    if (port == null) {
      throw new IllegalStateException("no port says how long " + length + " is");
    }
    return port;
  }

  /** The shortest with which no axis is empty. */
  int least(Symbol length) {
    int least = 1;
    for (Symbol symbol : sums) {
      Sum sum = symbol.sum();
      while (sum != null && least < length.bound() && value(sum, length, least) < 1) {
        least++;
      }
    }
    return least;
  }

  /**
   * What a sum of lengths is; where an axis is so long, it is looked at whether lengths that are
   * long enough each may be too short together.
   *
   * @param value the sum in the terms of the place where it stands, in a method with {@code rows}
   */
  String checked(Sum sum, String value) {
    boolean isAxis = sums.stream().anyMatch(axis -> sum.equals(axis.sum()));
    if (!isAxis || sum.value(this::least) >= 1) {
      return value;
    }
    String text = sum.text();
    for (Symbol part : sum.symbols().distinct().toList()) {
      text = text.replaceAll("\\b" + part.variable() + "\\b", part.name());
    }
    return "Lengths.sum(%s, %s, rows)".formatted(Literals.text(text), value);
  }

  private static long value(Sum sum, Symbol length, int value) {
    return sum.value(s -> s.equals(length) ? value : s.bound());
  }

  /** {@code new Dim("time", 1, 256)} of each. */
  String literal() {
    return found.keySet().stream()
        .map(s -> "new Dim(%s, %s, %s)".formatted(Literals.text(s.name()), least(s), s.bound()))
        .collect(Collectors.joining(", ", "List.of(", ")"));
  }

  /**
   * The sums that texts name, each with what it is.
   *
   * @param used what is named, whatever it is
   */
  Map<String, String> sums(Set<Symbol> used) {
    var sums = new LinkedHashMap<String, String>();
    for (Symbol symbol : new TreeSet<>(used)) {
      Sum sum = symbol.sum();
      if (sum != null) {
        sums.put(symbol.variable(), checked(sum, sum.text()));
      }
    }
    return sums;
  }

  /** Numbers a row for each position of a length, in terms of others. */
  static Size each(Program.Port port, Symbol length) {
    return port.shape().count().dividedBy(Size.ROWS).dividedBy(Size.of(length));
  }

  /** The lengths that a port's size depends on. */
  List<Symbol> of(Program.Port port) {
    var own = new ArrayList<Symbol>();
    Sum.of(port.shape().count())
        .symbols()
        .filter(KernelLengths::varies)
        .distinct()
        .forEach(own::add);
    return own;
  }
}
