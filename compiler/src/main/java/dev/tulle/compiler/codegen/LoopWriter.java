package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.Affine;
import dev.tulle.compiler.plan.Kernel;
import dev.tulle.compiler.plan.Value;
import dev.tulle.compiler.plan.Values;
import java.util.ArrayList;
import java.util.List;
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

  private final Kernel.Loop kernel;
  private final Arguments arguments;
  private final boolean vector;
  private final Lines lines = new Lines();
  private final List<String> names = new ArrayList<>();
  private final Elements elements;

  private LoopWriter(Kernel.Loop kernel, Arguments arguments, boolean vector) {
    this.kernel = kernel;
    this.arguments = arguments;
    this.vector = vector && !kernel.inner().isEmpty();
    for (int i = 0; i < kernel.outer().size(); i++) {
      names.add(name(kernel.outer().get(i), "i" + i));
    }
    for (int i = 0; i < kernel.middle().size(); i++) {
      names.add(name(kernel.middle().get(i), "m" + i));
    }
    if (!kernel.inner().isEmpty()) {
      names.add(names.isEmpty() ? "i" : "column");
    }
    this.elements = new Elements(arguments, names, kernel.columns(), lines);
  }

  /** The loop over the rows of the batch is called so. */
  private String name(Size size, String otherwise) {
    return size.equals(Size.ROWS) && !names.contains("row") ? "row" : otherwise;
  }

  private String middle(int loop) {
    return names.get(kernel.outer().size() + loop);
  }

  static String write(Kernel.Loop kernel, Arguments arguments, boolean vector) {
    return new LoopWriter(kernel, arguments, vector).write();
  }

  /** Whether vectors can do it: every access along the innermost loop is contiguous or still. */
  static boolean isVectorisable(Kernel.Loop kernel) {
    if (kernel.inner().isEmpty()) {
      return false;
    }
    var possible = new boolean[] {true};
    int last = kernel.loops().size() - 1;
    Values.walk(
        kernel.roots(),
        v -> {
          boolean even = true;
          if (v instanceof Value.Load load) {
            even =
                isEven(load.at().strides().get(last))
                    && (load.spot() == null || !varies(load.spot().position(), last));
          } else if (v instanceof Value.Random random) {
            even =
                random.distribution() == Op.Random.Distribution.UNIFORM
                    && random.element().strides().get(last).isOne();
          }
          possible[0] &= even;
        });
    for (Kernel.Stage stage : kernel.stages()) {
      if (stage.elementwise() || kernel.columns()) {
        stage
            .stores()
            .forEach(
                s ->
                    possible[0] &=
                        s.at().strides().get(last).isOne()
                            && (s.spot() == null || !varies(s.spot().position(), last)));
      }
    }
    return possible[0];
  }

  private static boolean varies(Value value, int loop) {
    var found = new boolean[1];
    Values.walk(
        Stream.of(value),
        v -> {
          Affine at = Elements.at(v);
          found[0] |= v instanceof Value.Reduced || (at != null && !at.isStill(loop, loop + 1));
        });
    return found[0];
  }

  private static boolean isEven(Size stride) {
    return stride.isOne() || stride.coefficient() == 0;
  }

  private boolean hasOuter() {
    return !kernel.outer().isEmpty();
  }

  private boolean hasReductions() {
    return kernel.stages().stream().anyMatch(s -> !s.reductions().isEmpty());
  }

  private String write() {
    if (hasOuter()) {
      Size count = kernel.outer().stream().reduce(Size.ONE, Size::times);
      range(Sizes.of(count), 1);
      String counter = kernel.outer().size() == 1 ? names.get(0) : "t";
      lines.open("for (int %s = from; %s < to; %s++)".formatted(counter, counter, counter));
      counters();
      enter();
      nest();
      leave();
    } else if (kernel.columns() || (!kernel.inner().isEmpty() && !hasReductions())) {
      range(length(), kernel.columns() ? 16 : 64);
      nest();
    } else {
      nest();
    }
    return elements.constants() + lines;
  }

  private void range(String total, int multiple) {
    lines.add("int from = Pieces.from(%s, piece, pieces, %d);".formatted(total, multiple));
    lines.add("int to = Pieces.from(%s, piece + 1, pieces, %d);".formatted(total, multiple));
  }

  /** Declares the position along each of several loops. */
  private void counters() {
    if (kernel.outer().size() == 1) {
      return;
    }
    String rest = "t";
    for (int i = kernel.outer().size() - 1; i >= 0; i--) {
      String size = Sizes.operand(kernel.outer().get(i));
      lines.add("int %s = %s%s;".formatted(names.get(i), rest, i == 0 ? "" : " % " + size));
      if (i > 0) {
        lines.add("int t%d = %s / %s;".formatted(i, rest, size));
        rest = "t" + i;
      }
    }
  }

  /** Begins the inside of a loop that is open already. */
  private void enter() {
    elements.enter();
  }

  private void leave() {
    elements.leave();
    lines.close();
  }

  private void nest() {
    if (kernel.columns()) {
      columns();
      return;
    }
    for (Kernel.Stage stage : kernel.stages()) {
      if (stage.elementwise()) {
        walk(stage);
      } else {
        stores(stage, false, "");
      }
    }
  }

  private String inner() {
    return names.get(names.size() - 1);
  }

  // Rows

  private String length() {
    return arguments.isCounted() ? "count" : Sizes.of(kernel.inner().get(0));
  }

  private boolean isChunked() {
    Size inner = kernel.inner().get(0);
    return !inner.isKnown() || inner.value() > CHUNK;
  }

  /** Whether the last vector of a row is always full, whatever the machine's vectors are. */
  private boolean isWhole() {
    Size inner = kernel.inner().get(0);
    return !arguments.isCounted() && inner.coefficient() % 16 == 0;
  }

  private void walk(Kernel.Stage stage) {
    if (kernel.inner().isEmpty()) {
      stores(stage, false, "");
      return;
    }
    int inner = names.size() - 1;
    boolean reduces = !stage.reductions().isEmpty();
    boolean chunked = reduces && isChunked();
    boolean ranged = !hasOuter() && !hasReductions();
    for (Kernel.Reduction reduction : stage.reductions()) {
      boolean wide = chunked && reduction.kind() == Op.Reduce.Reduction.SUM;
      if (chunked) {
        lines.add(
            "%s t%d_ = %s;"
                .formatted(wide ? "double" : "float", reduction.index(), neutral(reduction)));
      } else {
        accumulator(reduction);
      }
    }
    List<Value> roots = roots(stage);
    roots.forEach(r -> elements.prepare(r, kernel.outer().size(), vector));
    for (int i = 0; i < kernel.middle().size(); i++) {
      String name = middle(i);
      String size = Sizes.operand(kernel.middle().get(i));
      lines.open("for (int %s = 0; %s < %s; %s++)".formatted(name, name, size, name));
      enter();
    }
    roots.forEach(r -> elements.prepare(r, inner, vector));
    String begin = ranged ? "from" : "0";
    String end = ranged ? "to" : length();
    if (chunked) {
      lines.open("for (int chunk = 0; chunk < %s; chunk += %d)".formatted(end, CHUNK));
      enter();
      lines.add("int end = Math.min(chunk + %d, %s);".formatted(CHUNK, end));
      stage.reductions().forEach(this::accumulator);
      begin = "chunk";
      end = "end";
    }
    elementLoop(stage, begin, end);
    if (chunked) {
      stage.reductions().forEach(r -> combine(r, "t" + r.index() + "_"));
      leave();
    }
    for (int i = 0; i < kernel.middle().size(); i++) {
      leave();
    }
    for (Kernel.Reduction reduction : stage.reductions()) {
      String name = "r" + reduction.index();
      String result = chunked ? "(float) t" + reduction.index() + "_" : reduced(reduction);
      if (!result.equals(name)) {
        lines.add("float " + name + " = " + result + ";");
      }
    }
  }

  private void elementLoop(Kernel.Stage stage, String begin, String end) {
    if (!vector) {
      lines.open("for (int %1$s = %2$s; %1$s < %3$s; %1$s++)".formatted(inner(), begin, end));
      enter();
      element(stage, false, "");
      leave();
      return;
    }
    if (isWhole() && !isChunked()) {
      lines.open(
          "for (int %1$s = %2$s; %1$s < %3$s; %1$s += LANES)".formatted(inner(), begin, end));
      enter();
      element(stage, true, "");
      leave();
      return;
    }
    // A block of its own: every pass over a row has its counter.
    lines.openBlock();
    lines.add("int %s = %s;".formatted(inner(), begin));
    lines.open("for (; %1$s <= %2$s - LANES; %1$s += LANES)".formatted(inner(), end));
    enter();
    element(stage, true, "");
    leave();
    lines.open("if (%s < %s)".formatted(inner(), end));
    enter();
    lines.add("int rest = %s - %s;".formatted(end, inner()));
    element(stage, true, "rest");
    leave();
    lines.close();
  }

  /** One element or vector; of the last vector only the first {@code rest} lanes count. */
  private void element(Kernel.Stage stage, boolean asVector, String rest) {
    for (Kernel.Reduction reduction : stage.reductions()) {
      String accumulator = accumulated(reduction);
      String value = asVector ? elements.vector(reduction.of()) : elements.scalar(reduction.of());
      if (!rest.isEmpty()) {
        String neutral = elements.constant(neutralValue(reduction));
        value =
            "%s.blend(%s, IOTA.compare(VectorOperators.LT, (float) %s))"
                .formatted(neutral, value, rest);
      }
      lines.add(
          "%s = %s;".formatted(accumulator, combined(reduction, accumulator, value, asVector)));
    }
    stores(stage, asVector, rest);
  }

  private void stores(Kernel.Stage stage, boolean asVector, String rest) {
    var values = new ArrayList<String>();
    for (Kernel.Store store : stage.stores()) {
      values.add(asVector ? elements.vector(store.value()) : elements.scalar(store.value()));
    }
    if (!rest.isEmpty() && !values.isEmpty()) {
      lines.add("float[] last = Scratch.floats(16);");
    }
    for (int i = 0; i < values.size(); i++) {
      Kernel.Store store = stage.stores().get(i);
      String array = arguments.array(store.buffer());
      String index = elements.index(store.buffer(), store.at(), store.spot());
      if (!asVector) {
        lines.add("%s[%s] = %s;".formatted(array, index, values.get(i)));
      } else if (rest.isEmpty()) {
        lines.add("%s.intoArray(%s, %s);".formatted(values.get(i), array, index));
      } else {
        lines.add("%s.intoArray(last, 0);".formatted(values.get(i)));
        lines.add("System.arraycopy(last, 0, %s, %s, %s);".formatted(array, index, rest));
      }
    }
  }

  private static List<Value> roots(Kernel.Stage stage) {
    return Stream.concat(
            stage.reductions().stream().map(Kernel.Reduction::of),
            stage.stores().stream().flatMap(Kernel.Store::values))
        .toList();
  }

  // Columns

  private void columns() {
    String begin = hasOuter() ? "0" : "from";
    String end = hasOuter() ? length() : "to";
    String step = vector ? " += LANES" : "++";
    lines.open("for (int %1$s = %2$s; %1$s < %3$s; %1$s%4$s)".formatted(inner(), begin, end, step));
    enter();
    Kernel.Stage walk = kernel.stages().get(0);
    Kernel.Stage after = kernel.stages().get(1);
    walk.reductions().forEach(this::accumulator);
    for (int i = 0; i < kernel.middle().size(); i++) {
      String name = middle(i);
      String size = Sizes.operand(kernel.middle().get(i));
      lines.open("for (int %s = 0; %s < %s; %s++)".formatted(name, name, size, name));
      enter();
    }
    element(walk, vector, "");
    for (int i = 0; i < kernel.middle().size(); i++) {
      leave();
    }
    if (vector && !isWhole()) {
      // Both ways out need the values, which are therefore written before they part.
      after.stores().forEach(s -> elements.vector(s.value()));
      lines.open("if (%s + LANES <= %s)".formatted(inner(), end));
      enter();
      stores(after, true, "");
      elements.leave();
      lines.reopen("else");
      enter();
      stores(after, true, end + " - " + inner());
      leave();
    } else {
      stores(after, vector, "");
    }
    leave();
  }

  // Reductions

  private void accumulator(Kernel.Reduction reduction) {
    String type = vector ? "FloatVector" : "float";
    String start =
        vector ? "FloatVector.broadcast(SPECIES, " + neutral(reduction) + ")" : neutral(reduction);
    lines.add("%s %s = %s;".formatted(type, accumulated(reduction), start));
  }

  /** The accumulator, which is the result itself where there is nothing left to combine. */
  private String accumulated(Kernel.Reduction reduction) {
    boolean whole = kernel.columns() || (!vector && !isChunked(reduction));
    return (whole ? "r" : "a") + reduction.index();
  }

  /** Whether the walk that the reduction belongs to goes by chunks. */
  private boolean isChunked(Kernel.Reduction reduction) {
    return !kernel.columns()
        && !kernel.inner().isEmpty()
        && kernel.stages().stream()
            .anyMatch(s -> s.elementwise() && s.reductions().contains(reduction))
        && isChunked();
  }

  private static double neutralValue(Kernel.Reduction reduction) {
    return switch (reduction.kind()) {
      case SUM -> 0;
      case MAXIMUM -> Double.NEGATIVE_INFINITY;
      case MINIMUM -> Double.POSITIVE_INFINITY;
    };
  }

  private static String neutral(Kernel.Reduction reduction) {
    return ScalarCode.literal(neutralValue(reduction));
  }

  private static String combined(Kernel.Reduction reduction, String a, String b, boolean asVector) {
    return switch (reduction.kind()) {
      case SUM -> asVector ? a + ".add(" + b + ")" : a + " + " + b;
      case MAXIMUM -> asVector ? a + ".max(" + b + ")" : "Math.max(" + a + ", " + b + ")";
      case MINIMUM -> asVector ? a + ".min(" + b + ")" : "Math.min(" + a + ", " + b + ")";
    };
  }

  /** The result of a walk over the lanes of its accumulator. */
  private String reduced(Kernel.Reduction reduction) {
    String accumulator = accumulated(reduction);
    if (!vector) {
      return accumulator;
    }
    String operator =
        switch (reduction.kind()) {
          case SUM -> "ADD";
          case MAXIMUM -> "MAX";
          case MINIMUM -> "MIN";
        };
    return accumulator + ".reduceLanes(VectorOperators." + operator + ")";
  }

  private void combine(Kernel.Reduction reduction, String total) {
    lines.add("%s = %s;".formatted(total, combined(reduction, total, reduced(reduction), false)));
  }
}
