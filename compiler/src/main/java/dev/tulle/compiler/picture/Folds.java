package dev.tulle.compiler.picture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Leaves out what is inside of blocks. */
public final class Folds {
  private Folds() {}

  /** The picture in which every block of more than {@code depth} around each other is one node. */
  public static Picture toDepth(Picture picture, int depth) {
    Map<String, Integer> depths = new HashMap<>();
    depths(picture.items(), 0, depths);
    return fold(picture, block -> depths.getOrDefault(block.id(), 0) >= depth);
  }

  private static void depths(List<Picture.Item> items, int depth, Map<String, Integer> depths) {
    for (Picture.Item item : items) {
      if (item instanceof Picture.Block block) {
        depths.put(block.id(), depth);
        depths(block.items(), depth + 1, depths);
      }
    }
  }

  /** The picture in which every block that is meant is one node. */
  public static Picture fold(Picture picture, Predicate<Picture.Block> meant) {
    Map<String, String> places = new HashMap<>();
    List<Picture.Item> items = folded(picture.items(), meant, places);
    return new Picture(picture.module(), picture.net(), items, redirected(picture.edges(), places));
  }

  private static List<Picture.Item> folded(
      List<Picture.Item> items, Predicate<Picture.Block> meant, Map<String, String> places) {
    var folded = new ArrayList<Picture.Item>();
    for (Picture.Item item : items) {
      if (!(item instanceof Picture.Block block)) {
        folded.add(item);
      } else if (meant.test(block)) {
        Picture.all(block.items()).forEach(inside -> places.put(inside.id(), block.id()));
        folded.add(
            new Picture.Node(
                block.id(),
                Picture.Kind.FOLDED,
                block.path(),
                block.call(),
                block.parameters(),
                block.times(),
                block.line()));
      } else {
        folded.add(
            new Picture.Block(
                block.id(),
                block.path(),
                block.call(),
                folded(block.items(), meant, places),
                block.times(),
                block.line()));
      }
    }
    return folded;
  }

  /**
   * Edges between what stands for their ends; those inside of one are gone, and two that have
   * become the same are one.
   *
   * @param places for each node that is gone, the node that stands for it
   */
  static List<Picture.Edge> redirected(List<Picture.Edge> edges, Map<String, String> places) {
    Map<String, Map<String, Integer>> results = new HashMap<>();
    Set<Picture.Edge> kept = new LinkedHashSet<>();
    for (Picture.Edge edge : edges) {
      String from = places.getOrDefault(edge.from(), edge.from());
      String to = places.getOrDefault(edge.to(), edge.to());
      if (!from.equals(to)) {
        Map<String, Integer> known = results.computeIfAbsent(from, key -> new LinkedHashMap<>());
        int next = known.size();
        int result = known.computeIfAbsent(edge.from() + " " + edge.result(), key -> next);
        kept.add(new Picture.Edge(from, result, to, edge.shape()));
      }
    }
    return List.copyOf(kept);
  }
}
