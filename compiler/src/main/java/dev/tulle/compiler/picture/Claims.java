package dev.tulle.compiler.picture;

import dev.tulle.compiler.sema.Typed;
import dev.tulle.compiler.sema.TypedWalk;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Divides typed nodes among what is drawn: each belongs to the first that ends with it.
 *
 * <p>What does not depend on a row is not told apart: it belongs to whoever reads it, unless a
 * statement of its own made it.
 */
final class Claims {
  private final boolean training;
  private final Map<Typed, String> makers = new IdentityHashMap<>();
  private final Set<String> counted = new HashSet<>();

  /** A tensor that came from elsewhere. */
  record Source(String maker, Typed tensor) {}

  /**
   * What one of the picture made.
   *
   * @param sources what it read, in the order of its formulas
   * @param own how many nodes it made
   * @param parameters the numbers of parameters that none before it read
   */
  record Claim(List<Source> sources, int own, long parameters) {
    static final Claim NOTHING = new Claim(List.of(), 0, 0);
  }

  /**
   * @param training whether what happens in training alone is followed too
   */
  Claims(boolean training) {
    this.training = training;
  }

  /** What a node reads. */
  static List<Typed> reads(Typed node, boolean training) {
    return !training && node.form() instanceof Typed.Form.ByMode mode
        ? List.of(mode.serving())
        : TypedWalk.operands(node);
  }

  /** Says who made a tensor, whatever was said before. */
  void made(Typed tensor, String maker) {
    makers.put(tensor, maker);
  }

  /** Gives to a maker all of some tensors that has no maker yet. */
  Claim claim(List<Typed> results, String maker) {
    var sources = new ArrayList<Source>();
    var own = new ArrayList<Typed>();
    Set<Typed> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Typed> open = new ArrayDeque<>(results);
    while (!open.isEmpty()) {
      Typed node = open.pop();
      if (!seen.add(node)) {
        continue;
      }
      String other = makers.get(node);
      if (other != null) {
        sources.add(new Source(other, node));
        continue;
      }
      own.add(node);
      List<Typed> reads = reads(node, training);
      for (int i = reads.size() - 1; i >= 0; i--) {
        open.push(reads.get(i));
      }
    }
    for (Typed node : own) {
      if (node.type().batched()) {
        makers.put(node, maker);
      }
    }
    results.stream().filter(own::contains).forEach(result -> makers.put(result, maker));
    return new Claim(List.copyOf(sources), own.size(), parameters(own));
  }

  private long parameters(List<Typed> own) {
    long count = 0;
    for (Typed node : own) {
      if (node.form() instanceof Typed.Form.Leaf leaf
          && leaf.place() == Typed.Place.PARAMETER
          && counted.add(leaf.name())) {
        count += node.type().count().value();
      }
    }
    return count;
  }
}
