package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.Kernel;
import dev.tulle.compiler.plan.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Writes the body of a loop kernel, as scalars or as vectors along its innermost loop.
 *
 * <p>A vector is loaded whole even where a row ends within it, since every array has slack behind
 * its end; what lies beyond is neither added up nor stored.
 */
final class LoopWriter {
  /** Floats that are added up in float before they are added in double. */
  static final int CHUNK = 4096;

  /** Operations on a vector that are written twice at most. */
  private static final int MOST_TWICE = 40;

  private final Kernel.Loop kernel;
  private final Arguments arguments;
  private final boolean vector;
  private final Lines lines = new Lines();
  private final List<String> names;

  /** How many of the outer loops one counter goes through; those behind them are loops. */
  private final int flat;

  private final Elements elements;
  private final Accumulators accumulators;

  private LoopWriter(Kernel.Loop kernel, Arguments arguments, boolean vector) {
    this.kernel = kernel;
    this.arguments = arguments;
    this.vector = vector && !kernel.inner().isEmpty();
    this.names = names(kernel);
    this.flat = ShortRows.flat(kernel, operations());
    this.elements = new Elements(arguments, names, kernel.columns(), kernel.roots(), lines);
    this.accumulators = new Accumulators(elements, lines, this.vector);
  }

  static String write(Kernel.Loop kernel, Arguments arguments, boolean vector) {
    return new LoopWriter(kernel, arguments, vector).write();
  }

  /** Counters: the loop over the rows of the batch is called so, the innermost one column. */
  private static List<String> names(Kernel.Loop kernel) {
    var names = new ArrayList<String>();
    for (Size size : kernel.outer()) {
      names.add(name(size, names, "i" + names.size()));
    }
    for (int i = 0; i < kernel.middle().size(); i++) {
      names.add(name(kernel.middle().get(i), names, "m" + i));
    }
    if (!kernel.inner().isEmpty()) {
      names.add(names.isEmpty() ? "i" : "column");
    }
    return names;
  }

  private static String name(Size size, List<String> names, String otherwise) {
    return size.equals(Size.ROWS) && !names.contains("row") ? "row" : otherwise;
  }

  private String inner() {
    return names.get(names.size() - 1);
  }

  private boolean hasOuter() {
    return !kernel.outer().isEmpty();
  }

  private boolean hasReductions() {
    return kernel.stages().stream().anyMatch(s -> !s.reductions().isEmpty());
  }

  private String counter() {
    return flat == 1 ? names.get(0) : "flat";
  }

  private String write() {
    if (hasOuter()) {
      range(Sizes.of(ShortRows.count(kernel.outer().subList(0, flat))), 1);
      open(counter(), "from", "to", "++");
      counters();
      walked(flat);
      close();
    } else if (kernel.columns() || (!kernel.inner().isEmpty() && !hasReductions())) {
      range(length(), kernel.columns() ? 16 : 64);
      nest();
    } else {
      nest();
    }
    return accumulators.declarations() + elements.constants() + lines;
  }

  /** The outer loops from one of them on that are loops: of two or three steps one by one. */
  private void walked(int loop) {
    if (loop == kernel.outer().size()) {
      nest();
      return;
    }
    Size size = kernel.outer().get(loop);
    if (size.value() > ShortRows.MOST_WRITTEN) {
      open(names.get(loop), "0", Sizes.operand(size), "++");
      walked(loop + 1);
      close();
      return;
    }
    for (long i = 0; i < size.value(); i++) {
      lines.openBlock();
      elements.enter();
      lines.add("int %s = %d;".formatted(names.get(loop), i));
      walked(loop + 1);
      close();
    }
  }

  private void range(String total, int multiple) {
    lines.add("int from = Pieces.from(%s, piece, pieces, %s);".formatted(total, multiple));
    lines.add("int to = Pieces.from(%s, piece + 1, pieces, %s);".formatted(total, multiple));
  }

  /** Declares the position along each of several loops. */
  private void counters() {
    if (flat == 1) {
      return;
    }
    String rest = "flat";
    for (int i = flat - 1; i > 0; i--) {
      String size = Sizes.operand(kernel.outer().get(i));
      lines.add("int %s = %s %% %s;".formatted(names.get(i), rest, size));
      String next = i == 1 ? names.get(0) : "flat" + i;
      lines.add("int %s = %s / %s;".formatted(next, rest, size));
      rest = next;
    }
  }

  private void open(String counter, String begin, String end, String step) {
    lines.open("for (int %1$s = %2$s; %1$s < %3$s; %1$s%4$s)".formatted(counter, begin, end, step));
    elements.enter();
  }

  private void close() {
    elements.leave();
    lines.close();
  }

  private void openMiddle() {
    for (int i = 0; i < kernel.middle().size(); i++) {
      String size = Sizes.operand(kernel.middle().get(i));
      String name = names.get(kernel.outer().size() + i);
      if (i == 0 && kernel.parts() > 1) {
        String part = "Pieces.from(%s, %s, %d, 1)";
        String count = Sizes.of(kernel.middle().get(0));
        lines.add(
            "int end = " + part.formatted(count, names.get(0) + " + 1", kernel.parts()) + ";");
        open(name, part.formatted(count, names.get(0), kernel.parts()), "end", "++");
      } else {
        open(name, "0", size, "++");
      }
    }
  }

