package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Symbol;
import dev.tulle.compiler.source.Span;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The loop of a scan: its steps run once for each position, one turn after the other.
 *
 * <p>What is another stretch of floats at each turn is a view ({@link Buffer#view}) that begins at
 * a product with one of the three symbols.
 *
 * @param number tells it from the other loops of its function
 * @param origin the line that it is made for
 * @param count how many positions there are
 * @param reverse whether the last position comes first
 * @param steps of a turn
 * @param byRows whether some rows may go through all turns without waiting for the others
 */
public record Repeat(
    int number,
    @Nullable Span origin,
    Size count,
    boolean reverse,
    List<Step> steps,
    boolean byRows)
    implements Step {
  public Repeat {
    steps = List.copyOf(steps);
  }

  /** The same loop over other steps. */
  Repeat with(List<Step> others) {
    return new Repeat(number, origin, count, reverse, others, byRows);
  }

  /** The same loop, which some rows may go through without the others. */
  Repeat rowByRow() {
    return new Repeat(number, origin, count, reverse, steps, true);
  }

  @Override
  public Stream<Kernel> kernels() {
    return steps.stream().flatMap(Step::kernels);
  }

  /** The position of this turn. */
  public Symbol at() {
    return at(number);
  }

  /** Which of two slots a turn reads what is carried from: the parity of the position. */
  public Symbol from() {
    return from(number);
  }

  /** Which of two slots a turn writes what is carried to: the other one. */
  public Symbol to() {
    return to(number);
  }

  static Symbol at(int number) {
    return new Symbol("at" + number, 0);
  }

  static Symbol from(int number) {
    return new Symbol("from" + number, 0);
  }

  static Symbol to(int number) {
    return new Symbol("to" + number, 0);
  }

  /** Whether a view is another stretch at each turn. */
  boolean moves(Buffer view) {
    return view.starts().stream()
        .flatMap(s -> s.symbols().stream())
        .anyMatch(s -> s.equals(at()) || s.equals(from()) || s.equals(to()));
  }

  /** Whether any buffer of a turn is in one of two slots. */
  public boolean alternates() {
    return kernels()
        .flatMap(Kernel::buffers)
        .flatMap(b -> b.starts().stream())
        .flatMap(s -> s.symbols().stream())
        .anyMatch(s -> s.equals(from()) || s.equals(to()));
  }
}
