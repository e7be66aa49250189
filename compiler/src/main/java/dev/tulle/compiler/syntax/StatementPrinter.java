package dev.tulle.compiler.syntax;

import dev.tulle.compiler.syntax.Statement.Stored;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints statements, each on a line of its own; a pipeline too long for one line has a line a
 * stage.
 */
final class StatementPrinter {
  private static final int WIDTH = 100;

  private final StringBuilder out;
  private final String indent;

  StatementPrinter(StringBuilder out, String indent) {
    this.out = out;
    this.indent = indent;
  }

  void print(Statement statement) {
    doc(statement.doc());
    out.append(indent);
    if (statement instanceof Statement.Port s) {
      word(s.role()).append(s.name()).append(typed(s.type()));
    } else if (statement instanceof Stored s) {
      word(s.role()).append(s.name()).append(typed(s.type()));
      value(s.random() ? " ~ " : " = ", s.initial());
    } else if (statement instanceof Statement.Update s) {
      out.append("update ").append(s.name());
      value(" = ", s.value());
    } else if (statement instanceof Statement.Let s) {
      out.append("let ").append(bound(s.binding()));
      value(" = ", s.value());
    } else if (statement instanceof Statement.LetTuple s) {
      String names = ExpressionPrinter.list(s.names(), Name::text);
      out.append("let (").append(names).append(')');
      value(" = ", s.value());
    } else if (statement instanceof Statement.Output s) {
      out.append("output ").append(bound(s.binding())).append(typed(s.type()));
      if (s.value() != null) {
        value(" = ", s.value());
      }
    } else if (statement instanceof Statement.Loss s) {
      out.append("loss ").append(s.name());
      value(" = ", s.value());
    } else if (statement instanceof Statement.Check s) {
      out.append("check ").append(ExpressionPrinter.print(s.condition()));
      if (s.message() != null) {
        out.append(' ').append(ExpressionPrinter.quoted(s.message().value()));
      }
    }
    out.append('\n');
  }

  /** {@code name = value} on a line of its own. */
  void setting(String name, Expression value) {
    out.append(indent).append(name);
    value(" = ", value);
    out.append('\n');
  }

  void doc(String doc) {
    if (!doc.isEmpty()) {
      doc.lines()
          .forEach(line -> out.append(indent).append(("/// " + line).stripTrailing()).append('\n'));
    }
  }

  private void value(String sign, Expression value) {
    out.append(sign);
    List<String> stages = ExpressionPrinter.stages(value);
    String line = String.join(" -> ", stages);
    int column = out.length() - out.lastIndexOf("\n") - 1;
    out.append(
        column + line.length() <= WIDTH ? line : String.join("\n" + indent + "  -> ", stages));
  }

  private StringBuilder word(Enum<?> role) {
    return out.append(role.name().toLowerCase(java.util.Locale.ROOT)).append(' ');
  }

  private static String bound(Statement.Binding binding) {
    return binding.name() + ExpressionPrinter.axes(binding.axes());
  }

  private static String typed(@Nullable TypeSyntax type) {
    return type == null ? "" : ": " + ExpressionPrinter.type(type);
  }
}