  private void closeMiddle() {
    kernel.middle().forEach(m -> close());
  }

  private void nest() {
    if (kernel.columns()) {
      columns();
      return;
    }
    if (stopsAtDiagonal()) {
      lines.add(
          "int seen = Math.min(%s, (%s / LANES + 1) * LANES);".formatted(length(), diagonal()));
    }
    for (Kernel.Stage stage : kernel.stages()) {
      elements.walk(roots(stage));
      if (stage.elementwise() && !kernel.inner().isEmpty()) {
        walk(stage);
      } else {
        stores(stage, false, "");
      }
    }
  }

  /** Operations on a vector in one go through the kernel. */
  private int operations() {
    return kernel.stages().stream().mapToInt(stage -> OperationCount.of(roots(stage))).sum();
  }

  private static List<Value> roots(Kernel.Stage stage) {
    return Stream.concat(
            stage.reductions().stream().map(Kernel.Reduction::of),
            stage.stores().stream().flatMap(Kernel.Store::values))
        .toList();
  }

  // Rows

  private String length() {
    return arguments.isCounted() ? "count" : Sizes.of(kernel.inner().get(0));
  }

  private boolean isChunked() {
    return isChunked(kernel);
  }

  /** Whether reductions add up chunk by chunk, since rows may be long. */
  static boolean isChunked(Kernel.Loop kernel) {
    Size inner = kernel.inner().get(0);
    return !inner.isKnown() || inner.value() > CHUNK;
  }

  /** Whether the last vector of a row is always full, whatever the machine's vectors are. */
  private boolean isWhole() {
    Size inner = kernel.inner().get(0);
    return !arguments.isCounted() && inner.coefficient() % 16 == 0;
  }

  private void walk(Kernel.Stage stage) {
    boolean chunked = !stage.reductions().isEmpty() && isChunked();
    boolean ranged = !hasOuter() && !hasReductions();
    stage.reductions().forEach(chunked ? accumulators::declareWhole : accumulators::declare);
    List<Value> roots = roots(stage);
    roots.forEach(r -> elements.prepare(r, kernel.outer().size(), vector));
    openMiddle();
    roots.forEach(r -> elements.prepare(r, names.size() - 1, vector));
    String end = ranged ? "to" : length();
    if (chunked) {
      open("chunk", "0", end, " += " + CHUNK);
      lines.add("int end = Math.min(chunk + %s, %s);".formatted(CHUNK, end));
      stage.reductions().forEach(accumulators::declare);
      elementLoop(stage, "chunk", "end");
      stage.reductions().forEach(accumulators::addChunk);
      close();
    } else {
      elementLoop(stage, ranged ? "from" : "0", end);
    }
    closeMiddle();
    stage.reductions().forEach(accumulators::finish);
  }

  private void elementLoop(Kernel.Stage stage, String begin, String end) {
    if (!vector || (isWhole() && !isChunked())) {
      open(inner(), begin, stopsAtDiagonal() ? "seen" : end, vector ? " += LANES" : "++");
      element(stage, vector, "");
      close();
      if (stopsAtDiagonal() && !stage.stores().isEmpty()) {
        zeros(stage, end);
      }
      return;
    }
    if (kernel.runsOver() || isLong()) {
      open(inner(), begin, end, " += LANES");
      reduce(stage, true, end + " - " + inner());
      storesThatRunOver(stage, end);
      close();
      return;
    }
    // Every pass over a row has its counter, in a block of its own where there are several.
    boolean several = kernel.stages().stream().filter(Kernel.Stage::elementwise).count() > 1;
    if (several) {
      lines.openBlock();
    }
    lines.add("int %s = %s;".formatted(inner(), begin));
    lines.open("for (; %1$s <= %2$s - LANES; %1$s += LANES)".formatted(inner(), end));
    elements.enter();
    element(stage, true, "");
    close();
    lines.open("if (%s < %s)".formatted(inner(), end));
    elements.enter();
    lines.add("int rest = %s - %s;".formatted(end, inner()));
    element(stage, true, "rest");
    close();
    if (several) {
      lines.close();
    }
  }

  /** Whether vectors of a row end at a diagonal, behind which are zeros. */
  private boolean stopsAtDiagonal() {
    return vector && kernel.diagonal() != null && isWhole() && !isChunked();
  }

  /** The counter of the loop that says where a row meets the diagonal. */
  private String diagonal() {
    List<Size> strides = Objects.requireNonNull(kernel.diagonal()).strides();
    return names.get(strides.indexOf(Size.ONE));
  }

