package dev.tulle.compiler.syntax;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.source.Span;
import dev.tulle.grammar.TulleParser;
import java.util.ArrayList;
import java.util.List;

/** Builds the tree of a file from what the parser read. */
final class FileBuilder extends TreeBuilder {
  private static final int EDITION = 1;

  private final List<NetToken> tokens;
  private final DiagnosticSink sink;

  FileBuilder(SourceFile file, List<NetToken> tokens, DiagnosticSink sink) {
    super(file);
    this.tokens = tokens;
    this.sink = sink;
  }

  NetFile build(TulleParser.FileContext context) {
    var expressions = new ExpressionBuilder(file, sink);
    var statements = new StatementBuilder(file, expressions, sink);
    var recipes = new RecipeBuilder(file, expressions);
    var declarations = new DeclarationBuilder(file, expressions, statements, recipes);
    var imports = new ArrayList<NetFile.Import>();
    context.use().forEach(each -> addImport(each, imports));
    var all = new ArrayList<Declaration>();
    if (context.declarations() != null) {
      context.declarations().declaration().forEach(each -> declarations.add(each, all));
    }
    Path module = context.module() == null ? null : path(context.module().path());
    return new NetFile(file, edition(context), module, imports, all);
  }

  private int edition(TulleParser.FileContext context) {
    var written = context.edition();
    if (written == null) {
      boolean elsewhere =
          tokens.stream()
              .anyMatch(t -> t.is(TulleParser.TULLE) && t.begins == NetToken.Start.HEADER);
      if (!elsewhere) {
        sink.report(
            Diagnostic.error(
                Code.S003,
                tokens.get(0).span(),
                "the file does not say its edition",
                "begin the file with the line `tulle " + EDITION + "`"));
      }
      return 0;
    }
    if (broken(written) || written.INTEGER() == null) {
      return 0;
    }
    Span number = span(written.INTEGER().getSymbol());
    if (!(Literals.number(number, sink) instanceof Expression.Number edition)) {
      return 0;
    }
    if (edition.value() != EDITION) {
      sink.report(
          Diagnostic.error(
              Code.S003,
              number,
              "there is no edition " + number.text() + " of the language",
              "this compiler reads `tulle " + EDITION + "`"));
    }
    return (int) edition.value();
  }

  private void addImport(TulleParser.UseContext context, List<NetFile.Import> imports) {
    Path path = path(context.path());
    if (path == null) {
      return;
    }
    boolean selected = context.OPEN_BRACE() != null;
    List<Name> names = names(context.id());
    boolean alias = context.AS() != null && !names.isEmpty();
    Name last = alias ? names.get(names.size() - 1) : null;
    List<Name> chosen = selected ? names.subList(0, names.size() - (alias ? 1 : 0)) : List.of();
    imports.add(new NetFile.Import(path, chosen, last, span(context)));
  }
}
