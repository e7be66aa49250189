package dev.tulle.compiler.codegen.product;

import static javax.lang.model.element.Modifier.PRIVATE;
import static javax.lang.model.element.Modifier.STATIC;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.ProductShape;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the innermost loops of a product: some rows by some vectors of sums in named locals over
 * the whole depth.
 *
 * <p>What C2 needs is all in the text: straight-line code, no vector that crosses a call, strides
 * of A as literals (or plain parameters), few enough locals, and few enough operations: beyond some
 * hundred it gives up on a method's vectors. A tile of r rows by v vectors takes {@code r * v + v +
 * 2} registers: 32 of AVX-512 for 14x2, 14 of the 16 of AVX2 for 4x2. Tall tiles read less of B for
 * each multiplication.
 */
final class TileWriter {
  /** Most terms of a turn: they share what is counted from one turn to the next. */
  static final int TERMS = 4;

  /**
   * Calls of the Vector API in one method: C2 inlines no more of them when a method has grown to
   * some 18,000 nodes.
   */
  private static final int MOST_CALLS = 136;

  /**
   * Registers of AVX2, which low tiles are for. C2 does all loads of a turn first: with more of
   * them than there is room for beside the sums, these go to memory and back at every turn, which
   * takes twice the time.
   */
  private static final int FEW_REGISTERS = 16;

  /** Vectors of B that lie in one panel, whatever the machine. */
  private static final int PANEL_VECTORS = 2;

  private final Size aRow;
  private final Size aDepth;
  private final boolean panels;
  private final DepthLoops depth;

  /**
   * How many terms every tile adds up, as a literal; empty where each is told. HotSpot puts a loop
   * around a loop whose length it does not know, to stop in between, and then lacks the registers
   * that the sums are in: a quarter more time.
   */
  private final String allTerms;

  /** For the A of a product, of which all tiles add up as many terms. */
  TileWriter(ProductShape shape, DepthLoops depth) {
    this(shape, depth, depth.terms().toString());
  }

  private TileWriter(ProductShape shape, DepthLoops depth, String terms) {
    this.aRow = shape.aRow();
    this.aDepth = shape.aDepth();
    this.panels = shape.panels();
    this.depth = depth;
    this.allTerms = terms.matches("\\d+") ? terms : "";
  }

  /** For the A of a product, of which some tiles add up fewer terms than others. */
  static TileWriter uneven(ProductShape shape, DepthLoops depth) {
    return new TileWriter(shape, depth, "");
  }

  /**
   * Such as {@code tile8x2Step1Row784By10Terms128}: a step along the depth is 1 in A and 10 in B, a
   * row 784 floats away, and there are 128 such steps; {@code Gaps} where stretches of B do not
   * follow each other; {@code Turn4} where a turn of the loop takes four terms; {@code Onto} where
   * it adds to the sums that are there; {@code Jump} where the depth has several axes; {@code
   * Panels} where the vectors of B may lie in two panels.
   */
  private String name(int rows, int vectors, BStep step) {
    String name = "tile" + rows + "x" + vectors + "Step" + literal(aDepth);
    String jumps =
        switch (depth.walked()) {
          case 1 -> "";
          case 2 -> "Jump";
          default -> "Jumps";
        };
    String row = rows == 1 ? "" : "Row" + literal(aRow);
    String by = step.isLiteral() ? "By" + step.word() + (countsInB(step) ? "" : "Gaps") : "";
    int terms = terms(rows, vectors, step);
    String turn = terms > 1 ? "Turn" + terms : "";
    return name
        + row
        + by
        + turn
        + (allTerms.isEmpty() ? "" : "Terms" + allTerms)
        + jumps
        + (isSplit(vectors) ? "Panels" : "")
        + (depth.adds() ? "Onto" : "");
  }

  /** Whether offsets of B are linear in the counter of the loop. */
  private boolean countsInB(BStep step) {
    return step.isLiteral()
        && (depth.walked() == 1 || step.from() == BStep.From.PANEL || depth.isContiguousInB());
  }

  /** Whether those of A are too. */
  private boolean countsInA(BStep step) {
    return depth.walked() == 1 && step.isLiteral();
  }

  /** How many terms a turn of the loop adds up. */
  private int terms(int rows, int vectors, BStep step) {
    if (!step.isLiteral() || !aDepth.isKnown()) {
      return 1;
    }
    int sums = rows * vectors;
    int loads = rows + vectors;
    int most = MOST_CALLS - 2 * sums;
    int terms = TERMS;
    while (terms > 1
        && (terms * (sums + loads) > most
            || rows <= TileHeights.LOW && sums + terms * loads > FEW_REGISTERS
            || !depth.isWhole(terms))) {
      terms /= 2;
    }
    return terms;
  }

