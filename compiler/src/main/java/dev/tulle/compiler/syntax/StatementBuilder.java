package dev.tulle.compiler.syntax;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.grammar.TulleParser;
import dev.tulle.grammar.TulleParser.StatementContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Builds statements; one that lost its name is left out, one that lost its value keeps a broken
 * one.
 */
final class StatementBuilder extends TreeBuilder {
  private final ExpressionBuilder expressions;
  private final DiagnosticSink sink;

  StatementBuilder(SourceFile file, ExpressionBuilder expressions, DiagnosticSink sink) {
    super(file);
    this.expressions = expressions;
    this.sink = sink;
  }

  List<Statement> statements(TulleParser.@Nullable StatementsContext context) {
    var all = new ArrayList<Statement>();
    if (context != null) {
      context.statement().forEach(each -> add(each, all));
    }
    return all;
  }

  private void add(StatementContext context, List<Statement> all) {
    String doc = doc(context.getStart());
    if (context.port() != null) {
      ports(context.port(), doc, all);
    } else if (context.stored() != null) {
      stored(context.stored(), doc, all);
    } else if (context.update() != null) {
      update(context.update(), all);
    } else if (context.letTuple() != null) {
      letTuple(context.letTuple(), all);
    } else if (context.let() != null) {
      let(context.let(), all);
    } else if (context.output() != null) {
      output(context.output(), doc, all);
    } else if (context.loss() != null) {
      loss(context.loss(), doc, all);
    } else if (context.check() != null) {
      check(context.check(), all);
    } else if (context.bare() != null) {
      bare(context.bare(), all);
    }
  }

  private void ports(TulleParser.PortContext context, String doc, List<Statement> all) {
    var role = context.INPUT() != null ? Statement.Port.Role.INPUT : Statement.Port.Role.TARGET;
    for (var item : context.portItem()) {
      Name name = name(item.id());
      if (name != null) {
        all.add(new Statement.Port(role, name, expressions.type(item.type()), doc, span(item)));
      }
    }
  }

  private void stored(TulleParser.StoredContext context, String doc, List<Statement> all) {
    var role = context.PARAM() != null ? Statement.Stored.Role.PARAM : Statement.Stored.Role.STATE;
    for (var item : context.storedItem()) {
      Name name = name(item.id());
      if (name != null) {
        all.add(
            new Statement.Stored(
                role,
                name,
                expressions.type(item.type()),
                item.TILDE() != null,
                expressions.expression(item.expression(), item),
                doc,
                span(item)));
      }
    }
  }

  private void update(TulleParser.UpdateContext context, List<Statement> all) {
    Name name = name(context.id());
    if (name != null) {
      Expression value = expressions.expression(context.expression(), context);
      all.add(new Statement.Update(name, value, span(context)));
    }
  }

  private void letTuple(TulleParser.LetTupleContext context, List<Statement> all) {
    List<Name> names = context.part().stream().map(this::part).filter(Objects::nonNull).toList();
    Expression value = expressions.expression(context.expression(), context);
    all.add(new Statement.LetTuple(names, value, span(context)));
  }

  private @Nullable Name part(TulleParser.PartContext context) {
    return context.HOLE() == null ? name(context.id()) : new Name(context.getText(), span(context));
  }

  private void let(TulleParser.LetContext context, List<Statement> all) {
    Statement.Binding binding = binding(context.binding());
    if (binding != null) {
      Expression value = expressions.expression(context.expression(), context);
      all.add(new Statement.Let(binding, value, span(context)));
    }
  }

  private void output(TulleParser.OutputContext context, String doc, List<Statement> all) {
    Statement.Binding binding = binding(context.binding());
    if (binding == null) {
      return;
    }
    boolean named = context.ASSIGN() == null && !broken(context);
    all.add(
        new Statement.Output(
            binding,
            expressions.type(context.type()),
            named ? null : expressions.expression(context.expression(), context),
            doc,
            span(context)));
  }

  private void loss(TulleParser.LossContext context, String doc, List<Statement> all) {
    Name name = name(context.id());
    if (name != null) {
      Expression value = expressions.expression(context.expression(), context);
      all.add(new Statement.Loss(name, value, doc, span(context)));
    }
  }

  private void check(TulleParser.CheckContext context, List<Statement> all) {
    all.add(
        new Statement.Check(
            expressions.expression(context.expression(), context),
            context.STRING() == null ? null : expressions.text(context.STRING()),
            span(context)));
  }

  private void bare(TulleParser.BareContext context, List<Statement> all) {
    Statement.Binding binding = binding(context.binding());
    if (binding == null || context.ASSIGN() == null) {
      return;
    }
    String name = binding.span().text();
    sink.report(
        Diagnostic.error(
            Code.S003,
            binding.span(),
            "`" + name + " = …` does not say what `" + binding.name() + "` is",
            bareHelp(binding.name().text(), name)));
    Expression value = expressions.expression(context.expression(), context);
    all.add(new Statement.Let(binding, value, span(context)));
  }

  /** A keyword without a name is more likely than a value that is called like one. */
  private static String bareHelp(String word, String binding) {
    return switch (word) {
      case "loss" -> "`loss fit = …` is a loss with the name that reports call it by";
      case "output" -> "`output y = …` is an output called `y`";
      case "input", "target" -> "`" + word + " x: [64]` is one called `x`";
      default -> "`let " + binding + " = …` names a value";
    };
  }

  private Statement.@Nullable Binding binding(TulleParser.@Nullable BindingContext context) {
    Name name = context == null ? null : name(context.id());
    if (context == null || name == null) {
      return null;
    }
    List<Axis> axes = context.OPEN_BRACKET() == null ? null : expressions.axes(context.axis());
    return new Statement.Binding(name, axes, span(context));
  }
}
