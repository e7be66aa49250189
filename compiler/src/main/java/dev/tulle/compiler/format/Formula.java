package dev.tulle.compiler.format;

import dev.tulle.compiler.syntax.Lexeme;
import dev.tulle.compiler.syntax.Lexeme.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Lets the lines of a formula show what belongs together.
 *
 * <p>Where an operator begins a line, so do all operators that bind less and that it is inside of,
 * and it stands deeper than they do. The first operand of a value then stands below the name, in
 * one column with the others.
 */
final class Formula {
  private final Row row;
  private final List<Lexeme> lexemes;

  Formula(Row row) {
    this.row = row;
    this.lexemes = row.lexemes();
  }

  /** Adds the line ends that those of the row ask for. */
  void settle() {
    for (int i = 1; i < lexemes.size(); i++) {
      if (lexemes.get(i).is(Kind.OPERATOR) && row.breaksBefore(i)) {
        around(i).stream().filter(j -> lexemes.get(j).is(Kind.OPERATOR)).forEach(this::open);
        lower(i);
      }
    }
  }

  /** Breaks before an operator and before all others of its chain: operands get a line each. */
  void open(int operator) {
    int level = lexemes.get(operator).level();
    for (int step : new int[] {-1, 1}) {
      for (int i : from(operator, step)) {
        if (lexemes.get(i).level() < level) {
          break;
        }
        if (lexemes.get(i).level() == level) {
          row.breakBefore(i);
        }
      }
    }
    row.breakBefore(operator);
    lower(operator);
  }

  /** How many lines around it that begin with what binds less an operator at a line's start has. */
  int depth(int i) {
    Set<Integer> levels = new HashSet<>();
    if (lexemes.get(i).is(Kind.OPERATOR)) {
      around(i).stream().filter(row::breaksBefore).forEach(j -> levels.add(lexemes.get(j).level()));
    }
    return levels.size();
  }

  /**
   * Whether operators are what the outermost parts of the row's value meet at. Not with an arrow
   * beside them, which stands at another end of its line where the value begins below its name.
   */
  boolean isValue() {
    int value = row.assign() + 1;
    if (value == 0 || value >= lexemes.size() || lexemes.get(value).isComment()) {
      return false;
    }
    Lexeme outermost = lexemes.get(value);
    for (int i = value, depth = 0; i < lexemes.size(); i++) {
      Lexeme each = lexemes.get(i);
      if (depth == 0 && each.is(Kind.ARROW, Kind.COMMA)) {
        return false;
      }
      boolean wider = !separates(outermost) || each.level() < outermost.level();
      outermost = depth == 0 && separates(each) && wider ? each : outermost;
      depth += Row.turn(each);
    }
    return outermost.is(Kind.OPERATOR);
  }

  /** Puts the value below its name, if a given operator is one of the value itself. */
  private void lower(int operator) {
    int value = row.assign() + 1;
    if (operator > value && row.depth(operator) == 0 && isValue()) {
      row.breakBefore(value);
    }
  }

  /** The nearest separators to both sides of a lexeme that bind less, and of those the same. */
  private List<Integer> around(int lexeme) {
    var around = new ArrayList<Integer>();
    for (int step : new int[] {-1, 1}) {
      int least = lexemes.get(lexeme).level();
      for (int i : from(lexeme, step)) {
        if (lexemes.get(i).level() < least) {
          least = lexemes.get(i).level();
          around.add(i);
        }
      }
    }
    return around;
  }

  /** What separates operands to one side of a lexeme, as far as its expression reaches. */
  private List<Integer> from(int lexeme, int step) {
    var separators = new ArrayList<Integer>();
    for (int i = lexeme + step, depth = 0; i >= 0 && i < lexemes.size(); i += step) {
      Lexeme each = lexemes.get(i);
      depth += step * Row.turn(each);
      if (depth < 0 || depth == 0 && each.is(Kind.COMMA, Kind.ASSIGN, Kind.NAMED)) {
        break;
      }
      if (depth == 0 && separates(each)) {
        separators.add(i);
      }
    }
    return separators;
  }

  private static boolean separates(Lexeme lexeme) {
    boolean branch = lexeme.text().equals("then") || lexeme.text().equals("else");
    return lexeme.is(Kind.OPERATOR, Kind.ARROW) || lexeme.is(Kind.KEYWORD) && branch;
  }
}
