package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.ProductShape;
import java.util.ArrayList;
import java.util.List;

/**
 * How the axes of a depth are walked: the outer ones in loops around the tiles, the others by each
 * tile itself, whose loop jumps from one stretch of the innermost axis to the next.
 *
 * <p>The loops around are such that what tiles read of B meanwhile stays in the nearest cache. A
 * tile has one loop only: C2 keeps vectors in registers through one, not through loops in each
 * other.
 */
final class DepthLoops {
  /** Terms of a panel of two vectors that fit into the nearest cache beside what is read of A. */
  private static final int NEAR = 320;

  /** As {@link #NEAR}, where each row of a panel lies in cache lines of its own. */
  private static final int NEAR_SCATTERED = 200;

  /**
   * Of a turn along a single axis, where the depth of A is contiguous. Tiles read B as it comes
   * from the cache behind the nearest, faster than they take it in; shorter turns cost what sums do
   * that go to memory and back.
   */
  private static final int ALONG = 1024;

  /** Of such a turn, where each step along the depth of A meets another cache line. */
  private static final int ACROSS = 64;

  /** Fewer rows share nothing that they could find in a cache. */
  private static final int ROWS = 16;

  /** Axes that a tile can walk. */
  private static final int MOST = 3;

  private final ProductText text;

  /** All axes, the innermost last. */
  private final List<ProductShape.Depth> axes;

  /** How many axes have a loop around the tiles of their own. */
  private final int around;

  /** How much of the axis behind these a tile takes at most; 0 for all. */
  private final long step;

  /** What the number of terms is known to be a multiple of. */
  private final int multiple;

  /** Whether tiles add to sums that are there though they walk all axes. */
  private final boolean onto;

  private DepthLoops(ProductText text, int around, long step) {
    this(text, around, step, 1, false);
  }

  private DepthLoops(ProductText text, int around, long step, int multiple, boolean onto) {
    this.text = text;
    this.axes = axes(text.shape());
    this.around = around;
    this.step = step;
    this.multiple = multiple;
    this.onto = onto;
  }

  /**
   * As many axes within a tile as the nearest cache allows.
   *
   * @param scattered whether a panel is a part of longer rows
   */
  static DepthLoops near(ProductText text, boolean scattered) {
    int near = scattered ? NEAR_SCATTERED : NEAR;
    List<ProductShape.Depth> axes = axes(text.shape());
    int last = axes.size() - 1;
    if (last == 0) {
      return single(text, axes.get(0));
    }
    long terms = 1;
    int around = axes.size();
    while (around > 0 && axes.size() - around < MOST) {
      Size count = axes.get(around - 1).count();
      if (!count.isKnown() || count.value() * terms > near) {
        break;
      }
      terms *= count.value();
      around--;
    }
    if (around == 0) {
      return new DepthLoops(text, 0, 0);
    }
    long most = axes.size() - around < MOST ? near / terms : 1;
    if (around == axes.size()) {
      // A long innermost axis alone.
      return new DepthLoops(text, last, even(axes.get(last).count(), most));
    }
    return most < 2
        ? new DepthLoops(text, around, 0)
        : new DepthLoops(text, around - 1, even(axes.get(around - 1).count(), most));
  }

  /**
   * The whole depth, of one axis, in each tile.
   *
   * @param multiple what its terms are a multiple of, whatever their number is
   */
  static DepthLoops whole(ProductText text, int multiple) {
    return new DepthLoops(text, 0, 0, multiple, false);
  }

  /** As {@link #whole}, onto sums that are there. */
  static DepthLoops onto(ProductText text, int multiple) {
    return new DepthLoops(text, 0, 0, multiple, true);
  }

  /** All axes but the innermost around. */
  static DepthLoops around(ProductText text) {
    return new DepthLoops(text, text.shape().outerDepth().size(), 0);
  }

  /** A single axis in turns, each for all tiles of a unit before the next. */
  private static DepthLoops single(ProductText text, ProductShape.Depth axis) {
    int length = axis.a().isOne() ? ALONG : ACROSS;
    boolean several = !isBelow(axis.count(), 2 * length) && !isBelow(text.shape().rows(), ROWS);
    return new DepthLoops(text, 0, several ? even(axis.count(), length) : 0);
  }

