package dev.tulle.compiler.sema;

import dev.tulle.compiler.syntax.Axis;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Statement;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Visits what a declaration is made of. */
final class SyntaxWalk {
  private SyntaxWalk() {}

  /** The names that a declaration binds inside: parameters and statements. */
  static void names(Declaration declaration, Set<String> into) {
    if (declaration instanceof Declaration.Definition definition) {
      definition.parameters().forEach(p -> into.add(p.name().text()));
      if (definition.body() instanceof Declaration.Body.Statements body) {
        body.statements().forEach(s -> names(s, into));
      }
    } else if (declaration instanceof Declaration.Rule rule) {
      rule.parameters().forEach(p -> into.add(p.name().text()));
    }
  }

  private static void names(Statement statement, Set<String> into) {
    if (statement instanceof Statement.Port port) {
      into.add(port.name().text());
    } else if (statement instanceof Statement.Stored stored) {
      into.add(stored.name().text());
    } else if (statement instanceof Statement.Let let) {
      into.add(let.binding().name().text());
    } else if (statement instanceof Statement.LetTuple let) {
      let.names().forEach(n -> into.add(n.text()));
    } else if (statement instanceof Statement.Output output) {
      into.add(output.binding().name().text());
    }
  }

  /** Every expression of a declaration, outer ones first; recipes and data are left out. */
  static void expressions(Declaration declaration, Consumer<Expression> visitor) {
    if (declaration instanceof Declaration.Constant constant) {
      walk(constant.value(), visitor);
    } else if (declaration instanceof Declaration.Dim dim) {
      walk(dim.size(), visitor);
    } else if (declaration instanceof Declaration.Rule rule) {
      rule.parameters().forEach(p -> walk(p.defaultValue(), visitor));
      walk(rule.value(), visitor);
    } else if (declaration instanceof Declaration.Definition definition) {
      definition.parameters().forEach(p -> walk(p.defaultValue(), visitor));
      if (definition.body() instanceof Declaration.Body.Of of) {
        walk(of.value(), visitor);
      } else if (definition.body() instanceof Declaration.Body.Statements body) {
        body.statements().forEach(s -> statement(s, visitor));
      }
    }
  }

  private static void statement(Statement statement, Consumer<Expression> visitor) {
    if (statement instanceof Statement.Stored stored) {
      walk(stored.initial(), visitor);
    } else if (statement instanceof Statement.Update update) {
      walk(update.value(), visitor);
    } else if (statement instanceof Statement.Let let) {
      walk(let.value(), visitor);
    } else if (statement instanceof Statement.LetTuple let) {
      walk(let.value(), visitor);
    } else if (statement instanceof Statement.Output output) {
      walk(output.value(), visitor);
    } else if (statement instanceof Statement.Loss loss) {
      walk(loss.value(), visitor);
    } else if (statement instanceof Statement.Check check) {
      walk(check.condition(), visitor);
    }
  }

  private static void walk(@Nullable Expression expression, Consumer<Expression> visitor) {
    if (expression == null) {
      return;
    }
    visitor.accept(expression);
    if (expression instanceof Expression.Member member) {
      walk(member.of(), visitor);
    } else if (expression instanceof Expression.Call call) {
      walk(call.callee(), visitor);
      call.arguments().forEach(a -> walk(a.value(), visitor));
    } else if (expression instanceof Expression.Index index) {
      walk(index.of(), visitor);
      axes(index.axes(), visitor);
    } else if (expression instanceof Expression.Unary unary) {
      walk(unary.operand(), visitor);
    } else if (expression instanceof Expression.Binary binary) {
      walk(binary.left(), visitor);
      walk(binary.right(), visitor);
    } else if (expression instanceof Expression.Ascription ascription) {
      walk(ascription.value(), visitor);
    } else if (expression instanceof Expression.Labelled labelled) {
      walk(labelled.value(), visitor);
    } else if (expression instanceof Expression.Pipe pipe) {
      walk(pipe.left(), visitor);
      walk(pipe.right(), visitor);
    } else if (expression instanceof Expression.Conditional conditional) {
      walk(conditional.condition(), visitor);
      walk(conditional.then(), visitor);
      walk(conditional.otherwise(), visitor);
    } else if (expression instanceof Expression.Tuple tuple) {
      tuple.elements().forEach(e -> walk(e, visitor));
    } else if (expression instanceof Expression.Sequence sequence) {
      axes(sequence.elements(), visitor);
    }
  }

  private static void axes(List<Axis> axes, Consumer<Expression> visitor) {
    for (Axis axis : axes) {
      if (axis instanceof Axis.Of of) {
        walk(of.value(), visitor);
      }
    }
  }
}
