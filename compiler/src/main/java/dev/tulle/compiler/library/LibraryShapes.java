package dev.tulle.compiler.library;

import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The shapes of a definition, a row's without the batch. Those of blocks and functions are written
 * in their comments; a test compiles them as types, so that none is wrong. All others follow from
 * the text.
 */
final class LibraryShapes {
  private static final String MARK = "Shape: ";

  private LibraryShapes() {}

  /** Where the shapes begin, which stand behind all else that a comment says. */
  static int begin(String prose) {
    int found = prose.startsWith(MARK) ? 0 : prose.indexOf('\n' + MARK);
    return found < 0 ? prose.length() : found;
  }

  /** One for each case; none where a block or function has none in its comment. */
  static List<String> of(Declaration declaration, String written) {
    if (!written.isBlank()) {
      return Arrays.stream(written.strip().split("(^|\\R)" + MARK))
          .filter(shape -> !shape.isEmpty())
          .map(shape -> shape.replace('\n', ' '))
          .toList();
    }
    if (declaration instanceof Declaration.Constant constant) {
      return List.of(constant.value() instanceof Expression.Text ? "none: a word" : "`[]`");
    }
    if (declaration instanceof Declaration.Rule rule) {
      return List.of(
          switch (rule.kind()) {
            case INIT -> "`any`, that of the parameter";
            case SCHEDULE -> "`[]`, a number for each update";
          });
    }
    return declaration instanceof Declaration.Definition definition
            && definition.kind() == Declaration.Definition.Kind.OPTIMIZER
        ? List.of("`any`, that of the weight" + kept(LibraryReader.statements(definition)))
        : List.of();
  }

  /** What an optimizer keeps from update to update besides the weight. */
  private static String kept(List<Statement> statements) {
    var names = new ArrayList<String>();
    for (Statement statement : statements) {
      if (statement instanceof Statement.Stored stored) {
        names.add(stored.name().text());
      } else if (statement instanceof Statement.Port port && port.name().text().equals("average")) {
        names.add(port.name().text());
      }
    }
    return names.isEmpty()
        ? "; nothing is kept besides"
        : names.stream()
            .map(name -> "`" + name + "`")
            .collect(Collectors.joining(", ", "; as large, and kept for each: ", ""));
  }
}
