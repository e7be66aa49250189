package dev.tulle.compiler.drawing;

import dev.tulle.compiler.picture.Captions;
import dev.tulle.compiler.picture.Picture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lays out a picture, blocks from the inside out, each in layers (Sugiyama, Tagawa and Toda, 1981):
 * a row for each box as deep as the longest way to it, rows for labels between them, an order with
 * few crossings, then columns.
 */
final class Levels {
  /** How much links pull: neighbours stand below each other, the ends of long lines give way. */
  private static final double UPRIGHT = 16;

  private static final double LONG = 3;
  private static final double SLANTED = 0.05;

  private final List<Picture.Edge> edges;
  private final Picture.@Nullable Block block;
  private final Map<String, Cell> boxes = new LinkedHashMap<>();
  private final Map<String, Cell> owners = new HashMap<>();
  private final Map<String, Level> inside = new LinkedHashMap<>();
  private final Map<String, Cell> ports = new LinkedHashMap<>();
  private final Map<String, Cell> labels = new HashMap<>();
  private final List<Level.Line> lines = new ArrayList<>();
  private final List<List<Cell>> rows = new ArrayList<>();

  /** An edge, or the part of it that lies in this level. */
  private record Segment(Cell from, Cell to, Picture.Edge edge) {}

  private Levels(List<Picture.Edge> edges, Picture.@Nullable Block block) {
    this.edges = edges;
    this.block = block;
  }

  static Level of(Picture picture) {
    return new Levels(picture.edges(), null).level(picture.items());
  }

  private Level level(List<Picture.Item> items) {
    items.forEach(this::box);
    List<Segment> segments = segments();
    rank(segments);
    List<Cell> cells = new ArrayList<>(boxes.values());
    cells.addAll(ports.values());
    cells.forEach(this::stand);
    segments.forEach(this::draw);
    Orders.arrange(rows);
    double content = Columns.place(rows);
    double side = block == null ? 0 : Style.BLOCK_SIDE;
    double least = block == null ? 0 : Level.titleWidth(block);
    double width = Cell.even(Math.max(content + 2 * side, least));
    double shift = Math.rint((width - content) / 2);
    rows.forEach(row -> row.forEach(cell -> cell.x += shift));
    return new Level(block, rows, gaps(), lines, inside, ports, width);
  }

  private void box(Picture.Item item) {
    Cell cell;
    if (item instanceof Picture.Block inner) {
      List<Picture.Edge> touching = touching(inner);
      Level level = new Levels(touching, inner).level(inner.items());
      inside.put(item.id(), level);
      cell = Cell.box(item, level.width, level.height);
      inner.items().forEach(part -> own(part, cell));
    } else {
      cell = node((Picture.Node) item);
    }
    boxes.put(item.id(), cell);
    owners.put(item.id(), cell);
  }

  private void own(Picture.Item part, Cell cell) {
    owners.put(part.id(), cell);
    if (part instanceof Picture.Block inner) {
      inner.items().forEach(each -> own(each, cell));
    }
  }

  private List<Picture.Edge> touching(Picture.Block inner) {
    var ids = new HashSet<String>();
    collect(inner, ids);
    return edges.stream().filter(e -> ids.contains(e.from()) || ids.contains(e.to())).toList();
  }

  private static void collect(Picture.Item item, Set<String> ids) {
    ids.add(item.id());
    if (item instanceof Picture.Block inner) {
      inner.items().forEach(part -> collect(part, ids));
    }
  }

  private static Cell node(Picture.Node node) {
    String title = Captions.title(node);
    String detail = Captions.detail(node);
    if (node.kind() == Picture.Kind.JOIN && title.length() == 1 && detail.isEmpty()) {
      return Cell.box(node, Style.JOIN, Style.JOIN);
    }
    double text = Math.max(TextWidth.of(title, Style.TITLE), TextWidth.of(detail, Style.SMALL));
    double width = Math.max(Style.LEAST_WIDTH, Cell.even(text + 2 * Style.INSET));
    return Cell.box(node, width, detail.isEmpty() ? Style.LINE : Style.TWO_LINES);
  }

  /** What of the edges lies here: between boxes, or from and to ports. */
  private List<Segment> segments() {
    Map<String, Segment> segments = new LinkedHashMap<>();
    for (Picture.Edge edge : edges) {
      Cell from = owners.get(edge.from());
      Cell to = owners.get(edge.to());
      if (from == to) {
        continue;
      }
      if (from == null) {
        from = ports.computeIfAbsent(Level.in(edge), key -> Cell.port(0));
      }
      if (to == null) {
        to = ports.computeIfAbsent(Level.out(edge), key -> Cell.port(-1));
      }
      var segment = new Segment(from, to, edge);
      segments.putIfAbsent(key(segment), segment);
    }
    return List.copyOf(segments.values());
  }

