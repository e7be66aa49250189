package dev.tulle.compiler.syntax;

import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.source.Span;
import dev.tulle.grammar.TulleParser;
import dev.tulle.grammar.TulleParser.DeclarationContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ParserRuleContext;
import org.jspecify.annotations.Nullable;

/** Builds declarations; one that lost its name is left out. */
final class DeclarationBuilder extends TreeBuilder {
  private final ExpressionBuilder expressions;
  private final StatementBuilder statements;
  private final RecipeBuilder recipes;

  DeclarationBuilder(
      SourceFile file,
      ExpressionBuilder expressions,
      StatementBuilder statements,
      RecipeBuilder recipes) {
    super(file);
    this.expressions = expressions;
    this.statements = statements;
    this.recipes = recipes;
  }

  void add(DeclarationContext context, List<Declaration> all) {
    if (context.constant() != null) {
      constant(context.constant(), notes(context, context.constant()), all);
    } else if (context.dims() != null) {
      dims(context.dims(), notes(context, context.dims()), all);
    } else if (context.definition() != null) {
      definition(context.definition(), notes(context, context.definition()), all);
    } else if (context.formula() != null) {
      formula(context.formula(), notes(context, context.formula()), all);
    } else if (context.data() != null) {
      recipes.data(context.data(), notes(context, context.data()), all);
    } else if (context.train() != null) {
      recipes.train(context.train(), notes(context, context.train()), all);
    }
  }

  private Notes notes(DeclarationContext context, ParserRuleContext declared) {
    var docs = new ArrayList<String>();
    var annotations = new ArrayList<Notes.Annotation>();
    for (var note : context.note()) {
      docs.add(doc(note.getStart()));
      Name name = name(note.id());
      if (name != null) {
        annotations.add(new Notes.Annotation(name, expressions.arguments(note.arguments())));
      }
    }
    docs.add(doc(declared.getStart()));
    String text = docs.stream().filter(d -> !d.isEmpty()).collect(Collectors.joining("\n"));
    return text.isEmpty() && annotations.isEmpty() ? Notes.NONE : new Notes(text, annotations);
  }

  private void constant(TulleParser.ConstantContext context, Notes notes, List<Declaration> all) {
    Name name = name(context.id());
    if (name != null) {
      Expression value = expressions.expression(context.expression(), context);
      all.add(new Declaration.Constant(name, value, notes, span(context)));
    }
  }

  private void dims(TulleParser.DimsContext context, Notes notes, List<Declaration> all) {
    for (var dim : context.dim()) {
      Name name = name(dim.id());
      if (name == null) {
        continue;
      }
      boolean free = dim.ASSIGN() == null && dim.LESS_EQUAL() == null && !broken(dim);
      Expression size = free ? null : expressions.expression(dim.expression(), dim);
      boolean bound = dim.LESS_EQUAL() != null;
      Span span = context.dim(0) == dim ? span(context.DIM().getSymbol()).to(span(dim)) : span(dim);
      all.add(new Declaration.Dim(name, size, bound, notes, span));
    }
  }

  private void definition(
      TulleParser.DefinitionContext context, Notes notes, List<Declaration> all) {
    Name name = name(context.id());
    if (name == null) {
      return;
    }
    var kind =
        context.BLOCK() != null
            ? Declaration.Definition.Kind.BLOCK
            : context.NET() != null
                ? Declaration.Definition.Kind.NET
                : context.FUN() != null
                    ? Declaration.Definition.Kind.FUN
                    : Declaration.Definition.Kind.OPTIMIZER;
    Declaration.Body body = body(context.body(), context.expression(), context);
    all.add(
        new Declaration.Definition(
            kind, name, parameters(context.parameters()), body, notes, span(context)));
  }

  private Declaration.Body body(
      TulleParser.@Nullable BodyContext body,
      TulleParser.@Nullable ExpressionContext expression,
      ParserRuleContext context) {
    return body == null
        ? new Declaration.Body.Of(expressions.expression(expression, context))
        : new Declaration.Body.Statements(statements.statements(body.statements()), span(body));
  }

  private void formula(TulleParser.FormulaContext context, Notes notes, List<Declaration> all) {
    Name name = name(context.id());
    if (name != null) {
      all.add(
          new Declaration.Rule(
              context.SCHEDULE() != null
                  ? Declaration.Rule.Kind.SCHEDULE
                  : Declaration.Rule.Kind.INIT,
              name,
              parameters(context.parameters()),
              body(context.body(), context.expression(), context),
              notes,
              span(context)));
    }
  }

  private List<Declaration.Parameter> parameters(TulleParser.@Nullable ParametersContext context) {
    var all = new ArrayList<Declaration.Parameter>();
    if (context != null) {
      for (var each : context.parameter()) {
        Name name = name(each.id());
        if (name != null) {
          Expression value =
              each.ASSIGN() == null ? null : expressions.expression(each.expression(), each);
          all.add(new Declaration.Parameter(name, expressions.type(each.type()), value));
        }
      }
    }
    return all;
  }
}
