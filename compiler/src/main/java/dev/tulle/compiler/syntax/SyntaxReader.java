package dev.tulle.compiler.syntax;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.source.Span;
import dev.tulle.grammar.TulleParser;
import java.util.List;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file into its syntax tree, reporting every mistake of the file in one run.
 *
 * <p>Before: any text at all. After: a tree, from which what could not be read is left out or
 * stands as {@link Expression.Broken}; every such place was reported. Invariant: no text makes this
 * throw.
 */
public final class SyntaxReader {
  private SyntaxReader() {}

  /** The syntax tree of a file; complete if nothing was reported. */
  public static NetFile read(SourceFile file, DiagnosticSink sink) {
    Parsed parsed = parse(file, sink);
    return parsed == null
        ? new NetFile(file, 0, null, List.of(), List.of())
        : new FileBuilder(file, parsed.tokens(), sink).build(parsed.tree());
  }

  /**
   * The words and signs of a file with its comments, as a formatter needs them.
   *
   * @return nothing where the text has a mistake, which is reported
   */
  public static List<Lexeme> lexemes(SourceFile file, DiagnosticSink sink) {
    Parsed parsed = parse(file, sink);
    if (parsed == null) {
      return List.of();
    }
    new FileBuilder(file, parsed.tokens(), sink).build(parsed.tree());
    return sink.hasErrors() ? List.of() : LexemeReader.read(file, parsed.tree());
  }

  private static @Nullable Parsed parse(SourceFile file, DiagnosticSink sink) {
    if (!TokenReader.isText(file, sink)) {
      return null;
    }
    var damage = new Damage();
    List<NetToken> read = TokenReader.read(file, sink, damage);
    if (read.size() == 1 && !sink.hasErrors()) {
      sink.report(
          Diagnostic.error(
              Code.S003,
              new Span(file, 0, 0),
              "the file declares nothing",
              "a file begins with `tulle 1`"));
      return null;
    }
    if (!NestingLimit.accept(read, sink)) {
      return null;
    }
    StatementStarts.mark(read);
    BracketRepair.Balanced balanced = BracketRepair.balance(file, read, sink, damage);
    List<NetToken> tokens = balanced.tokens();
    var stream = new CommonTokenStream(new ListTokenSource(tokens, file.name()));
    var parser = new TulleParser(stream);
    parser.removeErrorListeners();
    parser.setErrorHandler(new RecoveringStrategy(tokens, new SyntaxErrors(tokens, sink, damage)));
    TulleParser.FileContext tree = parser.file();
    balanced.reportStrays(file, sink);
    return new Parsed(tokens, tree);
  }

  /** A text as ANTLR read it, mistakes repaired. */
  private record Parsed(List<NetToken> tokens, TulleParser.FileContext tree) {}
}