  /** Edges with one tensor between the same places are one line. */
  private String key(Segment segment) {
    return segment.edge().from()
        + " "
        + segment.edge().result()
        + " "
        + (segment.to().item == null ? "" : segment.to().item.id());
  }

  /** Boxes stand in every second row, labels between them, ports above and below all of them. */
  private void rank(List<Segment> segments) {
    int first = ports.values().stream().anyMatch(port -> port.row == 0) ? 1 : 0;
    boxes.values().forEach(cell -> cell.row = first);
    Map<Cell, List<Segment>> incoming = new HashMap<>();
    segments.forEach(s -> incoming.computeIfAbsent(s.to(), to -> new ArrayList<>()).add(s));
    // Items come in an order in which each reads from those before it.
    for (Cell cell : boxes.values()) {
      for (Segment segment : incoming.getOrDefault(cell, List.of())) {
        if (segment.from().kind == Cell.Kind.BOX) {
          cell.row = Math.max(cell.row, segment.from().row + 2);
        }
      }
    }
    for (Cell cell : boxes.values()) {
      boolean input = cell.item instanceof Picture.Node node && node.kind() == Picture.Kind.INPUT;
      if (!input && !incoming.containsKey(cell)) {
        // What reads nothing stands right above its first reader.
        segments.stream()
            .filter(s -> s.from() == cell && s.to().kind == Cell.Kind.BOX)
            .mapToInt(s -> s.to().row - 2)
            .min()
            .ifPresent(row -> cell.row = row);
      }
    }
    int last = boxes.values().stream().mapToInt(cell -> cell.row).max().orElse(0);
    ports.values().stream().filter(port -> port.row < 0).forEach(port -> port.row = last + 1);
  }

  private void stand(Cell cell) {
    while (rows.size() <= cell.row) {
      rows.add(new ArrayList<>());
    }
    rows.get(cell.row).add(cell);
  }

  /** Puts a segment into all rows that it crosses. */
  private void draw(Segment segment) {
    Picture.Edge edge = segment.edge();
    var way = new ArrayList<Cell>();
    way.add(segment.from());
    boolean labelled = segment.from().kind == Cell.Kind.BOX && segment.to().kind == Cell.Kind.BOX;
    for (int row = segment.from().row + 1; row < segment.to().row; row++) {
      int at = row;
      if (labelled && row == segment.from().row + 1) {
        way.add(
            labels.computeIfAbsent(
                edge.from() + " " + edge.result(),
                key -> {
                  Cell label = Cell.label(edge.shape(), at);
                  stand(label);
                  return label;
                }));
      } else {
        Cell pass = Cell.pass(at);
        stand(pass);
        way.add(pass);
      }
    }
    way.add(segment.to());
    lines.add(new Level.Line(links(way, edge)));
  }

  private List<Cell.Link> links(List<Cell> way, Picture.Edge edge) {
    var links = new ArrayList<Cell.Link>();
    boolean near = way.size() <= 3;
    for (int i = 1; i < way.size(); i++) {
      Cell upper = way.get(i - 1);
      Cell lower = way.get(i);
      boolean end = i == 1 || i == way.size() - 1;
      var link =
          new Cell.Link(
              upper,
              offset(upper, Level.out(edge)),
              lower,
              offset(lower, Level.in(edge)),
              near ? UPRIGHT : end ? SLANTED : LONG);
      if (!upper.below.contains(link)) {
        upper.below.add(link);
        lower.above.add(link);
      }
      links.add(link);
    }
    return links;
  }

  /** How far from the middle of a block its port is; other boxes have one end in the middle. */
  private double offset(Cell cell, String port) {
    Level level = cell.item == null ? null : inside.get(cell.item.id());
    Cell end = level == null ? null : level.ports.get(port);
    return end == null ? 0 : end.x - cell.width / 2;
  }

  /** More room where lines go far to the side, so that they stay steep. */
  private List<Double> gaps() {
    var gaps = new ArrayList<Double>();
    for (List<Cell> row : rows) {
      double farthest =
          row.stream()
              .flatMap(cell -> cell.above.stream())
              .mapToDouble(link -> Math.abs(link.from() - link.to()))
              .max()
              .orElse(0);
      boolean border = row.stream().anyMatch(cell -> cell.kind == Cell.Kind.PORT);
      gaps.add(
          gaps.isEmpty()
              ? block == null || border ? 0.0 : Style.BLOCK_BOTTOM
              : Math.rint(Math.min(Style.MOST_GAP, Math.max(Style.ROW_GAP, farthest / 6))));
    }
    return gaps;
  }
}
