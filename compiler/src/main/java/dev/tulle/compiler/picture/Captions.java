package dev.tulle.compiler.picture;

import java.util.ArrayList;
import java.util.Locale;

/** What the picture says of an item, in every form that it is printed in. */
public final class Captions {
  /** A formula may be long; the whole of it stands where a reader can ask for it. */
  private static final int MOST_TEXT = 44;

  private Captions() {}

  /** What it is: the text that put it there, or the name of a tensor from outside. */
  public static String title(Picture.Item item) {
    boolean loss = item instanceof Picture.Node node && node.kind() == Picture.Kind.LOSS;
    return shortened(loss ? item.name() + " = " + item.call() : item.call()) + times(item);
  }

  /** What else there is to know: the name of its weights and how many, or nothing. */
  public static String detail(Picture.Item item) {
    var parts = new ArrayList<String>();
    String kind = item instanceof Picture.Node node ? outside(node.kind()) : "";
    if (!kind.isEmpty()) {
      parts.add(kind);
    } else if (tells(item)) {
      parts.add(item.name());
    }
    if (item.parameters() > 0) {
      parts.add(parameters(item.parameters()));
    }
    return String.join(" · ", parts);
  }

  /** {@code 4,160 parameters}. */
  public static String parameters(long count) {
    return String.format(Locale.ROOT, "%,d parameter%s", count, count == 1 ? "" : "s");
  }

  /** What a node at the border of the net is. */
  private static String outside(Picture.Kind kind) {
    return switch (kind) {
      case INPUT, TARGET, OUTPUT, LOSS -> kind.name().toLowerCase(Locale.ROOT);
      case LAYER, FORMULA, JOIN, FOLDED -> "";
    };
  }

  /**
   * Whether the name says what the title does not: {@code relu} of {@code relu} is told already.
   */
  private static boolean tells(Picture.Item item) {
    if (item instanceof Picture.Node node && node.kind() == Picture.Kind.JOIN) {
      return false;
    }
    String call = item.call();
    return !call.equals(item.name()) && !call.startsWith(item.name() + "(");
  }

  private static String times(Picture.Item item) {
    return item.times() == 1 ? "" : " ×" + item.times();
  }

  private static String shortened(String text) {
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT - 1).strip() + "…";
  }
}