  /** What a stage stores of a row behind the diagonal. */
  private void zeros(Kernel.Stage stage, String end) {
    open(inner(), "seen", end, " += LANES");
    for (Kernel.Store store : stage.stores()) {
      String index = elements.index(store.buffer(), store.at(), store.spot());
      lines.add(
          "%s.intoArray(%s, %s);"
              .formatted(elements.constant(0), arguments.array(store.buffer()), index));
    }
    close();
  }

  /**
   * Whether a loop and its last vector are written once for both. HotSpot's second compiler takes
   * only so much into a method, some 150 operations; behind that vectors are objects.
   */
  private boolean isLong() {
    return operations() > MOST_TWICE;
  }

  /** One element or vector; of the last vector only the first {@code rest} lanes count. */
  private void element(Kernel.Stage stage, boolean asVector, String rest) {
    reduce(stage, asVector, rest);
    stores(stage, asVector, rest);
  }

  private void reduce(Kernel.Stage stage, boolean asVector, String rest) {
    for (Kernel.Reduction reduction : stage.reductions()) {
      String value = elements.value(reduction.of(), asVector);
      if (!rest.isEmpty()) {
        value =
            "%s.blend(%s, FloatVector.broadcast(SPECIES, (float) %s).compare(VectorOperators.GT, IOTA))"
                .formatted(
                    elements.constant(Accumulators.neutral(reduction)),
                    value,
                    rest.contains(" ") ? "(" + rest + ")" : rest);
      }
      accumulators.add(reduction, value);
    }
  }

  private void stores(Kernel.Stage stage, boolean asVector, String rest) {
    List<String> values = elements.values(stage.stores(), asVector);
    var indices = new ArrayList<String>();
    stage.stores().forEach(s -> indices.add(elements.index(s.buffer(), s.at(), s.spot())));
    if (!rest.isEmpty() && !values.isEmpty()) {
      lines.add("float[] last = Scratch.floats(16);");
    }
    for (int i = 0; i < values.size(); i++) {
      String array = arguments.array(stage.stores().get(i).buffer());
      if (!asVector) {
        lines.add("%s[%s] = %s;".formatted(array, indices.get(i), values.get(i)));
      } else if (rest.isEmpty()) {
        lines.add("%s.intoArray(%s, %s);".formatted(values.get(i), array, indices.get(i)));
      } else {
        lines.add("%s.intoArray(last, 0);".formatted(values.get(i)));
        lines.add("System.arraycopy(last, 0, %s, %s, %s);".formatted(array, indices.get(i), rest));
      }
    }
  }

  // Columns

  private void columns() {
    String end = hasOuter() ? length() : "to";
    open(inner(), hasOuter() ? "0" : "from", end, vector ? " += LANES" : "++");
    Kernel.Stage walk = kernel.stages().get(0);
    Kernel.Stage after = kernel.stages().get(1);
    walk.reductions().forEach(accumulators::declare);
    elements.walk(roots(walk));
    if (isWrittenOut()) {
      writeOut(walk, 0);
    } else {
      openMiddle();
      element(walk, vector, "");
      closeMiddle();
    }
    walk.reductions().forEach(accumulators::keep);
    elements.walk(roots(after));
    if (vector && !isWhole()) {
      storesThatRunOver(after, end);
    } else {
      stores(after, vector, "");
    }
    close();
  }

  /**
   * Whether the loops of a reduction are few steps in several loops, such as a pooling window: C2
   * keeps no vectors in registers through those.
   */
  private boolean isWrittenOut() {
    return ShortRows.isFewSteps(kernel.middle());
  }

  /** The steps of the loops of a reduction from one of them on, one after the other. */
  private void writeOut(Kernel.Stage walk, int loop) {
    if (loop == kernel.middle().size()) {
      element(walk, vector, "");
      return;
    }
    for (long i = 0; i < kernel.middle().get(loop).value(); i++) {
      lines.openBlock();
      elements.enter();
      lines.add("int %s = %d;".formatted(names.get(kernel.outer().size() + loop), i));
      writeOut(walk, loop + 1);
      close();
    }
  }

  /**
   * Stores a vector whole where the row has room for it, or where the rows behind will write over
   * what is too much.
   */
  private void storesThatRunOver(Kernel.Stage after, String end) {
    // Both ways out need the values, which are therefore written before they part.
    after.stores().forEach(s -> elements.declare(s.value()));
    String room = "%s + LANES <= %s".formatted(inner(), end);
    if (kernel.runsOver()) {
      room += " || %s >= LANES".formatted(behind());
    }
    lines.open("if (%s)".formatted(room));
    elements.enter();
    stores(after, true, "");
    elements.leave();
    lines.reopen("else");
    elements.enter();
    stores(after, true, end + " - " + inner());
    close();
  }

  /** Elements of the piece behind this row. */
  private String behind() {
    long each = kernel.inner().get(0).value();
    var rows = new StringBuilder();
    for (int i = kernel.outer().size() - 1; i >= flat; i--) {
      long last = kernel.outer().get(i).value() - 1;
      rows.append(" + (%s - %s) * %s".formatted(last, names.get(i), each));
      each *= last + 1;
    }
    return "(to - %s - 1) * %s%s".formatted(counter(), each, rows);
  }
}
