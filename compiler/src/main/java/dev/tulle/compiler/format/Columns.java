package dev.tulle.compiler.format;

import dev.tulle.compiler.syntax.Lexeme;
import dev.tulle.compiler.syntax.Lexeme.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts what neighbouring lines have in common below each other: the names behind the words that
 * begin statements, the signs before their values, the types behind their names. An empty line ends
 * a column, and so does a line of another kind.
 */
final class Columns {
  /** These have six letters at most, and what follows them stands in one column. */
  private static final Set<String> STATEMENTS =
      Set.of("input", "target", "param", "state", "update", "output", "loss", "check");

  private static final int LETTERS = 6;

  /** A column has lines whose widths differ by no more than this. */
  private static final int SPREAD = 8;

  private static final String SETTING = "setting";

  private final List<Cell> column = new ArrayList<>();

  private Columns() {}

  /** Sets the padding of all rows anew. */
  static void align(List<Part> parts) {
    new Columns().run(parts);
  }

  /**
   * @param kind lines of one kind share a column
   * @param at the lexeme that stands in it
   * @param width of what stands before it
   */
  private record Cell(String kind, Row row, int at, int width) {}

  private void run(List<Part> parts) {
    for (Part part : parts) {
      if (part.spaced()) {
        close();
      }
      if (part instanceof Part.Entry entry) {
        entry.row().clearPadding();
        padKeyword(entry);
        add(entry);
        alignInside(entry.body());
      }
    }
    close();
  }

  private static void alignInside(Part.@Nullable Body body) {
    if (body != null && !body.oneLine) {
      align(body.parts);
    }
  }

  private static void padKeyword(Part.Entry entry) {
    Lexeme word = entry.first();
    if (word.is(Kind.KEYWORD) && STATEMENTS.contains(word.text())) {
      entry.row().pad(1, LETTERS - word.text().length());
    }
  }

  private void add(Part.Entry entry) {
    Cell cell = cell(entry);
    if (cell == null) {
      // A group of a recipe, or what augments a field, stands between the others as a guest.
      if (column.isEmpty() || !column.get(0).kind().equals(SETTING)) {
        close();
      }
      return;
    }
    if (!column.isEmpty() && !(column.get(0).kind().equals(cell.kind()) && isNear(cell))) {
      close();
    }
    column.add(cell);
  }

  private boolean isNear(Cell cell) {
    return cell.kind().equals(SETTING)
        || column.stream().allMatch(other -> Math.abs(other.width() - cell.width()) <= SPREAD);
  }

  private void close() {
    int width = column.stream().mapToInt(Cell::width).max().orElse(0);
    column.forEach(cell -> cell.row().pad(cell.at(), width - cell.width()));
    column.clear();
  }

  private static @Nullable Cell cell(Part.Entry entry) {
    Row row = entry.row();
    int assign = row.assign();
    if (entry.isSetting()) {
      return cell(SETTING, row, assign);
    }
    if (entry.body() != null || !row.oneLine() || lists(row)) {
      return null;
    }
    String word = entry.first().text();
    int type = type(row, assign);
    return switch (word) {
      case "let", "output" -> type >= 0 ? null : cell(binding(row, word), row, assign);
      case "loss" -> cell("result", row, assign);
      case "update", "const", "schedule", "init", "fun", "block" -> cell(word, row, assign);
      case "param", "state" ->
          type >= 0 ? cell(word + " type", row, type) : cell(word, row, assign);
      case "input", "target" -> cell(word + " type", row, type);
      default -> null;
    };
  }

  private static @Nullable Cell cell(String kind, Row row, int at) {
    for (int i = 1; i <= at; i++) {
      if (row.breaksBefore(i)) {
        return null;
      }
    }
    return at < 1 ? null : new Cell(kind, row, at, row.widthBefore(at));
  }

  /** Index notation defines elements, whatever the word before it. */
  private static String binding(Row row, String word) {
    boolean indexed = row.lexemes().size() > 2 && row.lexemes().get(2).is(Kind.OPEN_CALL);
    if (row.lexemes().size() > 1 && row.lexemes().get(1).is(Kind.OPEN_GROUP)) {
      return "tuple";
    }
    return indexed ? "elements" : word.equals("let") ? "let" : "result";
  }

  /** Where the type behind a colon begins, before the value; -1 without one. */
  private static int type(Row row, int assign) {
    int end = assign < 0 ? row.lexemes().size() : assign;
    for (int i = 0, depth = 0; i < end; i++) {
      if (depth == 0 && row.lexemes().get(i).is(Kind.COLON)) {
        return i + 1;
      }
      depth += Row.turn(row.lexemes().get(i));
    }
    return -1;
  }

  /** Whether a statement declares several things. */
  private static boolean lists(Row row) {
    int depth = 0;
    for (Lexeme each : row.lexemes()) {
      if (depth == 0 && each.is(Kind.COMMA)) {
        return true;
      }
      depth += Row.turn(each);
    }
    return false;
  }
}
