package dev.tulle.compiler.syntax;

import dev.tulle.compiler.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a file declares at its top level. */
public sealed interface Declaration {
  /** The declared name; of a recipe the net's name. */
  Name name();

  Notes notes();

  /** From the keyword to the last character. */
  Span span();

  /** {@code const half = 0.5}. */
  record Constant(Name name, Expression value, Notes notes, Span span) implements Declaration {}

  /**
   * One dim of a {@code dim a = 10, b} line.
   *
   * @param size its size, or null for a free dim
   * @param bound whether {@code size} is an upper bound ({@code <=}) rather than the size
   */
  record Dim(Name name, @Nullable Expression size, boolean bound, Notes notes, Span span)
      implements Declaration {}

  /**
   * {@code block}, {@code net}, {@code fun} or {@code optimizer}: either an expression or
   * statements.
   */
  record Definition(
      Kind kind, Name name, List<Parameter> parameters, Body body, Notes notes, Span span)
      implements Declaration {
    public Definition {
      parameters = List.copyOf(parameters);
    }

    /** What is being defined. */
    public enum Kind {
      BLOCK,
      NET,
      FUN,
      OPTIMIZER
    }
  }

  /** {@code schedule} or {@code init}: either an expression or statements. */
  record Rule(Kind kind, Name name, List<Parameter> parameters, Body body, Notes notes, Span span)
      implements Declaration {
    public Rule {
      parameters = List.copyOf(parameters);
    }

    /** The text as that of a function, which it is once its names are bound. */
    public Definition asFunction() {
      return new Definition(Definition.Kind.FUN, name, parameters, body, notes, span);
    }

    /** What is being defined. */
    public enum Kind {
      SCHEDULE,
      INIT
    }
  }

  /** {@code data Name { from = … }}. */
  record Data(Name name, List<Field> fields, Notes notes, Span span) implements Declaration {
    public Data {
      fields = List.copyOf(fields);
    }

    /**
     * One line: {@code from}, {@code split}, a field, or {@code augment} of fields.
     *
     * @param names of the fields that it is about, several only behind {@code augment}
     */
    public record Field(Kind kind, List<Name> names, Expression value, Span span) {
      public Field {
        names = List.copyOf(names);
      }

      /** The first name. */
      public Name name() {
        return names.get(0);
      }

      /** What the line sets. */
      public enum Kind {
        FROM,
        SPLIT,
        FIELD,
        AUGMENT
      }
    }
  }

  /** {@code train Net on Data { … }}. */
  record Train(Name name, Path data, List<RecipeRule> rules, Notes notes, Span span)
      implements Declaration {
    public Train {
      rules = List.copyOf(rules);
    }
  }

  /**
   * A parameter of a definition.
   *
   * @param type the shape it must have, or null
   * @param defaultValue or null where the caller must give it
   */
  record Parameter(Name name, @Nullable TypeSyntax type, @Nullable Expression defaultValue) {}

  /** The two forms of a definition's body. */
  sealed interface Body {
    /** Where the value of the whole stands. */
    Span span();

    /** {@code = expression}. */
    record Of(Expression value) implements Body {
      @Override
      public Span span() {
        return value.span();
      }
    }

    /** Statements in braces. */
    record Statements(List<Statement> statements, Span span) implements Body {
      public Statements {
        statements = List.copyOf(statements);
      }
    }
  }
}
