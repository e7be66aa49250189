package dev.tulle.cli;

import dev.tulle.compiler.picture.Picture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Pictures as JSON: the names of the model. */
final class PictureJson {
  private PictureJson() {}

  static Map<String, Object> of(Picture picture) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("module", picture.module());
    map.put("net", picture.net());
    map.put("parameters", picture.parameters());
    map.put("items", items(picture.items()));
    map.put("edges", picture.edges().stream().map(PictureJson::edge).toList());
    return map;
  }

  private static List<Map<String, Object>> items(List<Picture.Item> items) {
    return items.stream().map(PictureJson::item).toList();
  }

  private static Map<String, Object> item(Picture.Item item) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", item.id());
    map.put(
        "kind",
        item instanceof Picture.Node node ? node.kind().name().toLowerCase(Locale.ROOT) : "block");
    map.put("path", item.path());
    map.put("call", item.call());
    map.put("parameters", item.parameters());
    map.put("times", item.times());
    map.put("line", item.line());
    if (item instanceof Picture.Block block) {
      map.put("items", items(block.items()));
    }
    return map;
  }

  private static Map<String, Object> edge(Picture.Edge edge) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("from", edge.from());
    map.put("result", edge.result());
    map.put("to", edge.to());
    map.put("shape", edge.shape());
    return map;
  }
}
