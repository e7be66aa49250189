package dev.tulle.compiler.picture;

import java.util.ArrayList;
import java.util.List;

/**
 * A net as it is drawn.
 *
 * @param module the Java package, or the empty string
 * @param net the name of the net
 * @param items what is outside of any block, in the order of the text
 * @param edges the tensors that go from one node to another; they name nodes, never blocks
 */
public record Picture(String module, String net, List<Item> items, List<Edge> edges) {
  public Picture {
    items = List.copyOf(items);
    edges = List.copyOf(edges);
  }

  /** What has a place in the picture. */
  public sealed interface Item {
    /** Its own in the picture: the path, with a number behind it where that is taken. */
    String id();

    /** The path in the net, as weights have it: {@code residual1.dense1}. */
    String path();

    /** The text that put it there: {@code Dense(64)}. */
    String call();

    /** What no item before it has. */
    long parameters();

    /** How often it stands there, one behind the other. */
    int times();

    /** Where it stands in the text, from 1. */
    int line();

    /** The last part of the path. */
    default String name() {
      return path().substring(path().lastIndexOf('.') + 1);
    }
  }

  /** What a node stands for. */
  public enum Kind {
    INPUT,
    TARGET,
    /** A stage behind an arrow. */
    LAYER,
    /** The formula of a statement. */
    FORMULA,
    /** What a block of the library computes of its parts: the sum of a {@code Residual}. */
    JOIN,
    /** A block whose parts are not shown. */
    FOLDED,
    OUTPUT,
    LOSS
  }

  /** A node of the picture. */
  public record Node(
      String id, Kind kind, String path, String call, long parameters, int times, int line)
      implements Item {}

  /** A block with its parts; it has at least one. */
  public record Block(String id, String path, String call, List<Item> items, int times, int line)
      implements Item {
    public Block {
      items = List.copyOf(items);
    }

    /** What the text calls its definition: {@code Residual} of {@code Residual(Dense(8))}. */
    public String definition() {
      return call.replaceFirst("\\W.*", "");
    }

    @Override
    public long parameters() {
      return times * items.stream().mapToLong(Item::parameters).sum();
    }
  }

  /**
   * A tensor on its way.
   *
   * @param from the node that made it
   * @param result which of that node's tensors it is, from 0
   * @param to the node that reads it
   * @param shape with the batch in front where it has one: {@code [batch, 64]}
   */
  public record Edge(String from, int result, String to, String shape) {}

  /** Every parameter of what is drawn. */
  public long parameters() {
    return items.stream().mapToLong(Item::parameters).sum();
  }

  /** All nodes, those of blocks included, in the order of the text. */
  public List<Node> nodes() {
    var nodes = new ArrayList<Node>();
    all(items)
        .forEach(
            item -> {
              if (item instanceof Node node) {
                nodes.add(node);
              }
            });
    return nodes;
  }

  /** All blocks, each before its parts. */
  public List<Block> blocks() {
    var blocks = new ArrayList<Block>();
    all(items)
        .forEach(
            item -> {
              if (item instanceof Block block) {
                blocks.add(block);
              }
            });
    return blocks;
  }

  /** Items and all that is in them, each before its parts. */
  static List<Item> all(List<Item> items) {
    var all = new ArrayList<Item>();
    for (Item item : items) {
      all.add(item);
      if (item instanceof Block block) {
        all.addAll(all(block.items()));
      }
    }
    return all;
  }
}
