package dev.tulle.compiler.syntax;

import static dev.tulle.grammar.TulleLexer.*;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.grammar.TulleLexer;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;

/**
 * Cuts a file into tokens; what the language does not have is reported and replaced by what was
 * meant.
 *
 * <p>After: the list ends with the end of the file and holds neither comments nor mistaken tokens;
 * `///` lines hang on the token that they stand before.
 */
final class TokenReader {
  /** Far more than anybody writes: a longer text is data, or a mistake. */
  private static final int LONGEST = 1 << 20;

  private final SourceFile file;
  private final MistakenTokens mistakes;
  private final List<NetToken> tokens = new ArrayList<>();
  private final StringBuilder doc = new StringBuilder();
  private int lastLine = 0;

  private TokenReader(SourceFile file, DiagnosticSink sink, Damage damage) {
    this.file = file;
    this.mistakes = new MistakenTokens(sink, damage);
  }

  static List<NetToken> read(SourceFile file, DiagnosticSink sink, Damage damage) {
    return new TokenReader(file, sink, damage).run();
  }

  /** The comments of a file, `///` lines among them, in their order. */
  static List<Token> comments(SourceFile file) {
    var comments = new ArrayList<Token>();
    TulleLexer lexer = lexer(file);
    for (Token token = lexer.nextToken(); token.getType() != EOF; token = lexer.nextToken()) {
      if (token.getChannel() != Token.DEFAULT_CHANNEL) {
        comments.add(token);
      }
    }
    return comments;
  }

  private static TulleLexer lexer(SourceFile file) {
    // The lexer counts code points, spans count UTF-16 units: without pairs both are the same.
    var lexer = new TulleLexer(CharStreams.fromString(withoutPairs(file.text()), file.name()));
    lexer.removeErrorListeners();
    return lexer;
  }

  private List<NetToken> run() {
    TulleLexer lexer = lexer(file);
    for (Token token = lexer.nextToken(); token.getType() != EOF; token = lexer.nextToken()) {
      if (token.getChannel() == TulleLexer.DOCS) {
        addDoc(token.getStartIndex() + 3, token.getStopIndex() + 1);
      } else if (token.getChannel() == Token.DEFAULT_CHANNEL) {
        add(token.getType(), token.getStartIndex(), token.getStopIndex() + 1);
      }
    }
    mistakes.finish();
    int end = file.text().length();
    add(EOF, end, end);
    return tokens;
  }

  private void add(int type, int start, int end) {
    var token = new NetToken(file, type, start, end);
    if (!mistakes.accept(token)) {
      return;
    }
    token.firstOnLine = token.getLine() != lastLine;
    lastLine = file.line(Math.max(start, end - 1));
    token.doc = doc.toString();
    doc.setLength(0);
    tokens.add(token);
  }

  private void addDoc(int start, int end) {
    String line = file.text().substring(start, end).stripTrailing();
    if (!doc.isEmpty()) {
      doc.append('\n');
    }
    doc.append(line.startsWith(" ") ? line.substring(1) : line);
  }

  /** Whether a text is one at all; reports S006 if not. */
  static boolean isText(SourceFile file, DiagnosticSink sink) {
    String text = file.text();
    if (text.length() > LONGEST) {
      sink.report(
          Diagnostic.error(
              Code.S006,
              null,
              "%s has %,d characters, and a `.net` file has at most %,d"
                  .formatted(file.name(), text.length(), LONGEST),
              "part it into modules that import each other; rows of data belong in a table,"
                  + " `from = csv(\"file.csv\")`"));
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f') {
        sink.report(
            Diagnostic.error(
                Code.S006,
                null,
                file.name() + " is not a text file",
                "line %s holds the character U+%04X; a `.net` file is plain text in UTF-8"
                    .formatted(file.line(i), (int) c)));
        return false;
      }
    }
    return true;
  }

  private static String withoutPairs(String text) {
    boolean any = text.chars().anyMatch(c -> Character.isSurrogate((char) c));
    if (!any) {
      return text;
    }
    var copy = new StringBuilder(text);
    for (int i = 0; i < copy.length(); i++) {
      if (Character.isSurrogate(copy.charAt(i))) {
        copy.setCharAt(i, '\uFFFD');
      }
    }
    return copy.toString();
  }
}