  /** Whether the vectors of B may lie in two panels. */
  private boolean isSplit(int vectors) {
    return panels && vectors > PANEL_VECTORS;
  }

  /**
   * A call that leaves the sums of a tile in {@code tileSums}, rows {@code unitWidth} apart, or
   * adds to them.
   *
   * @param b the array and where B begins
   * @param step how far B moves along the innermost axis of the depth
   * @param over how far it moves along each of them
   */
  CodeBlock call(
      int rows,
      int vectors,
      ProductText text,
      CodeBlock a,
      CodeBlock b,
      BStep step,
      List<CodeBlock> over,
      CodeBlock sums) {
    return call(rows, vectors, text, a, b, step, depth.terms(), over, sums);
  }

  /**
   * As above.
   *
   * @param terms how many of them the tile adds up
   */
  CodeBlock call(
      int rows,
      int vectors,
      ProductText text,
      CodeBlock a,
      CodeBlock b,
      BStep step,
      CodeBlock terms,
      List<CodeBlock> over,
      CodeBlock sums) {
    var arguments = new ArrayList<CodeBlock>();
    arguments.add(CodeBlock.of("$L, $L", text.a().array(), a));
    if (!aDepth.isKnown()) {
      arguments.add(text.size(aDepth));
    }
    if (!aRow.isKnown() && rows > 1) {
      arguments.add(text.size(aRow));
    }
    arguments.add(b);
    if (!step.isLiteral()) {
      arguments.add(step.text());
    }
    if (isSplit(vectors)) {
      // With the widest vectors a panel is two of them.
      arguments.add(
          CodeBlock.of(
              "LANES < $L ? $L * LANES : $L",
              ProductShape.PANEL / PANEL_VECTORS,
              PANEL_VECTORS,
              text.size(text.shape().panel())));
    }
    if (allTerms.isEmpty()) {
      arguments.add(terms);
    }
    arguments.addAll(depth.jumps(over, !countsInB(step)));
    arguments.add(sums);
    if (rows > 1) {
      arguments.add(CodeBlock.of("unitWidth"));
    }
    return CodeBlock.of("$L($L)", name(rows, vectors, step), CodeBlock.join(arguments, ", "));
  }

  /** The method itself. */
  MethodSpec method(int rows, int vectors, BStep step) {
    boolean countsInB = countsInB(step);
    int terms = terms(rows, vectors, step);
    var method =
        MethodSpec.methodBuilder(name(rows, vectors, step))
            .addModifiers(PRIVATE, STATIC)
            .addJavadoc(
                "Sums of products for $L of A by $L of B$L.\n",
                count(rows, "row"),
                count(vectors, "vector"),
                terms == 1 ? "" : ", " + terms + " terms a turn")
            .addParameter(float[].class, "a")
            .addParameter(int.class, "aAt");
    if (!aDepth.isKnown()) {
      method.addParameter(int.class, "aStep");
    }
    if (!aRow.isKnown() && rows > 1) {
      method.addParameter(int.class, "aRow");
    }
    method.addParameter(float[].class, "b").addParameter(int.class, "bAt");
    if (!step.isLiteral()) {
      method.addParameter(int.class, "bStep");
    }
    if (isSplit(vectors)) {
      method.addParameter(int.class, "bNext");
    }
    if (allTerms.isEmpty()) {
      method.addParameter(int.class, "depth");
    }
    for (int i = 1; i < depth.walked(); i++) {
      method.addParameter(int.class, "length" + i).addParameter(int.class, "aJump" + i);
      if (!countsInB) {
        method.addParameter(int.class, "bJump" + i);
      }
    }
    method.addParameter(float[].class, "sums").addParameter(int.class, "sumsAt");
    if (rows > 1) {
      method.addParameter(int.class, "sumsRow");
    }
    for (int row = 0; row < rows; row++) {
      for (int vector = 0; vector < vectors; vector++) {
        method.addStatement(
            "$T $L = $T.$L",
            Names.FLOAT_VECTOR,
            sum(row, vector),
            Names.FLOAT_VECTOR,
            depth.adds()
                ? CodeBlock.of("fromArray(SPECIES, sums, $L)", at(row, vector))
                : "zero(SPECIES)");
      }
    }
    for (int i = 1; i < depth.walked(); i++) {
      method.addStatement("int left$1L = length$1L", i);
    }
    method.beginControlFlow(
        "for (int k = 0; k < $L; $L)",
        allTerms.isEmpty() ? "depth" : allTerms,
        terms == 1 ? "k++" : "k += " + terms);
    // Offsets that are linear in the counter need no check of bounds in the loop, and no register
    // of their own through it: a fifth less time than offsets that are counted up.
    if (countsInA(step)) {
      method.addStatement("int aFrom = aAt + k$L", times(aDepth));
    }
    if (countsInB) {
      method.addStatement("int bFrom = bAt + $L", step.times("k"));
    }
    for (int term = 0; term < terms; term++) {
      term(method, rows, vectors, step, term);
    }
    next(method, step, terms);
    method.endControlFlow();
    for (int row = 0; row < rows; row++) {
      for (int vector = 0; vector < vectors; vector++) {
        method.addStatement("$L.intoArray(sums, $L)", sum(row, vector), at(row, vector));
      }
    }
    return method.build();
  }

