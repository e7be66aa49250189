package dev.tulle.compiler.syntax;

import dev.tulle.compiler.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line inside a block, net, function or optimizer. */
public sealed interface Statement {
  Span span();

  /** What `///` lines say of this statement; empty for most. */
  default String doc() {
    return "";
  }

  /** {@code input x: [n]} or {@code target t: kind}; one statement for each name of a list. */
  record Port(Role role, Name name, @Nullable TypeSyntax type, String doc, Span span)
      implements Statement {
    /** Whether the serving class asks for it. */
    public enum Role {
      INPUT,
      TARGET
    }
  }

  /**
   * {@code param w: [n] ~ init} or {@code state m: [c] = 0}; one statement for each name of a list.
   */
  record Stored(
      Role role,
      Name name,
      @Nullable TypeSyntax type,
      boolean random,
      Expression initial,
      String doc,
      Span span)
      implements Statement {
    /** Whether training moves it by a gradient or the net by {@code update}. */
    public enum Role {
      PARAM,
      STATE
    }
  }

  /** {@code update mean = …}. */
  record Update(Name name, Expression value, Span span) implements Statement {}

  /** {@code let y[i, j] = …}. */
  record Let(Binding binding, Expression value, Span span) implements Statement {}

  /** {@code let (q, k, v) = …}. */
  record LetTuple(List<Name> names, Expression value, Span span) implements Statement {
    public LetTuple {
      names = List.copyOf(names);
    }
  }

  /** {@code output y[..., u]: [n] = …}; without a value it names an earlier one. */
  record Output(
      Binding binding, @Nullable TypeSyntax type, @Nullable Expression value, String doc, Span span)
      implements Statement {}

  /** {@code loss fit = …}. */
  record Loss(Name name, Expression value, String doc, Span span) implements Statement {}

  /** {@code check d mod heads == 0 "heads must divide the width"}. */
  record Check(Expression condition, Expression.@Nullable Text message, Span span)
      implements Statement {}

  /**
   * A name, with its indices where index notation is meant.
   *
   * @param axes null without brackets
   */
  record Binding(Name name, @Nullable List<Axis> axes, Span span) {}
}