  private static boolean isBelow(Size size, int bound) {
    return size.isKnown() && size.value() < bound;
  }

  /**
   * At most {@code most} at a time, in stretches of the same length if that is known, and of whole
   * turns of a tile's loop.
   */
  private static long even(Size count, long most) {
    if (!count.isKnown()) {
      return most;
    }
    long turns = (count.value() + most - 1) / most;
    long even = (count.value() + turns - 1) / turns;
    long whole = (even + TileWriter.TERMS - 1) / TileWriter.TERMS * TileWriter.TERMS;
    return count.value() % TileWriter.TERMS == 0 && whole <= most ? whole : even;
  }

  private static List<ProductShape.Depth> axes(ProductShape shape) {
    var axes = new ArrayList<>(shape.outerDepth());
    axes.add(new ProductShape.Depth(shape.depth(), shape.aDepth(), shape.bDepth()));
    return axes;
  }

  /** Whether tiles add to sums that are there. */
  boolean adds() {
    return onto || around > 0 || step > 0;
  }

  /** How many axes a tile walks. */
  int walked() {
    return axes.size() - around;
  }

  /**
   * Whether each stretch of the innermost axis that a tile walks has a multiple of so many terms.
   */
  boolean isWhole(int terms) {
    if (multiple % terms == 0) {
      return true;
    }
    Size count = axes.get(axes.size() - 1).count();
    if (!count.isKnown() || count.value() % terms != 0) {
      return false;
    }
    return walked() > 1 || (!isCut(around) && step % terms == 0);
  }

  /**
   * Whether terms that follow each other in a tile do so in B too, as it lies in memory, from one
   * stretch to the next.
   */
  boolean isContiguousInB() {
    for (int i = around; i < axes.size() - 1; i++) {
      ProductShape.Depth inner = axes.get(i + 1);
      if (!axes.get(i).b().equals(inner.count().times(inner.b()))) {
        return false;
      }
    }
    return true;
  }

  void open(CodeBlock.Builder code) {
    for (int i = 0; i < around; i++) {
      code.beginControlFlow(
          "for (int tileDeep$1L = $2L; tileDeep$1L < $3L; tileDeep$1L++)", i, from(i), to(i));
    }
    if (step > 0) {
      code.beginControlFlow(
          "for (int tileDeep$1L = $2L; tileDeep$1L < $3L; tileDeep$1L += $4L)",
          around,
          from(around),
          to(around),
          step);
      if (!isEven()) {
        code.addStatement("int tileTurn = Math.min($L, $L - tileDeep$L)", step, to(around), around);
      }
    }
  }

  void close(CodeBlock.Builder code) {
    for (int i = 0; i < around + (step > 0 ? 1 : 0); i++) {
      code.endControlFlow();
    }
  }

  private boolean isEven() {
    return !isCut(around) && axes.get(around).count().isMultipleOf(step);
  }

  private boolean isCut(int axis) {
    return axis == 0 && text.shape().parts() > 1;
  }

  private CodeBlock from(int axis) {
    return isCut(axis)
        ? CodeBlock.of(
            "$T.from($L, batch0, $L, 1)",
            Names.PIECES,
            text.code().sizes().apply(axes.get(axis).count()),
            text.shape().parts())
        : CodeBlock.of("0");
  }

  private CodeBlock to(int axis) {
    return isCut(axis)
        ? CodeBlock.of(
            "$T.from($L, batch0 + 1, $L, 1)",
            Names.PIECES,
            text.code().sizes().apply(axes.get(axis).count()),
            text.shape().parts())
        : text.size(axes.get(axis).count());
  }

  /** How many of the outer axes have a loop around. */
  private int loops() {
    return Math.min(axes.size(), around + (step > 0 ? 1 : 0));
  }

