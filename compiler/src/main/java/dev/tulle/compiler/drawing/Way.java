package dev.tulle.compiler.drawing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The course of a line: upright beside whatever stands in a row, curved between rows. */
final class Way {
  private Way() {}

  /**
   * A corner of the course.
   *
   * @param row what it moves with when something above is folded
   * @param side the top {@code t} or bottom {@code b} of the row, the bottom of the first box
   *     {@code f}, the top of the last {@code l}, or {@code m}: the bottom of the row, to which the
   *     pen jumps over a label
   */
  record Point(double x, double y, int row, char side) {}

  static List<Point> of(Level level, Level.Line line) {
    var points = new ArrayList<Point>();
    for (Cell.Link link : line.links()) {
      Cell upper = link.upper();
      Cell lower = link.lower();
      double from = link.from();
      double to = link.to();
      if (link == line.first() && upper.kind == Cell.Kind.BOX) {
        double bottom = level.cellTop(upper) + upper.height;
        points.add(new Point(from, bottom, upper.row, 'f'));
      }
      char start = upper.kind == Cell.Kind.LABEL ? 'm' : 'b';
      points.add(new Point(from, level.rowBottom(upper.row), upper.row, start));
      points.add(new Point(to, level.rowTop(lower.row), lower.row, 't'));
      if (link == line.last() && lower.kind == Cell.Kind.BOX) {
        points.add(new Point(to, level.cellTop(lower), lower.row, 'l'));
      }
    }
    return List.copyOf(points);
  }

  /** As the {@code d} of a path. */
  static String path(List<Point> points) {
    var path = new StringBuilder();
    Point last = null;
    for (Point point : points) {
      if (last == null || point.side() == 'm') {
        path.append('M').append(at(point.x(), point.y()));
      } else if (point.x() != last.x()) {
        double middle = (last.y() + point.y()) / 2;
        path.append('C')
            .append(at(last.x(), middle))
            .append(' ')
            .append(at(point.x(), middle))
            .append(' ')
            .append(at(point.x(), point.y()));
      } else if (point.y() != last.y()) {
        path.append('V').append(SvgPrinter.number(point.y()));
      }
      last = point;
    }
    return path.toString();
  }

  /** What the script makes the path of anew: {@code x row side} of each point. */
  static String anchors(List<Point> points) {
    return points.stream()
        .map(p -> SvgPrinter.number(p.x()) + " " + p.row() + " " + p.side())
        .collect(Collectors.joining(","));
  }

  private static String at(double x, double y) {
    return SvgPrinter.number(x) + " " + SvgPrinter.number(y);
  }
}
