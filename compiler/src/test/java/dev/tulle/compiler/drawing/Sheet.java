package dev.tulle.compiler.drawing;

import dev.tulle.compiler.picture.Picture;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** What an SVG shows and where, read from its text. */
final class Sheet {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9.]+");
  private static final Pattern STROKE = Pattern.compile("([MVC])([^MVC]*)");
  private static final Map<String, Double> SIZES =
      Map.of("title", 13.0, "name", 12.0, "detail", 11.0, "shape", 11.0, "heading", 16.0);

  /** A rectangle. */
  record Box(String name, double left, double top, double right, double bottom) {
    boolean holds(Box other) {
      return left <= other.left
          && other.right <= right
          && top <= other.top
          && other.bottom <= bottom;
    }

    boolean overlaps(Box other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }

    Box shrunk(double by) {
      return new Box(name, left + by, top + by, right - by, bottom - by);
    }
  }

  /** A text and the box that it belongs into. */
  record Text(Box box, Box around) {}

  private final Map<String, Box> boxes = new LinkedHashMap<>();
  private final List<Text> texts = new ArrayList<>();
  private final List<Box> labels = new ArrayList<>();
  private final List<Box> strokes = new ArrayList<>();
  private final Box all;

  private Sheet(Element svg) {
    all = new Box("svg", 0, 0, number(svg, "width"), number(svg, "height"));
    read(svg, 0, 0, all);
  }

  static Sheet of(Picture picture) {
    try {
      var document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(SvgPrinter.print(picture))));
      return new Sheet(document.getDocumentElement());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  List<Box> boxes() {
    return List.copyOf(boxes.values());
  }

  Box box(String id) {
    return boxes.get(id);
  }

  Box all() {
    return all;
  }

  List<Text> texts() {
    return texts;
  }

  List<Box> labels() {
    return labels;
  }

  /** What the shapes on arrows read. */
  List<String> shapes() {
    return labels.stream().map(Box::name).toList();
  }

  /** The rectangles around each stretch of each line. */
  List<Box> strokes() {
    return strokes;
  }

  private void read(Element element, double x, double y, Box around) {
    Box inside = around;
    double left = x;
    double top = y;
    if (element.hasAttribute("transform")) {
      Matcher numbers = NUMBER.matcher(element.getAttribute("transform"));
      left += next(numbers);
      top += next(numbers);
    }
    String kind = element.getAttribute("class");
    if (element.hasAttribute("data-id")) {
      Element box = (Element) element.getElementsByTagName("rect").item(0);
      inside =
          new Box(
              element.getAttribute("data-id"),
              left,
              top,
              left + number(box, "width"),
              top + number(box, "height"));
      boxes.put(inside.name(), inside);
    }
    if (element.getTagName().equals("text")) {
      text(element, left, top, inside);
      return;
    }
    if (kind.equals("line")) {
      line(element.getAttribute("d"), left, top);
    }
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element inner && !inner.getTagName().equals("defs")) {
        read(inner, left, top, kind.equals("label") ? all : inside);
      }
    }
  }

  private void text(Element text, double x, double y, Box around) {
    String kind = text.getAttribute("class");
    double size = SIZES.get(kind);
    double width = 0;
    boolean spans = text.getElementsByTagName("tspan").getLength() > 0;
    for (Node child = text.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element span) {
        double of = span.getAttribute("class").equals("detail") ? SIZES.get("detail") : size;
        width += 0.61 * of * span.getTextContent().length() + number(span, "dx");
      }
    }
    if (!spans) {
      width = 0.61 * size * text.getTextContent().length();
    }
    boolean centred = !spans;
    double left = x + number(text, "x") - (centred ? width / 2 : 0);
    double base = y + number(text, "y");
    var box =
        new Box(
            text.getTextContent().strip(),
            left,
            base - 0.8 * size,
            left + width,
            base + 0.25 * size);
    if (kind.equals("shape")) {
      labels.add(box);
    }
    texts.add(new Text(box, around));
  }

  private void line(String course, double x, double y) {
    double lastX = 0;
    double lastY = 0;
    Matcher stretch = STROKE.matcher(course);
    while (stretch.find()) {
      Matcher numbers = NUMBER.matcher(stretch.group(2));
      double toX = lastX;
      double toY;
      if (stretch.group(1).equals("V")) {
        toY = next(numbers);
      } else {
        for (int skipped = 0; stretch.group(1).equals("C") && skipped < 4; skipped++) {
          next(numbers);
        }
        toX = next(numbers);
        toY = next(numbers);
      }
      if (!stretch.group(1).equals("M")) {
        strokes.add(
            new Box(
                course,
                x + Math.min(lastX, toX),
                y + Math.min(lastY, toY),
                x + Math.max(lastX, toX) + 0.01,
                y + Math.max(lastY, toY)));
      }
      lastX = toX;
      lastY = toY;
    }
  }

  private static double next(Matcher numbers) {
    if (!numbers.find()) {
      throw new AssertionError("a number is missing");
    }
    return Double.parseDouble(numbers.group());
  }

  private static double number(Element element, String attribute) {
    String text = element.getAttribute(attribute);
    return text.isEmpty() ? 0 : Double.parseDouble(text);
  }
}
