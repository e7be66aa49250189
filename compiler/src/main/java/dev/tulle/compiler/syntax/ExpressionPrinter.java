package dev.tulle.compiler.syntax;

import dev.tulle.compiler.syntax.Expression.Argument;
import dev.tulle.compiler.syntax.Expression.BinaryOperator;
import dev.tulle.compiler.syntax.Expression.UnaryOperator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints expressions and types on one line, with no parentheses but those that are needed. */
final class ExpressionPrinter {
  // How tightly each form binds, as the grammar orders them.
  private static final int CHOICE = 1;
  private static final int PIPE = 2;
  private static final int LABEL = 3;
  private static final int ASCRIPTION = 4;
  private static final int OR = 5;
  private static final int AND = 6;
  private static final int COMPARISON = 7;
  private static final int SUM = 8;
  private static final int PRODUCT = 9;
  private static final int SIGN = 10;
  private static final int POWER = 11;
  private static final int PRIMARY = 12;

  private ExpressionPrinter() {}

  static String print(Expression expression) {
    return print(expression, CHOICE);
  }

  /** The stages of a pipeline, one by one; a single text for any other expression. */
  static List<String> stages(Expression expression) {
    var stages = new java.util.ArrayDeque<String>();
    Expression rest = expression;
    while (rest instanceof Expression.Pipe pipe) {
      stages.addFirst(print(pipe.right(), LABEL));
      rest = pipe.left();
    }
    stages.addFirst(print(rest, stages.isEmpty() ? CHOICE : PIPE));
    return List.copyOf(stages);
  }

  private static String print(Expression expression, int least) {
    String text = unenclosed(expression);
    return strength(expression) < least ? "(" + text + ")" : text;
  }

  private static String unenclosed(Expression expression) {
    if (expression instanceof Expression.Number e) {
      return e.span().text();
    } else if (expression instanceof Expression.Text e) {
      return quoted(e.value());
    } else if (expression instanceof Expression.Truth e) {
      return Boolean.toString(e.value());
    } else if (expression instanceof Expression.Reference e) {
      return e.name();
    } else if (expression instanceof Expression.Member e) {
      // A point behind a number would belong to the number.
      int least = e.of() instanceof Expression.Number ? PRIMARY + 1 : PRIMARY;
      return print(e.of(), least) + "." + e.member();
    } else if (expression instanceof Expression.Call e) {
      return print(e.callee(), PRIMARY) + arguments(e.arguments());
    } else if (expression instanceof Expression.Index e) {
      return print(e.of(), PRIMARY) + axes(e.axes());
    } else if (expression instanceof Expression.Unary e) {
      String sign = e.operator() == UnaryOperator.NOT ? "not " : e.operator().sign();
      return sign + print(e.operand(), SIGN);
    } else if (expression instanceof Expression.Binary e) {
      return binary(e);
    } else if (expression instanceof Expression.Ascription e) {
      return print(e.value(), ASCRIPTION) + " as " + type(e.type());
    } else if (expression instanceof Expression.Labelled e) {
      return e.label() + ": " + print(e.value(), LABEL);
    } else if (expression instanceof Expression.Pipe) {
      return String.join(" -> ", stages(expression));
    } else if (expression instanceof Expression.Conditional e) {
      return "if %s then %s else %s"
          .formatted(
              print(e.condition(), PIPE), print(e.then(), PIPE), print(e.otherwise(), CHOICE));
    } else if (expression instanceof Expression.Tuple e) {
      return "(" + list(e.elements(), ExpressionPrinter::print) + ")";
    } else if (expression instanceof Expression.Sequence e) {
      return axes(e.elements());
    }
    // A hole, or what a mistake left.
    return "_";
  }

  private static String binary(Expression.Binary e) {
    int strength = strength(e.operator());
    boolean power = e.operator() == BinaryOperator.POWER;
    String left = print(e.left(), power ? strength + 1 : strength);
    String right = print(e.right(), power ? strength : strength + 1);
    return power ? left + "^" + right : left + " " + e.operator().sign() + " " + right;
  }

  private static int strength(Expression expression) {
    if (expression instanceof Expression.Binary binary) {
      return strength(binary.operator());
    } else if (expression instanceof Expression.Unary) {
      return SIGN;
    } else if (expression instanceof Expression.Ascription) {
      return ASCRIPTION;
    } else if (expression instanceof Expression.Labelled) {
      return LABEL;
    } else if (expression instanceof Expression.Pipe) {
      return PIPE;
    } else if (expression instanceof Expression.Conditional) {
      return CHOICE;
    }
    return PRIMARY;
  }

  private static int strength(BinaryOperator operator) {
    return switch (operator) {
      case POWER -> POWER;
      case MULTIPLY, DIVIDE, MODULO -> PRODUCT;
      case ADD, SUBTRACT -> SUM;
      case EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL -> COMPARISON;
      case AND -> AND;
      case OR -> OR;
    };
  }

  static String type(TypeSyntax type) {
    String element = type.element() == null ? "" : type.element().toString();
    return element + axes(type.axes());
  }

  static String axes(@Nullable List<Axis> axes) {
    return axes == null ? "" : "[" + list(axes, ExpressionPrinter::axis) + "]";
  }

  private static String axis(Axis axis) {
    return axis instanceof Axis.Of of ? print(of.value()) : "...";
  }

  static String arguments(List<Argument> arguments) {
    return "(" + list(arguments, ExpressionPrinter::argument) + ")";
  }

  private static String argument(Argument argument) {
    String value = print(argument.value());
    return argument.name() == null ? value : argument.name() + " = " + value;
  }

  static <T> String list(List<T> elements, Function<T, String> print) {
    return elements.stream().map(print).collect(Collectors.joining(", "));
  }

  static String quoted(String text) {
    var out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        default -> out.append(c < ' ' ? "\\u%04x".formatted((int) c) : String.valueOf(c));
      }
    }
    return out.append('"').toString();
  }
}
