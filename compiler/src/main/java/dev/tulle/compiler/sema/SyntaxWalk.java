package dev.tulle.compiler.sema;

import dev.tulle.compiler.syntax.Axis;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Name;
import dev.tulle.compiler.syntax.RecipeRule;
import dev.tulle.compiler.syntax.Statement;
import dev.tulle.compiler.syntax.TypeSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Visits what a declaration is made of. */
final class SyntaxWalk {
  private SyntaxWalk() {}

  /** The names that a declaration binds inside: parameters, statements and indices. */
  static void names(Declaration declaration, Set<String> into) {
    if (declaration instanceof Declaration.Definition definition) {
      definition.parameters().forEach(p -> into.add(p.name().text()));
      if (definition.body() instanceof Declaration.Body.Statements body) {
        body.statements().forEach(s -> names(s, into));
      } else if (definition.body() instanceof Declaration.Body.Of of) {
        walk(of.value(), e -> reduction(e, into));
      }
    } else if (declaration instanceof Declaration.Rule rule) {
      names(rule.asFunction(), into);
    }
  }

  private static void names(Statement statement, Set<String> into) {
    if (statement instanceof Statement.Port port) {
      into.add(port.name().text());
    } else if (statement instanceof Statement.Stored stored) {
      into.add(stored.name().text());
    } else if (statement instanceof Statement.Let let) {
      binding(let.binding(), into);
    } else if (statement instanceof Statement.LetTuple let) {
      let.names().forEach(n -> into.add(n.text()));
    } else if (statement instanceof Statement.Output output) {
      binding(output.binding(), into);
    } else if (statement instanceof Statement.Loss loss) {
      into.add(loss.name().text());
    }
    expressions(statement, expression -> reduction(expression, into));
  }

  private static void reduction(Expression expression, Set<String> into) {
    if (expression instanceof Expression.Call call
        && call.callee() instanceof Expression.Index binder) {
      indices(binder.axes(), into);
    }
  }

  private static void binding(Statement.Binding binding, Set<String> into) {
    into.add(binding.name().text());
    if (binding.axes() != null) {
      indices(binding.axes(), into);
    }
  }

  private static void indices(List<Axis> axes, Set<String> into) {
    for (Axis axis : axes) {
      IndexBinder binder = IndexBinder.of(axis);
      if (binder != null) {
        into.add(binder.name());
      }
    }
  }

  /** Every expression of a declaration, outer ones first; recipes and data are left out. */
  static void expressions(Declaration declaration, Consumer<Expression> visitor) {
    if (declaration instanceof Declaration.Constant constant) {
      walk(constant.value(), visitor);
    } else if (declaration instanceof Declaration.Dim dim) {
      walk(dim.size(), visitor);
    } else if (declaration instanceof Declaration.Rule rule) {
      expressions(rule.asFunction(), visitor);
    } else if (declaration instanceof Declaration.Definition definition) {
      definition.parameters().forEach(p -> parameter(p, visitor));
      if (definition.body() instanceof Declaration.Body.Of of) {
        walk(of.value(), visitor);
      } else if (definition.body() instanceof Declaration.Body.Statements body) {
        body.statements().forEach(s -> expressions(s, visitor));
      }
    }
  }

  /** Every expression of a recipe or of data. */
  static void settings(Declaration declaration, Consumer<Expression> visitor) {
    if (declaration instanceof Declaration.Data data) {
      data.fields().forEach(f -> walk(f.value(), visitor));
    } else if (declaration instanceof Declaration.Train train) {
      for (RecipeRule rule : train.rules()) {
        if (rule instanceof RecipeRule.Setting setting) {
          walk(setting.value(), visitor);
        } else if (rule instanceof RecipeRule.Group group) {
          group.settings().forEach(s -> walk(s.value(), visitor));
        }
      }
    }
  }

  private static void parameter(Declaration.Parameter parameter, Consumer<Expression> visitor) {
    type(parameter.type(), visitor);
    walk(parameter.defaultValue(), visitor);
  }

  /** The dims of a type; that of its elements too, as a reference. */
  private static void type(@Nullable TypeSyntax type, Consumer<Expression> visitor) {
    if (type == null) {
      return;
    }
    if (type.element() != null) {
      Name first = type.element().names().get(0);
      visitor.accept(new Expression.Reference(first.text(), first.span()));
    }
    if (type.axes() != null) {
      axes(type.axes(), visitor);
    }
  }

  /** The plain names in the types of inputs and parameters: what those types may bind. */
  static List<Expression.Reference> patterns(Declaration declaration) {
    var types = new ArrayList<TypeSyntax>();
    if (declaration instanceof Declaration.Definition definition) {
      for (Declaration.Parameter parameter : definition.parameters()) {
        if (parameter.type() != null) {
          types.add(parameter.type());
        }
      }
      if (definition.body() instanceof Declaration.Body.Statements body
          && definition.kind() != Declaration.Definition.Kind.NET) {
        for (Statement statement : body.statements()) {
          if (statement instanceof Statement.Port port && port.type() != null) {
            types.add(port.type());
          }
        }
      }
    }
    var names = new ArrayList<Expression.Reference>();
    for (TypeSyntax type : types) {
      if (type.element() != null && type.element().names().size() == 1) {
        Name name = type.element().last();
        names.add(new Expression.Reference(name.text(), name.span()));
      }
      for (Axis axis : type.axes() == null ? List.<Axis>of() : type.axes()) {
        if (axis instanceof Axis.Of of && of.value() instanceof Expression.Reference reference) {
          names.add(reference);
        }
      }
    }
    return names;
  }

  /** Every expression of a statement, outer ones first. */
  static void expressions(Statement statement, Consumer<Expression> visitor) {
    if (statement instanceof Statement.Port port) {
      type(port.type(), visitor);
    } else if (statement instanceof Statement.Stored stored) {
      type(stored.type(), visitor);
      walk(stored.initial(), visitor);
    } else if (statement instanceof Statement.Update update) {
      walk(update.value(), visitor);
    } else if (statement instanceof Statement.Let let) {
      walk(let.value(), visitor);
    } else if (statement instanceof Statement.LetTuple let) {
      walk(let.value(), visitor);
    } else if (statement instanceof Statement.Output output && output.value() != null) {
      type(output.type(), visitor);
      walk(output.value(), visitor);
    } else if (statement instanceof Statement.Output output) {
      type(output.type(), visitor);
      Name name = output.binding().name();
      visitor.accept(new Expression.Reference(name.text(), name.span()));
    } else if (statement instanceof Statement.Loss loss) {
      walk(loss.value(), visitor);
    } else if (statement instanceof Statement.Check check) {
      walk(check.condition(), visitor);
    }
  }

  /** An expression and every one inside of it. */
  static void walk(@Nullable Expression expression, Consumer<Expression> visitor) {
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
      type(ascription.type(), visitor);
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
