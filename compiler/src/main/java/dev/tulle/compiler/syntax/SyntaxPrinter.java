package dev.tulle.compiler.syntax;

import static dev.tulle.compiler.syntax.ExpressionPrinter.list;

import dev.tulle.compiler.syntax.Declaration.Parameter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Prints a syntax tree as canonical text.
 *
 * <p>Before: a tree without mistakes. After: text that reads as the same tree but for places;
 * comments other than `///` are not in a tree and so not in the text.
 */
public final class SyntaxPrinter {
  private final StringBuilder out = new StringBuilder();
  private final StatementPrinter top = new StatementPrinter(out, "");
  private final StatementPrinter inner = new StatementPrinter(out, "  ");

  private SyntaxPrinter() {}

  /** The text of a file, line feeds at the line ends. */
  public static String print(NetFile file) {
    var printer = new SyntaxPrinter();
    printer.header(file);
    file.declarations().forEach(printer::declaration);
    return printer.out.toString();
  }

  /** An expression on one line. */
  public static String print(Expression expression) {
    return ExpressionPrinter.print(expression);
  }

  /** A type as it is written. */
  public static String print(TypeSyntax type) {
    return ExpressionPrinter.type(type);
  }

  private void header(NetFile file) {
    out.append("tulle ").append(file.edition()).append('\n');
    if (file.module() != null) {
      out.append("module ").append(file.module()).append('\n');
    }
    for (NetFile.Import each : file.imports()) {
      out.append("import ").append(each.path());
      if (!each.names().isEmpty()) {
        out.append(".{").append(list(each.names(), Name::text)).append('}');
      }
      if (each.alias() != null) {
        out.append(" as ").append(each.alias());
      }
      out.append('\n');
    }
  }

  private void declaration(Declaration declaration) {
    out.append('\n');
    top.doc(declaration.notes().doc());
    for (Notes.Annotation each : declaration.notes().annotations()) {
      out.append('@').append(each.name());
      out.append(each.arguments().isEmpty() ? "" : ExpressionPrinter.arguments(each.arguments()));
      out.append('\n');
    }
    if (declaration instanceof Declaration.Constant d) {
      top.setting("const " + d.name(), d.value());
    } else if (declaration instanceof Declaration.Dim d) {
      String size = d.size() == null ? "" : (d.bound() ? " <= " : " = ") + print(d.size());
      out.append("dim ").append(d.name()).append(size).append('\n');
    } else if (declaration instanceof Declaration.Definition d) {
      definition(word(d.kind()), d);
    } else if (declaration instanceof Declaration.Rule d) {
      definition(word(d.kind()), d.asFunction());
    } else if (declaration instanceof Declaration.Data d) {
      out.append("data ").append(d.name()).append(" {\n");
      for (Declaration.Data.Field each : d.fields()) {
        boolean augment = each.kind() == Declaration.Data.Field.Kind.AUGMENT;
        inner.setting((augment ? "augment " : "") + list(each.names(), Name::text), each.value());
      }
      out.append("}\n");
    } else if (declaration instanceof Declaration.Train d) {
      out.append("train ").append(d.name()).append(" on ").append(d.data()).append(" {\n");
      d.rules().forEach(this::rule);
      out.append("}\n");
    }
  }

  private void definition(String word, Declaration.Definition definition) {
    String head = word + definition.name() + parameters(definition.parameters());
    if (definition.body() instanceof Declaration.Body.Of of) {
      top.setting(head, of.value());
    } else if (definition.body() instanceof Declaration.Body.Statements body) {
      out.append(head).append(" {\n");
      body.statements().forEach(inner::print);
      out.append("}\n");
    }
  }

  private void rule(RecipeRule rule) {
    if (rule instanceof RecipeRule.Setting setting) {
      inner.setting(setting.name().text(), setting.value());
    } else if (rule instanceof RecipeRule.Freeze freeze) {
      out.append("  freeze ").append(patterns(freeze.patterns())).append('\n');
    } else if (rule instanceof RecipeRule.Group group) {
      out.append("  group ").append(patterns(group.patterns())).append(" {\n");
      var settings = new StatementPrinter(out, "    ");
      group.settings().forEach(each -> settings.setting(each.name().text(), each.value()));
      out.append("  }\n");
    }
  }

  private static String patterns(List<Expression.Text> patterns) {
    return list(patterns, each -> ExpressionPrinter.quoted(each.value()));
  }

  private static String parameters(List<Parameter> parameters) {
    return parameters.isEmpty() ? "" : "(" + list(parameters, SyntaxPrinter::parameter) + ")";
  }

  private static String parameter(Parameter parameter) {
    return parameter.name() + typed(parameter.type()) + defaulted(parameter.defaultValue());
  }

  private static String typed(@Nullable TypeSyntax type) {
    return type == null ? "" : ": " + print(type);
  }

  private static String defaulted(@Nullable Expression value) {
    return value == null ? "" : " = " + print(value);
  }

  private static String word(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT) + " ";
  }
}
