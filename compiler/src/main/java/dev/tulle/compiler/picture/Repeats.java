package dev.tulle.compiler.picture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Draws blocks that stand one behind the other once, with how often they do.
 *
 * <p>That says all there is to say only where they are the same text, and each reads one tensor, of
 * the one before it, whose shape is that of its own.
 */
public final class Repeats {
  private final Picture picture;
  private final Map<String, String> places = new HashMap<>();

  private Repeats(Picture picture) {
    this.picture = picture;
  }

  /** The picture in which each such row of blocks is its first. */
  public static Picture once(Picture picture) {
    return new Repeats(picture).run();
  }

  private Picture run() {
    List<Picture.Item> items = once(picture.items());
    var kept = new ArrayList<Picture.Edge>();
    for (Picture.Edge edge : picture.edges()) {
      if (!places.containsKey(edge.to())) {
        kept.add(new Picture.Edge(place(edge.from()), edge.result(), edge.to(), edge.shape()));
      }
    }
    return new Picture(picture.module(), picture.net(), items, kept);
  }

  /** What is drawn for a node; the first of a row may itself be part of a row of a larger one. */
  private String place(String id) {
    String place = id;
    for (String next = places.get(id); next != null; next = places.get(next)) {
      place = next;
    }
    return place;
  }

  private List<Picture.Item> once(List<Picture.Item> items) {
    var kept = new ArrayList<Picture.Item>();
    for (int i = 0; i < items.size(); ) {
      Picture.Item first = items.get(i);
      int end = i + 1;
      while (end < items.size() && follows(items.get(end - 1), items.get(end))) {
        stands(first, items.get(end));
        end++;
      }
      kept.add(first instanceof Picture.Block block ? block(block, end - i) : first);
      i = end;
    }
    return kept;
  }

  private Picture.Block block(Picture.Block block, int rows) {
    int times = rows * block.times();
    return new Picture.Block(
        block.id(), block.path(), block.call(), once(block.items()), times, block.line());
  }

  /** Puts the parts of the one in place of those of the other, which have the same order. */
  private void stands(Picture.Item first, Picture.Item other) {
    List<Picture.Item> ours = Picture.all(List.of(first));
    List<Picture.Item> theirs = Picture.all(List.of(other));
    for (int i = 0; i < ours.size(); i++) {
      places.put(theirs.get(i).id(), ours.get(i).id());
    }
  }

  private boolean follows(Picture.Item before, Picture.Item after) {
    if (!(before instanceof Picture.Block first)
        || !(after instanceof Picture.Block second)
        || !same(first, second)) {
      return false;
    }
    Traffic one = new Traffic(first, picture.edges());
    Traffic two = new Traffic(second, picture.edges());
    return one.outside.size() == 1
        && one.shapes.size() == 1
        && one.shapes.equals(two.shapes)
        && one.inside.equals(two.inside)
        && one.made.equals(two.outside)
        && one.made.size() == 1
        && ids(second).containsAll(one.readers);
  }

  private static Set<String> ids(Picture.Block block) {
    return Picture.all(block.items()).stream().map(Picture.Item::id).collect(Collectors.toSet());
  }

  /** Whether two blocks are the same text with the same parts and as many parameters. */
  private static boolean same(Picture.Block one, Picture.Block other) {
    List<String> ours = Picture.all(List.of(one)).stream().map(Repeats::look).toList();
    return ours.equals(Picture.all(List.of(other)).stream().map(Repeats::look).toList());
  }

  private static String look(Picture.Item item) {
    return item.line() + " " + item.call() + " " + item.parameters() + " " + item.times();
  }

  /** The edges of a block, its nodes called by their rank in it. */
  private static final class Traffic {
    /** Tensors that come in, by maker. */
    final Set<String> outside = new HashSet<>();

    /** Tensors that go out, by maker. */
    final Set<String> made = new HashSet<>();

    /** Who reads what goes out. */
    final Set<String> readers = new HashSet<>();

    final Set<String> shapes = new HashSet<>();
    final Set<String> inside = new HashSet<>();

    Traffic(Picture.Block block, List<Picture.Edge> edges) {
      Map<String, Integer> ranks = new TreeMap<>();
      Picture.all(block.items()).forEach(item -> ranks.put(item.id(), ranks.size()));
      for (Picture.Edge edge : edges) {
        Integer from = ranks.get(edge.from());
        Integer to = ranks.get(edge.to());
        if (from == null && to != null) {
          outside.add(edge.from() + " " + edge.result());
          inside.add("-> " + to);
          shapes.add(edge.shape());
        } else if (from != null && to == null) {
          made.add(edge.from() + " " + edge.result());
          readers.add(edge.to());
          shapes.add(edge.shape());
        } else if (from != null) {
          inside.add(from + " " + edge.result() + " -> " + to + " " + edge.shape());
        }
      }
    }
  }
}
