package dev.tulle.compiler.drawing;

import dev.tulle.compiler.picture.Captions;
import dev.tulle.compiler.picture.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a pointer that rests on an item is shown, and a screen reader reads. */
final class Sentences {
  private Sentences() {}

  static String of(Picture picture, Picture.Item item) {
    var parts = new ArrayList<String>();
    parts.add(item.call().equals(item.path()) ? item.path() : item.path() + ": " + item.call());
    parts.add(
        item instanceof Picture.Node node ? node.kind().name().toLowerCase(Locale.ROOT) : "block");
    if (item.times() > 1) {
      parts.add(item.times() + " of them, one behind the other");
    }
    if (item.parameters() > 0) {
      parts.add(Captions.parameters(item.parameters()));
    }
    List<String> reads =
        picture.edges().stream()
            .filter(edge -> edge.to().equals(item.id()))
            .map(edge -> edge.from() + " " + edge.shape())
            .toList();
    if (!reads.isEmpty()) {
      parts.add("reads " + String.join(" and ", reads));
    }
    parts.add("line " + item.line());
    return String.join(", ", parts);
  }
}