  /** Where a tile's A begins. */
  CodeBlock ofA(CodeBlock row) {
    CodeBlock at = row;
    for (int i = 0; i < loops(); i++) {
      at = text.step(at, "tileDeep" + i, axes.get(i).a());
    }
    return at;
  }

  /** Where a tile's B begins, as it lies in memory. */
  CodeBlock ofB(CodeBlock first) {
    CodeBlock at = first;
    for (int i = 0; i < loops(); i++) {
      at = text.step(at, "tileDeep" + i, axes.get(i).b());
    }
    return at;
  }

  /**
   * Where a tile's B begins.
   *
   * @param over how far B moves along each axis
   */
  CodeBlock ofB(CodeBlock first, List<CodeBlock> over) {
    CodeBlock at = first;
    for (int i = 0; i < loops(); i++) {
      at = CodeBlock.of("$L + tileDeep$L * $L", at, i, over.get(i));
    }
    return at;
  }

  /** What the begin of a packed panel is moved by. */
  CodeBlock to(CodeBlock width) {
    CodeBlock.Builder moved = CodeBlock.builder();
    for (int i = 0; i < loops(); i++) {
      moved.add(" + tileDeep$L * $L", i, packed(i, width));
    }
    return moved.build();
  }

  /** How far a packed B moves along an axis. */
  CodeBlock packed(int axis, CodeBlock width) {
    Size rows = Size.ONE;
    for (ProductShape.Depth inner : axes.subList(axis + 1, axes.size())) {
      rows = rows.times(inner.count());
    }
    return rows.isOne() ? width : CodeBlock.of("$L * $L", text.size(rows), width);
  }

  /** How far B moves along each axis in memory. */
  List<CodeBlock> overB() {
    return axes.stream().map(a -> text.size(a.b())).toList();
  }

  /** How many terms a tile adds up: a literal where all tiles add up as many. */
  CodeBlock terms() {
    CodeBlock first = first();
    Size inner = Size.ONE;
    for (ProductShape.Depth axis : axes.subList(around + 1, axes.size())) {
      inner = inner.times(axis.count());
    }
    if (inner.isOne()) {
      return first;
    }
    return first.toString().matches("\\d+") && inner.isKnown()
        ? CodeBlock.of("$L", Long.parseLong(first.toString()) * inner.value())
        : CodeBlock.of("$L * $L", first, text.size(inner));
  }

  /**
   * What else a tile is told of its depth: for each axis but the outermost that it walks the
   * length, from the innermost on, and how far A and B jump behind it.
   *
   * @param over how far B moves along each axis
   * @param jumpsInB whether it is told of the jumps of B
   */
  List<CodeBlock> jumps(List<CodeBlock> over, boolean jumpsInB) {
    var all = new ArrayList<CodeBlock>();
    for (int i = axes.size() - 1; i > around; i--) {
      ProductShape.Depth axis = axes.get(i);
      CodeBlock count = text.size(axis.count());
      all.add(count);
      all.add(jump(text.size(axes.get(i - 1).a()), count, text.size(axis.a())));
      if (jumpsInB) {
        all.add(jump(over.get(i - 1), count, over.get(i)));
      }
    }
    return all;
  }

  /** How much of the outermost axis that it walks a tile takes: its terms, where that is all. */
  CodeBlock first() {
    if (step == 0) {
      return text.size(axes.get(around).count());
    }
    return isEven() ? CodeBlock.of("$L", step) : CodeBlock.of("tileTurn");
  }

  /** The local that tells from where on a tile walks that axis; empty where that is its begin. */
  String counter() {
    return step > 0 ? "tileDeep" + around : "";
  }

  private static CodeBlock jump(CodeBlock outer, CodeBlock count, CodeBlock inner) {
    String numbers = outer + " " + count + " " + inner;
    if (numbers.matches("\\d+ \\d+ \\d+")) {
      return CodeBlock.of(
          "$L",
          Long.parseLong(outer.toString())
              - Long.parseLong(count.toString()) * Long.parseLong(inner.toString()));
    }
    return CodeBlock.of("$L - $L * $L", outer, count, inner);
  }
}
