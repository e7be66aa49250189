package dev.tulle.compiler.codegen;

import dev.tulle.compiler.plan.Kernel;

/**
 * Stores vectors of which the last one of a row may run over its end: whole where the row has room
 * for it, or where the rows behind will write over what is too much.
 */
final class RunOverStores {
  private final LoopText text;
  private final LoopNest nest;
  private final StageWriter stages;

  RunOverStores(LoopText text, StageWriter stages) {
    this.text = text;
    this.nest = text.nest();
    this.stages = stages;
  }

  /**
   * @param end of the row, or of its chunk
   */
  void write(Kernel.Stage stage, String end) {
    // Both ways out need the values, which are therefore written before they part.
    stage.stores().forEach(s -> text.elements().declare(s.value()));
    text.open("if (%s)".formatted(hasRoom(end)));
    stages.store(stage, true, "");
    text.reopen("else");
    stages.store(stage, true, nest.left(end));
    text.close();
  }

  private String hasRoom(String end) {
    String room = "%s + LANES <= %s".formatted(nest.inner(), end);
    return nest.kernel().runsOver() ? room + " || %s >= LANES".formatted(behind()) : room;
  }

  /** Elements of the piece behind this row. */
  private String behind() {
    Kernel.Loop kernel = nest.kernel();
    long each = kernel.inner().get(0).value();
    var rows = new StringBuilder();
    for (int i = kernel.outer().size() - 1; i >= nest.flat(); i--) {
      long last = kernel.outer().get(i).value() - 1;
      rows.append(" + (%s - %s) * %s".formatted(last, nest.outer(i), each));
      each *= last + 1;
    }
    return "(to - %s - 1) * %s%s".formatted(nest.flatCounter(), each, rows);
  }
}
