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
      names.add("i" + i);
    }
    for (int i = 0; i < kernel.middle().size(); i++) {
      names.add("m" + i);
    }
    if (!kernel.inner().isEmpty()) {
      names.add("j");
    }
    this.elements = new Elements(arguments, names, kernel.columns(), lines);
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
      lines.open("for (int t = from; t < to; t++)");
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

  private void counters() {
    String rest = "t";
    for (int i = kernel.outer().size() - 1; i >= 0; i--) {
      String size = Sizes.operand(kernel.outer().get(i));
      lines.add("int i%d = %s%s;".formatted(i, rest, i == 0 ? "" : " % " + size));
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
      String name = "m" + i;
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
      lines.add("float " + name + " = " + result + ";");
    }
  }

  private void elementLoop(Kernel.Stage stage, String begin, String end) {
    if (!vector) {
      lines.open("for (int j = %s; j < %s; j++)".formatted(begin, end));
      enter();
      element(stage, false, "");
      leave();
      return;
    }
    if (isWhole() && !isChunked()) {
      lines.open("for (int j = %s; j < %s; j += LANES)".formatted(begin, end));
      enter();
      element(stage, true, "");
      leave();
      return;
    }
    // A block of its own: every pass over a row has its j.
    lines.openBlock();
    lines.add("int j = %s;".formatted(begin));
    lines.open("for (; j <= %s - LANES; j += LANES)".formatted(end));
    enter();
    element(stage, true, "");
    leave();
    lines.open("if (j < %s)".formatted(end));
    enter();
    lines.add("int rest = %s - j;".formatted(end));
    element(stage, true, "rest");
    leave();
    lines.close();
  }

  /** One element or vector; of the last vector only the first {@code rest} lanes count. */
  private void element(Kernel.Stage stage, boolean asVector, String rest) {
    for (Kernel.Reduction reduction : stage.reductions()) {
      String accumulator = "a" + reduction.index();
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
    String step = vector ? "j += LANES" : "j++";
    lines.open("for (int j = %s; j < %s; %s)".formatted(begin, end, step));
    enter();
    Kernel.Stage walk = kernel.stages().get(0);
    Kernel.Stage after = kernel.stages().get(1);
    walk.reductions().forEach(this::accumulator);
    for (int i = 0; i < kernel.middle().size(); i++) {
      String name = "m" + i;
      String size = Sizes.operand(kernel.middle().get(i));
      lines.open("for (int %s = 0; %s < %s; %s++)".formatted(name, name, size, name));
      enter();
    }
    element(walk, vector, "");
    for (int i = 0; i < kernel.middle().size(); i++) {
      leave();
    }
    for (Kernel.Reduction reduction : walk.reductions()) {
      String type = vector ? "FloatVector" : "float";
      lines.add("%s r%d = a%d;".formatted(type, reduction.index(), reduction.index()));
    }
    if (vector && !isWhole()) {
      // Both ways out need the values, which are therefore written before they part.
      after.stores().forEach(s -> elements.vector(s.value()));
      lines.open("if (j + LANES <= %s)".formatted(end));
      enter();
      stores(after, true, "");
      elements.leave();
      lines.reopen("else");
      enter();
      stores(after, true, end + " - j");
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
    lines.add("%s a%d = %s;".formatted(type, reduction.index(), start));
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
    String accumulator = "a" + reduction.index();
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
