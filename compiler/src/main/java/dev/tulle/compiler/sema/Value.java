package dev.tulle.compiler.sema;

import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an expression evaluates to while the compiler runs. */
sealed interface Value permits Value.Simple, Stage {
  /** How a diagnostic calls this kind of value: "a tensor", "a number". */
  String kind();

  /** Every value but stages, which have an identity. */
  sealed interface Simple extends Value {}

  /**
   * A number known to the compiler.
   *
   * @param dim the size it is, where it is whole
   * @param quotient the division of sizes that it comes from, where that left a rest
   */
  record Number(double value, @Nullable Dim dim, @Nullable Quotient quotient) implements Simple {
    Number(double value, @Nullable Dim dim) {
      this(value, dim, null);
    }

    /** A division of sizes that is not whole. */
    record Quotient(Dim of, Dim by, Span span) {}

    static Number of(double value) {
      boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
      return new Number(value, whole ? Dim.of((long) value) : null);
    }

    /** The size of a dim of a fixed size. */
    static Number of(Dim dim) {
      return new Number(dim.value(), dim);
    }

    @Override
    public String kind() {
      return "a number";
    }
  }

  /** The size of an axis that varies from call to call. */
  record Length(Dim dim) implements Simple {
    @Override
    public String kind() {
      return "a length that varies";
    }
  }

  /** The size that a dim is. */
  static Value size(Dim dim) {
    return dim.isKnown() ? Number.of(dim) : new Length(dim);
  }

  /** {@code true} or {@code false}. */
  record Truth(boolean value) implements Simple {
    @Override
    public String kind() {
      return "a truth value";
    }
  }

  /** A text in quotes. */
  record Text(String value) implements Simple {
    @Override
    public String kind() {
      return "a text";
    }
  }

  /** A tensor with its visible axes in order. */
  record Tensor(Typed node) implements Simple {
    @Override
    public String kind() {
      return "a tensor";
    }
  }

  /** A tensor whose axes are bound to indices: what index notation computes with. */
  record Indexed(Typed node, List<IndexVariable> axes) implements Simple {
    @Override
    public String kind() {
      return "an indexed tensor";
    }
  }

  /** {@code [t, 3, _]}, with {@link Hole} for what is to be found. */
  record Sequence(List<Value> elements) implements Simple {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** {@code (q, k, v)}. */
  record Tuple(List<Value> elements) implements Simple {
    @Override
    public String kind() {
      return "a tuple";
    }
  }

  /** {@code valid.fit} in a recipe: a loss or metric of a set of rows at the end of an epoch. */
  record Measure(String set, String name) implements Simple {
    @Override
    public String kind() {
      return "a measure of a run";
    }
  }

  /** {@code _}. */
  record Hole() implements Simple {
    @Override
    public String kind() {
      return "a hole";
    }
  }

  /** The name {@code training}: true or false by the function that is being built. */
  record Mode() implements Simple {
    @Override
    public String kind() {
      return "a truth value";
    }
  }

  /** Random numbers without a shape yet: {@code location + scale * r}. */
  record Distribution(boolean normal, double location, double scale) implements Simple {
    @Override
    public String kind() {
      return "a distribution";
    }
  }

  /** A declaration that can be called. */
  record Callable(Declaration declaration, ModuleScope module) implements Simple {
    /** Whether an arrow can lead into it. */
    boolean isStage() {
      return declaration instanceof Declaration.Definition definition
          && (definition.kind() == Declaration.Definition.Kind.BLOCK
              || definition.kind() == Declaration.Definition.Kind.FUN);
    }

    @Override
    public String kind() {
      if (declaration instanceof Declaration.Definition definition) {
        return switch (definition.kind()) {
          case BLOCK -> "a block";
          case NET -> "a net";
          case FUN -> "a function";
          case OPTIMIZER -> "an optimizer";
        };
      }
      if (declaration instanceof Declaration.Data) {
        return "data";
      }
      return declaration instanceof Declaration.Rule rule
              && rule.kind() == Declaration.Rule.Kind.SCHEDULE
          ? "a schedule"
          : "an initialiser";
    }
  }

  /** A function of the compiler. */
  record Primitive(Builtin builtin) implements Simple {
    @Override
    public String kind() {
      return "a function";
    }
  }

  /**
   * An optimizer or initialiser with its arguments; neither is evaluated before it meets a
   * parameter.
   *
   * @param places where the arguments stand
   */
  record Applied(Callable callable, Map<String, Value> arguments, Map<String, Span> places)
      implements Simple {
    @Override
    public String kind() {
      return callable.kind();
    }
  }

  /** Stretches of a schedule in their order. */
  record Schedule(List<Stretch> stretches) implements Simple {
    /**
     * One stretch.
     *
     * @param applied the schedule with its arguments, null for a fixed value
     * @param value the fixed value
     * @param epochs its length in epochs, or null
     * @param steps its length in updates, or null
     * @param span its text
     */
    record Stretch(
        @Nullable Applied applied,
        double value,
        @Nullable Double epochs,
        @Nullable Double steps,
        Span span) {}

    @Override
    public String kind() {
      return "a schedule";
    }
  }

  /** A value made when it is first asked for, such as a parameter that may never be reached. */
  record Deferred(Supplier<Value> maker) implements Simple {
    @Override
    public String kind() {
      return "a tensor";
    }
  }

  /** The value of a statement that had a mistake, which was reported. */
  record Broken() implements Simple {
    @Override
    public String kind() {
      return "a broken value";
    }
  }
}
