package dev.tulle.compiler.drawing;

import dev.tulle.compiler.picture.Captions;
import dev.tulle.compiler.picture.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Pictures as SVG that stands alone: light and dark, told to screen readers, and where a browser
 * shows it, with blocks that fold.
 */
public final class SvgPrinter {
  private final XmlText xml = new XmlText();
  private final Picture picture;

  private SvgPrinter(Picture picture) {
    this.picture = picture;
  }

  /** The text, each line ended by a line feed. */
  public static String print(Picture picture) {
    return new SvgPrinter(picture).text();
  }

  private String text() {
    Level level = Levels.of(picture);
    String heading = picture.net();
    String count = Captions.parameters(picture.parameters());
    double head =
        TextWidth.of(heading, Style.HEADING) + Style.DETAIL_GAP + TextWidth.of(count, Style.SMALL);
    double width = Math.ceil(Math.max(level.width, head) + 2 * Style.MARGIN);
    double top = Style.MARGIN + Style.HEADING + Style.MARGIN;
    double height = top + level.height + Style.MARGIN;
    xml.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "width",
        number(width),
        "height",
        number(height),
        "viewBox",
        "0 0 " + number(width) + " " + number(height),
        "role",
        "graphics-document document",
        "aria-labelledby",
        "title",
        "aria-describedby",
        "desc");
    xml.element("title", heading, "id", "title");
    xml.element("desc", description(count), "id", "desc");
    xml.raw("style", XmlText.resource("picture.css"));
    xml.open("defs");
    xml.open(
        "marker",
        "id",
        "head",
        "viewBox",
        "0 0 8 8",
        "refX",
        "7.5",
        "refY",
        "4",
        "markerWidth",
        "8",
        "markerHeight",
        "8",
        "orient",
        "auto");
    xml.element("path", "", "class", "head", "d", "M0 .5L8 4L0 7.5Z");
    xml.close("marker");
    xml.close("defs");
    xml.element("rect", "", "class", "sheet", "width", "100%", "height", "100%");
    xml.text(
        heading,
        count,
        "class",
        "heading",
        "x",
        number(Style.MARGIN),
        "y",
        number(Style.MARGIN + Style.HEADING));
    level(level, Math.rint((width - level.width) / 2), top);
    if (!level.inside.isEmpty()) {
      xml.raw("script", XmlText.resource("picture.js"));
    }
    xml.close("svg");
    return xml.toString();
  }

  private String description(String count) {
    return "The net "
        + picture.net()
        + " with "
        + count
        + ": "
        + picture.nodes().size()
        + " nodes, "
        + picture.edges().size()
        + " arrows.";
  }

  /** What is in a level: lines first, so that boxes and labels are on top of them. */
  private void level(Level level, double x, double y) {
    xml.open(
        "g",
        "class",
        "level",
        "transform",
        translate(x, y),
        "data-bottom",
        number(level.bottom()),
        "data-gaps",
        level.gaps.stream().map(SvgPrinter::number).collect(Collectors.joining(" ")));
    level.lines.forEach(line -> line(level, line));
    for (List<Cell> row : level.rows) {
      for (Cell cell : row) {
        if (cell.kind == Cell.Kind.LABEL) {
          label(level, cell);
        } else if (cell.item instanceof Picture.Block block) {
          block(level, cell, block);
        } else if (cell.item instanceof Picture.Node node) {
          node(level, cell, node);
        }
      }
    }
    xml.close("g");
  }

  private void line(Level level, Level.Line line) {
    List<Way.Point> points = Way.of(level, line);
    var attributes =
        new ArrayList<>(
            List.of(
                "class", "line",
                "d", Way.path(points),
                "data-way", Way.anchors(points)));
    Picture.Item from = line.first().upper().item;
    Picture.Item to = line.last().lower().item;
    if (from != null) {
      attributes.addAll(List.of("data-from", from.id()));
    }
    if (to != null) {
      attributes.addAll(List.of("data-to", to.id(), "marker-end", "url(#head)"));
    }
    xml.element("path", "", attributes.toArray(String[]::new));
  }

  private void label(Level level, Cell cell) {
    place(level, cell, "label", "");
    xml.element("text", cell.text, "class", "shape", "x", number(cell.width / 2), "y", "12");
    xml.close("g");
  }

  /** Opens the group of a cell, whose corner is the origin of what is in it. */
  private void place(Level level, Cell cell, String kind, String id) {
    double left = Math.rint(cell.x - cell.width / 2);
    var attributes =
        new ArrayList<>(
            List.of(
                "class", kind,
                "transform", translate(left, level.cellTop(cell)),
                "data-row", String.valueOf(cell.row),
                "data-height", number(cell.height)));
    if (!id.isEmpty()) {
      // A symbol hides its parts from screen readers, a block must not.
      boolean block = cell.item instanceof Picture.Block;
      String role = block ? "graphics-object group" : "graphics-symbol img";
      attributes.addAll(List.of("data-id", id, "role", role));
    }
    xml.open("g", attributes.toArray(String[]::new));
  }

  private void node(Level level, Cell cell, Picture.Node node) {
    place(level, cell, node.kind().name().toLowerCase(Locale.ROOT), node.id());
    xml.element("title", Sentences.of(picture, node));
    String detail = Captions.detail(node);
    boolean round =
        node.kind() != Picture.Kind.LAYER
            && node.kind() != Picture.Kind.FORMULA
            && node.kind() != Picture.Kind.FOLDED;
    if (node.kind() == Picture.Kind.FOLDED) {
      xml.element(
          "rect",
          "",
          "class",
          "box",
          "x",
          "4",
          "y",
          "4",
          "width",
          number(cell.width),
          "height",
          number(cell.height),
          "rx",
          "8");
    }
    xml.element(
        "rect",
        "",
        "class",
        "box",
        "width",
        number(cell.width),
        "height",
        number(cell.height),
        "rx",
        round ? number(Math.min(cell.height / 2, 18)) : "8");
    String middle = number(cell.width / 2);
    if (detail.isEmpty()) {
      xml.element(
          "text",
          Captions.title(node),
          "class",
          "title",
          "x",
          middle,
          "y",
          number(cell.height / 2 + 4.5));
    } else {
      xml.element("text", Captions.title(node), "class", "title", "x", middle, "y", "22");
      xml.element("text", detail, "class", "detail", "x", middle, "y", "39");
    }
    xml.close("g");
  }

  private void block(Level level, Cell cell, Picture.Block block) {
    place(level, cell, "block", block.id());
    xml.element("title", Sentences.of(picture, block));
    xml.element(
        "rect",
        "",
        "class",
        "frame",
        "width",
        number(cell.width),
        "height",
        number(cell.height),
        "rx",
        number(Style.BLOCK_RADIUS));
    xml.open("g", "class", "fold", "role", "button", "tabindex", "0", "aria-expanded", "true");
    xml.element(
        "rect",
        "",
        "class",
        "band",
        "width",
        number(cell.width),
        "height",
        number(Style.HEADER),
        "rx",
        number(Style.BLOCK_RADIUS));
    xml.element("path", "", "class", "sign", "d", "M14 11.5H22L18 17.5Z");
    String left = number(Style.INSET + Style.SIGN);
    xml.text(
        Captions.title(block), Captions.detail(block), "class", "name", "x", left, "y", "18.5");
    xml.close("g");
    Level inside = level.inside.get(block.id());
    if (inside != null) {
      level(inside, 0, 0);
    }
    xml.close("g");
  }

  private static String translate(double x, double y) {
    return "translate(" + number(x) + " " + number(y) + ")";
  }

  /** Without a fraction where there is none. */
  static String number(double value) {
    double rounded = Math.rint(value * 100) / 100;
    return rounded == Math.rint(rounded) ? String.valueOf((long) rounded) : String.valueOf(rounded);
  }
}
