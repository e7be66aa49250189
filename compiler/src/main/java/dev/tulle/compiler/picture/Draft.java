package dev.tulle.compiler.picture;

import dev.tulle.compiler.sema.Typed;
import dev.tulle.compiler.sema.TypedNet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A layer on its way into the picture: its results, its parts, and what is found out about it. */
final class Draft {
  final TypedNet.Layer text;

  /** When it ended among all layers; its parts ended before. */
  final int end;

  final List<Typed> results = new ArrayList<>();
  final List<Draft> parts = new ArrayList<>();
  Claims.Claim claim = Claims.Claim.NOTHING;
  String id = "";

  /** The node that stands for what the layer computes itself. */
  String node = "";

  private Draft(TypedNet.Layer text, int end) {
    this.text = text;
    this.end = end;
  }

  boolean isFormula() {
    return text.from().isEmpty();
  }

  /** The layers of a net as they end: a layer that gives several tensors is one. */
  static List<Draft> ofEnded(List<TypedNet.Layer> layers) {
    Map<Integer, Draft> drafts = new TreeMap<>();
    for (int i = 0; i < layers.size(); i++) {
      TypedNet.Layer layer = layers.get(i);
      int end = i;
      drafts.computeIfAbsent(layer.order(), order -> new Draft(layer, end)).results.add(layer.to());
    }
    return drafts.values().stream().sorted(Comparator.comparingInt(draft -> draft.end)).toList();
  }

  /**
   * Hangs every draft under the layer that it is part of, and gives those that are part of none.
   */
  static List<Draft> nested(List<Draft> drafts) {
    var roots = new ArrayList<Draft>();
    Deque<Draft> around = new ArrayDeque<>();
    for (Draft draft :
        drafts.stream().sorted(Comparator.comparingInt(d -> d.text.order())).toList()) {
      while (!around.isEmpty() && !around.peek().holds(draft)) {
        around.pop();
      }
      (around.isEmpty() ? roots : around.peek().parts).add(draft);
      around.push(draft);
    }
    return roots;
  }

  private boolean holds(Draft other) {
    return text.depth() < other.text.depth() && end > other.end;
  }
}
