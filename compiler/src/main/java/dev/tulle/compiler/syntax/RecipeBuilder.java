package dev.tulle.compiler.syntax;

import dev.tulle.compiler.source.SourceFile;
import dev.tulle.grammar.TulleParser;
import dev.tulle.grammar.TulleParser.SettingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Builds what describes a training run: data and recipes. */
final class RecipeBuilder extends TreeBuilder {
  private final ExpressionBuilder expressions;

  RecipeBuilder(SourceFile file, ExpressionBuilder expressions) {
    super(file);
    this.expressions = expressions;
  }

  void data(TulleParser.DataContext context, Notes notes, List<Declaration> all) {
    Name name = name(context.id());
    if (name == null) {
      return;
    }
    var fields = new ArrayList<Declaration.Data.Field>();
    if (context.fields() != null) {
      for (var each : context.fields().field()) {
        List<Name> names = each.id().stream().map(this::name).filter(Objects::nonNull).toList();
        if (!names.isEmpty()) {
          Expression value = expressions.expression(each.expression(), each);
          fields.add(new Declaration.Data.Field(kind(each), names, value, span(each)));
        }
      }
    }
    all.add(new Declaration.Data(name, fields, notes, span(context)));
  }

  private static Declaration.Data.Field.Kind kind(TulleParser.FieldContext field) {
    if (field.AUGMENT() != null) {
      return Declaration.Data.Field.Kind.AUGMENT;
    }
    return switch (field.id(0).getText()) {
      case "from" -> Declaration.Data.Field.Kind.FROM;
      case "split" -> Declaration.Data.Field.Kind.SPLIT;
      default -> Declaration.Data.Field.Kind.FIELD;
    };
  }

  void train(TulleParser.TrainContext context, Notes notes, List<Declaration> all) {
    Name name = name(context.id());
    Path data = path(context.path());
    if (name == null || data == null) {
      return;
    }
    var rules = new ArrayList<RecipeRule>();
    if (context.recipe() != null) {
      context.recipe().recipeRule().forEach(each -> add(each, rules));
    }
    all.add(new Declaration.Train(name, data, rules, notes, span(context)));
  }

  private void add(TulleParser.RecipeRuleContext context, List<RecipeRule> rules) {
    if (context.group() != null) {
      var group = context.group();
      var settings = new ArrayList<RecipeRule.Setting>();
      if (group.settings() != null) {
        for (var each : group.settings().setting()) {
          RecipeRule.Setting setting = setting(each);
          if (setting != null) {
            settings.add(setting);
          }
        }
      }
      rules.add(new RecipeRule.Group(texts(group.STRING()), settings, span(group)));
    } else if (context.freeze() != null) {
      rules.add(new RecipeRule.Freeze(texts(context.freeze().STRING()), span(context)));
    } else if (context.setting() != null) {
      RecipeRule.Setting setting = setting(context.setting());
      if (setting != null) {
        rules.add(setting);
      }
    }
  }

  private RecipeRule.@Nullable Setting setting(SettingContext context) {
    Name name = name(context.id());
    return name == null
        ? null
        : new RecipeRule.Setting(
            name, expressions.expression(context.expression(), context), span(context));
  }

  private List<Expression.Text> texts(List<TerminalNode> nodes) {
    return nodes.stream().map(expressions::text).toList();
  }
}