  /** Adds one of the terms of a turn to the sums. */
  private void term(MethodSpec.Builder method, int rows, int vectors, BStep step, int term) {
    String from = countsInB(step) ? "bFrom" : "bAt";
    CodeBlock steps = term == 0 ? CodeBlock.of("") : CodeBlock.of(" + $L", step.times(term));
    for (int vector = 0; vector < vectors; vector++) {
      assign(
          method,
          term,
          "b" + vector,
          CodeBlock.of(
              "fromArray(SPECIES, b, $L$L$L)",
              from,
              steps,
              isSplit(vectors) && vector >= PANEL_VECTORS
                  ? CodeBlock.of(" + bNext$L", lanes(vector - PANEL_VECTORS))
                  : lanes(vector)));
    }
    for (int row = 0; row < rows; row++) {
      assign(
          method,
          term,
          "a" + row,
          CodeBlock.of(
              "broadcast(SPECIES, a[$L$L])",
              countsInA(step) ? "aFrom" : "aAt",
              rowOffset(row, term)));
      for (int vector = 0; vector < vectors; vector++) {
        method.addStatement(
            "$L = a$L.fma(b$L, $L)", sum(row, vector), row, vector, sum(row, vector));
      }
    }
  }

  private static void assign(MethodSpec.Builder method, int term, String local, CodeBlock value) {
    if (term == 0) {
      method.addStatement("$1T $2L = $1T.$3L", Names.FLOAT_VECTOR, local, value);
    } else {
      method.addStatement("$L = $T.$L", local, Names.FLOAT_VECTOR, value);
    }
  }

  /**
   * Goes on to the next turn, where no literal says how far that is, or the depth has several axes.
   */
  private void next(MethodSpec.Builder method, BStep step, int terms) {
    boolean countsInB = countsInB(step);
    if (!countsInA(step)) {
      method.addStatement(
          "aAt += $L", aDepth.isKnown() ? Long.toString(terms * aDepth.value()) : "aStep");
    }
    if (!countsInB) {
      method.addStatement("bAt += $L", step.isLiteral() ? step.times(terms) : "bStep");
    }
    for (int i = 1; i < depth.walked(); i++) {
      boolean several = i == 1 && terms > 1;
      method.beginControlFlow(
          several ? "if ((left1 -= " + terms + ") == 0)" : "if (--left" + i + " == 0)");
      method.addStatement("left$1L = length$1L", i);
      method.addStatement("aAt += aJump$L", i);
      if (!countsInB) {
        method.addStatement("bAt += bJump$L", i);
      }
    }
    for (int i = 1; i < depth.walked(); i++) {
      method.endControlFlow();
    }
  }

  private static CodeBlock at(int row, int vector) {
    return CodeBlock.of("sumsAt$L$L", times(row, "sumsRow"), lanes(vector));
  }

  private CodeBlock rowOffset(int row, int term) {
    long steps = term == 0 ? 0 : term * aDepth.value();
    if (aRow.isKnown() || row == 0) {
      long floats = (row == 0 ? 0 : row * aRow.value()) + steps;
      return floats == 0 ? CodeBlock.of("") : CodeBlock.of(" + $L", floats);
    }
    CodeBlock rows = times(row, "aRow");
    return steps == 0 ? rows : CodeBlock.of("$L + $L", rows, steps);
  }

  private static String sum(int row, int vector) {
    return "c" + row + vector;
  }

  private static CodeBlock lanes(int vectors) {
    return times(vectors, "LANES");
  }

  private static CodeBlock times(int count, String name) {
    return switch (count) {
      case 0 -> CodeBlock.of("");
      case 1 -> CodeBlock.of(" + $L", name);
      default -> CodeBlock.of(" + $L * $L", count, name);
    };
  }

  private static String count(int count, String what) {
    return count == 1 ? "a " + what : count + " " + what + "s";
  }

  private static String times(Size step) {
    return step.isOne() ? "" : " * " + (step.isKnown() ? literal(step) : "aStep");
  }

  private static String literal(Size size) {
    return size.isKnown() ? Long.toString(size.value()) : "";
  }
}
