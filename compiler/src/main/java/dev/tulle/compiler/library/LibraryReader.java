package dev.tulle.compiler.library;

import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.sema.Library;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.NetFile;
import dev.tulle.compiler.syntax.Statement;
import dev.tulle.compiler.syntax.SyntaxPrinter;
import dev.tulle.compiler.syntax.SyntaxReader;
import dev.tulle.compiler.syntax.TypeSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what the library's files say of their definitions. */
public final class LibraryReader {
  private static final String EXAMPLE = "    ";

  private LibraryReader() {}

  /** Every file of the library, its definitions in the order of the text. */
  public static List<LibraryModule> modules() {
    return Library.MODULES.stream().map(LibraryReader::module).toList();
  }

  private static LibraryModule module(String name) {
    SourceFile source = Library.source(name);
    NetFile file = SyntaxReader.read(source, new DiagnosticSink());
    List<LibraryEntry> entries = file.declarations().stream().map(LibraryReader::entry).toList();
    return new LibraryModule(name, introduction(source.text()), entries);
  }

  /** The lines of the first `//` comment. */
  private static String introduction(String text) {
    return text.lines()
        .dropWhile(line -> !line.startsWith("// "))
        .takeWhile(line -> line.startsWith("// "))
        .map(line -> line.substring(3))
        .collect(Collectors.joining("\n"));
  }

  private static LibraryEntry entry(Declaration declaration) {
    String doc = declaration.notes().doc();
    String prose = lines(doc, false);
    int shapes = LibraryShapes.begin(prose);
    return new LibraryEntry(
        kind(declaration),
        declaration.name().text(),
        declaration.name() + parameters(declaration),
        prose.substring(0, shapes).strip(),
        LibraryShapes.of(declaration, prose.substring(shapes)),
        lines(doc, true),
        ports(declaration),
        stored(declaration, Statement.Stored.Role.PARAM),
        stored(declaration, Statement.Stored.Role.STATE),
        declaration.span().text());
  }

  private static String kind(Declaration declaration) {
    if (declaration instanceof Declaration.Constant) {
      return "const";
    }
    Enum<?> kind =
        declaration instanceof Declaration.Definition definition
            ? definition.kind()
            : ((Declaration.Rule) declaration).kind();
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static String lines(String doc, boolean example) {
    return doc.lines()
        .filter(line -> line.startsWith(EXAMPLE) == example)
        .map(line -> example ? line.substring(EXAMPLE.length()) : line)
        .collect(Collectors.joining("\n"))
        .strip();
  }

  private static String parameters(Declaration declaration) {
    if (declaration instanceof Declaration.Constant constant) {
      return " = " + SyntaxPrinter.print(constant.value());
    }
    List<Declaration.Parameter> parameters =
        declaration instanceof Declaration.Definition definition
            ? definition.parameters()
            : ((Declaration.Rule) declaration).parameters();
    return parameters.isEmpty()
        ? ""
        : parameters.stream()
            .map(p -> p.name() + typed(p.type()) + defaulted(p.defaultValue()))
            .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String typed(@Nullable TypeSyntax type) {
    return type == null ? "" : ": " + SyntaxPrinter.print(type);
  }

  private static String defaulted(@Nullable Expression value) {
    return value == null ? "" : " = " + SyntaxPrinter.print(value);
  }

  static List<Statement> statements(Declaration declaration) {
    return declaration instanceof Declaration.Definition definition
            && definition.body() instanceof Declaration.Body.Statements body
        ? body.statements()
        : List.of();
  }

  private static List<String> ports(Declaration declaration) {
    var ports = new ArrayList<String>();
    for (Statement statement : statements(declaration)) {
      if (statement instanceof Statement.Port port) {
        ports.add(port.name() + typed(port.type()));
      }
    }
    return ports;
  }

  private static List<String> stored(Declaration declaration, Statement.Stored.Role role) {
    var stored = new ArrayList<String>();
    for (Statement statement : statements(declaration)) {
      if (statement instanceof Statement.Stored each && each.role() == role) {
        stored.add(
            each.name()
                + typed(each.type())
                + (each.random() ? " ~ " : " = ")
                + SyntaxPrinter.print(each.initial()));
      }
    }
    return stored;
  }
}
