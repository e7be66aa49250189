package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.Kernel;

/** The body of a loop kernel in the making, and the blocks of its loops. */
final class LoopText {
  private final LoopNest nest;
  private final Arguments arguments;
  private final Lines lines = new Lines();
  private final Elements elements;
  private final Accumulators accumulators;

  LoopText(LoopNest nest, Arguments arguments) {
    this.nest = nest;
    this.arguments = arguments;
    Kernel.Loop kernel = nest.kernel();
    this.elements = new Elements(arguments, nest.names(), kernel.columns(), kernel.roots(), lines);
    this.accumulators = new Accumulators(elements, lines, nest.isVector());
  }

  LoopNest nest() {
    return nest;
  }

  Arguments arguments() {
    return arguments;
  }

  Lines lines() {
    return lines;
  }

  Elements elements() {
    return elements;
  }

  Accumulators accumulators() {
    return accumulators;
  }

  /** Begins a loop. */
  void open(String counter, String begin, String end, String step) {
    open("for (int %1$s = %2$s; %1$s < %3$s; %1$s%4$s)".formatted(counter, begin, end, step));
  }

  /** Begins a block: {@code head {}. */
  void open(String head) {
    lines.open(head);
    elements.enter();
  }

  /** Begins what a loop does at one of its positions, which is written out. */
  void openStep(String counter, long position) {
    lines.openBlock();
    elements.enter();
    lines.add("int %s = %d;".formatted(counter, position));
  }

  /** Ends a block and begins another: {@code } head {}. */
  void reopen(String head) {
    elements.leave();
    lines.reopen(head);
    elements.enter();
  }

  void close() {
    elements.leave();
    lines.close();
  }

  /** Begins the loops of a reduction, each part of it those of its own positions. */
  void openMiddle() {
    Kernel.Loop kernel = nest.kernel();
    for (int i = 0; i < kernel.middle().size(); i++) {
      Size size = kernel.middle().get(i);
      if (i == 0 && kernel.parts() > 1) {
        lines.add("int end = " + part(size, nest.outer(0) + " + 1") + ";");
        open(nest.middle(i), part(size, nest.outer(0)), "end", "++");
      } else {
        open(nest.middle(i), "0", Sizes.operand(size), "++");
      }
    }
  }

  private String part(Size size, String part) {
    return "Pieces.from(%s, %s, %d, 1)".formatted(Sizes.of(size), part, nest.kernel().parts());
  }

  void closeMiddle() {
    nest.kernel().middle().forEach(m -> close());
  }

  @Override
  public String toString() {
    return accumulators.declarations() + elements.constants() + lines;
  }
}
