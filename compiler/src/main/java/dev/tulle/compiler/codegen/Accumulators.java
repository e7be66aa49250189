package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.plan.Kernel;
import java.util.IdentityHashMap;

/**
 * The locals in which reductions gather: vectors or floats on a walk, and over several chunks what
 * the chunks make together.
 */
final class Accumulators {
  private final Elements elements;
  private final Lines lines;
  private final boolean vector;
  private final IdentityHashMap<Kernel.Reduction, String> names = new IdentityHashMap<>();
  private final IdentityHashMap<Kernel.Reduction, String> wholes = new IdentityHashMap<>();

  /** The array through which lanes are added up; empty where none are. */
  private String array = "";

  Accumulators(Elements elements, Lines lines, boolean vector) {
    this.elements = elements;
    this.lines = lines;
    this.vector = vector;
  }

  /** Declares what a walk gathers in. */
  void declare(Kernel.Reduction reduction) {
    String name = elements.local(vector ? plural(reduction.kind()) : LocalNames.of(reduction));
    String start = start(reduction);
    lines.add(
        vector
            ? "FloatVector %s = FloatVector.broadcast(SPECIES, %s);".formatted(name, start)
            : "float %s = %s;".formatted(name, start));
    names.put(reduction, name);
  }

  /** Declares what chunks make together; many numbers are added up in double. */
  void declareWhole(Kernel.Reduction reduction) {
    String name = elements.local(LocalNames.of(reduction) + "OfChunks");
    boolean wide = reduction.kind() == Op.Reduce.Reduction.SUM;
    lines.add((wide ? "double " : "float ") + name + " = " + (wide ? "0" : start(reduction)) + ";");
    wholes.put(reduction, name);
  }

  /** Takes an element or a vector in. */
  void add(Kernel.Reduction reduction, String value) {
    combine(reduction, name(reduction), value, vector);
  }

  /** Takes the chunk that was walked into the whole. */
  void addChunk(Kernel.Reduction reduction) {
    combine(reduction, wholes.getOrDefault(reduction, ""), ofLanes(reduction), false);
  }

  private void combine(Kernel.Reduction reduction, String a, String b, boolean lanes) {
    lines.add(
        switch (reduction.kind()) {
          case SUM ->
              lanes ? "%1$s = %1$s.add(%2$s);".formatted(a, b) : "%s += %s;".formatted(a, b);
          case MAXIMUM ->
              (lanes ? "%1$s = %1$s.max(%2$s);" : "%1$s = Math.max(%1$s, %2$s);").formatted(a, b);
          case MINIMUM ->
              (lanes ? "%1$s = %1$s.min(%2$s);" : "%1$s = Math.min(%1$s, %2$s);").formatted(a, b);
        });
  }

  /** A walk is over: names the result. */
  void finish(Kernel.Reduction reduction) {
    String whole = wholes.get(reduction);
    if (whole == null && !vector) {
      keep(reduction);
      return;
    }
    String name = elements.local(LocalNames.of(reduction));
    boolean wide = reduction.kind() == Op.Reduce.Reduction.SUM;
    String result = whole == null ? ofLanes(reduction) : (wide ? "(float) " : "") + whole;
    lines.add("float " + name + " = " + result + ";");
    elements.bind(reduction, name);
  }

  /** The accumulator is the result. */
  void keep(Kernel.Reduction reduction) {
    elements.bind(reduction, name(reduction));
  }

  private String name(Kernel.Reduction reduction) {
    return names.getOrDefault(reduction, "");
  }

  /**
   * An expression of all lanes together. Those of a sum go through memory: {@code reduceLanes} may
   * add them in any order, and HotSpot 25 does so in another one once it has compiled a kernel.
   */
  private String ofLanes(Kernel.Reduction reduction) {
    String name = name(reduction);
    if (!vector) {
      return name;
    }
    return switch (reduction.kind()) {
      case SUM -> {
        array = array.isEmpty() ? elements.local("lanes") : array;
        lines.add("%s.intoArray(%s, 0);".formatted(name, array));
        yield "Lanes.sum(" + array + ")";
      }
      case MAXIMUM -> name + ".reduceLanes(VectorOperators.MAX)";
      case MINIMUM -> name + ".reduceLanes(VectorOperators.MIN)";
    };
  }

  /** What stands before all loops. */
  String declarations() {
    return array.isEmpty() ? "" : "float[] " + array + " = Scratch.floats(16);\n";
  }

  private static String plural(Op.Reduce.Reduction kind) {
    return switch (kind) {
      case SUM -> "totals";
      case MAXIMUM -> "maxima";
      case MINIMUM -> "minima";
    };
  }

  private static String start(Kernel.Reduction reduction) {
    return ScalarCode.literal(neutral(reduction)).text();
  }

  /** What changes no result. */
  static double neutral(Kernel.Reduction reduction) {
    return switch (reduction.kind()) {
      case SUM -> 0;
      case MAXIMUM -> Double.NEGATIVE_INFINITY;
      case MINIMUM -> Double.POSITIVE_INFINITY;
    };
  }
}
