package dev.tulle.compiler.syntax;

import dev.tulle.compiler.source.Span;
import java.util.List;

/** A line of a recipe. */
public sealed interface RecipeRule {
  Span span();

  /** {@code epochs = 40}. */
  record Setting(Name name, Expression value, Span span) implements RecipeRule {}

  /** {@code group "**.b", "**.gain" { decay = 0 }}. */
  record Group(List<Expression.Text> patterns, List<Setting> settings, Span span)
      implements RecipeRule {
    public Group {
      patterns = List.copyOf(patterns);
      settings = List.copyOf(settings);
    }
  }

  /** {@code freeze "stem.**"}. */
  record Freeze(List<Expression.Text> patterns, Span span) implements RecipeRule {
    public Freeze {
      patterns = List.copyOf(patterns);
    }
  }
}
