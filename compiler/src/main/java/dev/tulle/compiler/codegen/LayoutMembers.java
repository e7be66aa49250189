package dev.tulle.compiler.codegen;

import dev.tulle.compiler.plan.Place;
import dev.tulle.compiler.plan.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes where tensors lie, as a constant; of many tensors, in several methods. */
final class LayoutMembers {
  /** Entries in an expression: a class initializer, too, has its limit. */
  private static final int MOST = 64;

  private LayoutMembers() {}

  static void add(
      Members members,
      String name,
      Placed placed,
      Offsets offsets,
      Place.Region region,
      boolean isPrivate) {
    List<Placed.Entry> entries = placed.entries();
    String list = entries(entries, offsets, region);
    if (entries.size() > MOST) {
      var parts = new ArrayList<String>();
      for (int i = 0; i * MOST < entries.size(); i++) {
        List<Placed.Entry> part =
            entries.subList(i * MOST, Math.min(entries.size(), (i + 1) * MOST));
        String method = Identifiers.camel(name.toLowerCase(java.util.Locale.ROOT)) + i;
        members.method(
            "private static List<Layout.Entry>",
            method,
            "",
            "return " + entries(part, offsets, region) + ";\n",
            "");
        parts.add(method + "()");
      }
      list = "Stream.of(" + String.join(", ", parts) + ").flatMap(List::stream).toList()";
    }
    String value = "new Layout(%s, %s)".formatted(list, placed.length());
    members.constant("Layout", name, value, isPrivate);
  }

  private static String entries(List<Placed.Entry> entries, Offsets offsets, Place.Region region) {
    return entries.stream()
        .map(
            e ->
                "\n    new Layout.Entry(%s, %s, %s, %b)"
                    .formatted(
                        Literals.text(e.tensor().path()),
                        Literals.sizes(e.tensor().shape(), 0),
                        offsets.placed(region, e.offset()),
                        e.trained()))
        .collect(Collectors.joining(",", "List.of(", ")"));
  }
}
