package dev.tulle.compiler.format;

import dev.tulle.compiler.syntax.Lexeme;
import dev.tulle.compiler.syntax.Lexeme.Kind;
import java.util.ArrayList;
import java.util.List;

/** Puts lexemes together to the entries and comments that they make up. */
final class PartReader {
  private final List<Lexeme> lexemes;
  private int at = 0;

  private PartReader(List<Lexeme> lexemes) {
    this.lexemes = lexemes;
  }

  static List<Part> read(List<Lexeme> lexemes) {
    return new PartReader(lexemes).parts();
  }

  /** Everything up to the end of the file or of the body. */
  private List<Part> parts() {
    var parts = new ArrayList<Part>();
    while (at < lexemes.size() && !lexemes.get(at).is(Kind.CLOSE_BODY)) {
      Lexeme lexeme = lexemes.get(at);
      boolean spaced = lexeme.lines() > 1 && !parts.isEmpty();
      if (lexeme.isComment()) {
        at++;
        parts.add(new Part.Comment(lexeme.text(), spaced));
      } else {
        parts.add(entry(spaced));
      }
    }
    return parts;
  }

  private Part.Entry entry(boolean spaced) {
    var row = new ArrayList<Lexeme>();
    do {
      row.add(lexemes.get(at++));
    } while (continues(row.get(row.size() - 1)));
    boolean hasBody = row.get(row.size() - 1).is(Kind.OPEN_BODY);
    int open = at;
    if (at < lexemes.size() && lexemes.get(at).isComment() && lexemes.get(at).lines() == 0) {
      row.add(lexemes.get(at++));
    }
    return new Part.Entry(new Row(row, WrittenBreaks.of(row)), hasBody ? body(open) : null, spaced);
  }

  /** Whether what comes next still belongs to the entry whose last lexeme so far is given. */
  private boolean continues(Lexeme last) {
    if (last.is(Kind.OPEN_BODY)) {
      return false;
    }
    int next = at;
    while (next < lexemes.size() && lexemes.get(next).isComment()) {
      next++;
    }
    return next < lexemes.size()
        && !lexemes.get(next).begins()
        && !lexemes.get(next).is(Kind.CLOSE_BODY);
  }

  /** A body whose opening brace is read, from the lexeme behind it on. */
  private Part.Body body(int open) {
    List<Part> parts = parts();
    boolean oneLine = true;
    for (int i = open; i <= at; i++) {
      oneLine &= lexemes.get(i).lines() == 0 && !lexemes.get(i).isComment();
    }
    at++;
    String comment = "";
    if (at < lexemes.size() && lexemes.get(at).isComment() && lexemes.get(at).lines() == 0) {
      comment = lexemes.get(at++).text();
    }
    return new Part.Body(parts, comment, oneLine);
  }
}
