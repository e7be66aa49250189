package dev.tulle.compiler.format;

import dev.tulle.compiler.syntax.Lexeme;
import dev.tulle.compiler.syntax.Lexeme.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Breaks lines that are too long, where the outermost parts of their expression meet: a pipeline at
 * all of its arrows, a formula at all operators that bind least, anything else as late as it can
 * be.
 */
final class LongLines {
  private static final Set<String> DECLARATIONS =
      Set.of("const", "fun", "block", "schedule", "init");

  /** Puts what stands before the sign behind what stands after it. */
  private static final int HEAD = 1_000;

  private LongLines() {}

  /** Sets line ends and columns; what had them from here before keeps them. */
  static void fit(List<Part> parts) {
    openLongBodies(parts, 0);
    settle(parts);
    do {
      Columns.align(parts);
    } while (breakAny(parts, 0));
  }

  private static void openLongBodies(List<Part> parts, int indent) {
    for (Part part : parts) {
      if (part instanceof Part.Entry entry && entry.body() != null) {
        Part.Body body = entry.body();
        body.oneLine =
            body.oneLine
                && entry.row().oneLine()
                && indent + PartPrinter.oneLine(entry).length() <= Formatter.WIDTH;
        openLongBodies(body.parts, indent + 2);
      }
    }
  }

  private static void settle(List<Part> parts) {
    for (Part part : parts) {
      if (part instanceof Part.Entry entry) {
        new Formula(entry.row()).settle();
        if (entry.body() != null) {
          settle(entry.body().parts);
        }
      }
    }
  }

  private static boolean breakAny(List<Part> parts, int indent) {
    boolean any = false;
    for (Part part : parts) {
      if (part instanceof Part.Entry entry && (entry.body() == null || !entry.body().oneLine)) {
        any |= breakAny(entry.row(), indent);
        any |= entry.body() != null && breakAny(entry.body().parts, indent + 2);
      }
    }
    return any;
  }

  private static boolean breakAny(Row row, int indent) {
    for (Row.Line line : row.lines(indent)) {
      boolean isLong =
          line.indent() + row.text(line.from(), row.code(line)).length() > Formatter.WIDTH;
      if (isLong && breakLine(row, line, indent)) {
        return true;
      }
    }
    return false;
  }

  /** Breaks a line that is too long; false where it cannot. */
  private static boolean breakLine(Row row, Row.Line line, int indent) {
    List<Place> places = candidates(row, line);
    int outermost = places.stream().mapToInt(Place::level).min().orElse(0);
    places.removeIf(place -> place.level() > outermost);
    boolean pipeline = !places.isEmpty() && places.get(0).arrow();
    if (!pipeline && canStandBelow(row, line, indent)) {
      row.breakBefore(row.assign() + 1);
    } else if (places.isEmpty()) {
      return false;
    } else if (pipeline) {
      places.forEach(place -> row.breakBefore(place.before()));
    } else if (places.stream().allMatch(p -> row.lexemes().get(p.before()).is(Kind.OPERATOR))) {
      new Formula(row).open(places.get(0).before());
    } else {
      row.breakBefore(last(places, row, line));
    }
    return true;
  }

  /** The last of some places up to which a line is short enough, or else the first. */
  private static int last(List<Place> places, Row row, Row.Line line) {
    int room = Formatter.WIDTH - line.indent();
    return places.stream()
        .filter(place -> row.text(line.from(), place.before()).length() <= room)
        .max(Comparator.comparingInt(Place::before))
        .orElse(places.get(0))
        .before();
  }

  private record Place(int before, int level, boolean arrow) {}

  private static List<Place> candidates(Row row, Row.Line line) {
    var places = new ArrayList<Place>();
    boolean below = WrittenBreaks.valueIsBelow(row);
    int depth = row.depth(line.from() + 1);
    for (int i = line.from() + 1; i < line.to(); i++) {
      Lexeme before = row.lexemes().get(i - 1);
      Lexeme lexeme = row.lexemes().get(i);
      boolean trailing = below && depth == 0;
      Lexeme separator =
          trailing && before.is(Kind.ARROW) || before.is(Kind.COMMA) ? before : lexeme;
      boolean separates =
          separator == before
              || lexeme.is(Kind.OPERATOR)
              || lexeme.is(Kind.ARROW) && !trailing
              || lexeme.is(Kind.KEYWORD) && lexeme.text().equals("else");
      if (separates && !lexeme.isComment() && !before.isComment()) {
        int level = separator.level() + (i < row.assign() ? HEAD : 0);
        places.add(new Place(i, level, separator.is(Kind.ARROW)));
      }
      depth += Row.turn(lexeme);
    }
    return places;
  }

  /** Whether the whole value of a declaration, or a formula, fits on the line below its name. */
  private static boolean canStandBelow(Row row, Row.Line line, int indent) {
    int assign = row.assign();
    int value = assign + 1;
    int end = row.lexemes().size();
    if (!DECLARATIONS.contains(row.lexemes().get(0).text()) && !new Formula(row).isValue()
        || assign < line.from()
        || value >= line.to()
        || row.lexemes().get(value).isComment()) {
      return false;
    }
    for (int i = value; i < end; i++) {
      if (row.breaksBefore(i)) {
        return false;
      }
    }
    return indent + 2 + row.text(value, row.code(new Row.Line(value, end, 0))).length()
        <= Formatter.WIDTH;
  }
}
