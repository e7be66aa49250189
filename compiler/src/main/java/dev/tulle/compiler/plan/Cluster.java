package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Nodes that one kernel computes, as they are collected. */
final class Cluster {
  /** How a kernel walks over its elements. */
  enum Kind {
    /** One by one. */
    ELEMENTWISE,
    /** Reductions along the contiguous axis, and what is done with their results. */
    ROWS,
    /** Reductions that leave the contiguous axis. */
    COLUMNS,
    /** A matrix product and what is done with its elements. */
    PRODUCT,
    /** Tensors that are laid side by side, or into zeros. */
    REGIONS,
    /** A loop over an axis. */
    SCAN
  }

  private static final int MOST_MEMBERS = 48;

  /**
   * From here on a kernel takes nothing more in. HotSpot gives up on the vectors of a method with
   * too many operations, which are then objects at every step: some 150 are too many, and a `tanh`
   * has fifteen.
   */
  private static final int MOST_COST = 64;

  /** A random number, in the same units: a hash is some thirty operations. */
  private static final int DRAWN = 30;

  final int id;
  final Shape space;
  final Set<Node> members = new LinkedHashSet<>();

  /** Whose results it reads itself. */
  final Set<Cluster> dependencies = new LinkedHashSet<>();

  /** The ids of those and of all that they need. */
  private final BitSet needed = new BitSet();

  /** What floats and must not become a member: a kernel that comes before is made of it. */
  final Set<Node> barred = new HashSet<>();

  private Kind kind;
  private Set<Integer> reduced = Set.of();

  Cluster(int id, Kind kind, Shape space) {
    this.id = id;
    this.kind = kind;
    this.space = space;
  }

  Kind kind() {
    return kind;
  }

  /** The axes of {@link #space} along which it reduces. */
  Set<Integer> reduced() {
    return reduced;
  }

  void reduceAlong(Kind rowsOrColumns, Set<Integer> axes) {
    kind = rowsOrColumns;
    reduced = new TreeSet<>(axes);
  }

  /** Whether it computes something of the forward part. */
  boolean isForward() {
    return members.stream().anyMatch(m -> m.part().isForward());
  }

  /** The axes of {@link #space} that reductions leave. */
  List<Integer> kept() {
    var kept = new ArrayList<Integer>();
    for (int i = 0; i < space.rank(); i++) {
      if (!reduced.contains(i)) {
        kept.add(i);
      }
    }
    return kept;
  }

  Shape keptShape() {
    return new Shape(kept().stream().map(space::size).toList());
  }

  /** Whether the member has a value for each element, not for each reduction. */
  boolean isInner(Node member) {
    if (kind == Kind.COLUMNS || member.op() instanceof Op.Reduce) {
      return false;
    }
    return reduced.isEmpty() || member.shape().equals(space);
  }

  /** Whether this needs what {@code other} computes, be it by others between them. */
  boolean reaches(Cluster other) {
    return this == other || needed.get(other.id);
  }

  /** Whether it takes no more: a method has 255 parameters and 8,000 bytes at most. */
  boolean isFull() {
    return members.size() >= MOST_MEMBERS || cost() >= MOST_COST;
  }

  /**
   * Whether it has room for random numbers besides its own. What rows reduce they compute again for
   * what they do with the result: a softmax of varying length has none.
   */
  boolean mayDraw(Set<Node> numbers) {
    var all = new HashSet<>(numbers);
    members.forEach(m -> m.inputs().stream().filter(Cluster::isRandom).forEach(all::add));
    int functions = kind == Kind.ROWS ? 2 * cost() : cost();
    return numbers.isEmpty() || functions + DRAWN * all.size() <= MOST_COST;
  }

  static boolean isRandom(Node node) {
    return node.op() instanceof Op.Random;
  }

  /** Whether it computes anything that goes to memory. */
  boolean isLive(Set<Node> stored) {
    return members.stream().anyMatch(stored::contains);
  }

  /** What its functions of an element cost together. */
  int cost() {
    int cost = 0;
    for (Node member : members) {
      cost += member.op() instanceof Op.Map map ? Costs.of(map.function()) : 0;
    }
    return cost;
  }

  /**
   * Whether a node can be a member without two clusters needing each other.
   *
   * @param bases the clusters that compute what the node is made of
   */
  boolean mayTake(Set<Cluster> bases) {
    return bases.stream().allMatch(c -> c == this || !c.reaches(this));
  }

  /**
   * Whether a reduction reads something that one of its own reads: along the same axes they are
   * then better one kernel.
   */
  boolean sharesOperand(Node reduction) {
    Set<Node> wanted = operands(reduction.input(0));
    return members.stream()
        .filter(m -> m.op() instanceof Op.Reduce)
        .anyMatch(m -> operands(m.input(0)).stream().anyMatch(wanted::contains));
  }

  private static Set<Node> operands(Node node) {
    Set<Node> found = new LinkedHashSet<>(List.of(node));
    for (Node input : node.inputs()) {
      if (!Views.isNumber(input)) {
        found.add(input);
      }
    }
    return found;
  }

  /**
   * Adds dependencies.
   *
   * @param all clusters, among which are those that need this one
   */
  void dependOn(Set<Cluster> added, List<Cluster> all) {
    var news = new BitSet();
    for (Cluster dependency : added) {
      if (dependencies.add(dependency) && !needed.get(dependency.id)) {
        news.set(dependency.id);
        news.or(dependency.needed);
      }
    }
    if (!news.isEmpty()) {
      all.stream().filter(c -> c.reaches(this)).forEach(c -> c.needed.or(news));
    }
  }

  /** The last axis that is longer than 1, or -1. */
  static int contiguousAxis(Shape shape) {
    for (int i = shape.rank() - 1; i >= 0; i--) {
      if (!shape.size(i).equals(Size.ONE)) {
        return i;
      }
    }
    return -1;
  }
}
