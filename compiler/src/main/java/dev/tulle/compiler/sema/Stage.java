package dev.tulle.compiler.sema;

import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.TypeSyntax;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind an arrow: something that turns a tensor into another. A stage has an identity,
 * since one that is bound to a name and used twice shares its parameters.
 */
abstract sealed class Stage implements Value {
  private final Span span;
  private @Nullable String label;
  private boolean shared;

  private Stage(Span span) {
    this.span = span;
  }

  Span span() {
    return span;
  }

  @Nullable String label() {
    return label;
  }

  /** Names the stage, from a label or a `let`; the first name stays. */
  Stage labelled(String name) {
    if (label == null) {
      label = name;
    }
    return this;
  }

  /** Marks a stage that a name stands for: repeats use it again rather than copy it. */
  void share() {
    shared = true;
  }

  /** A copy with parameters of its own, unless the stage is shared. */
  Stage fresh() {
    if (shared) {
      return this;
    }
    Stage copy = copy();
    copy.label = label;
    return copy;
  }

  abstract Stage copy();

  /** How many stages stand behind each other in it. */
  long length() {
    return 1;
  }

  /** How a trail of shapes calls it. */
  abstract String title();

  @Override
  public String kind() {
    return "a stage";
  }

  private static Value freshValue(Value value) {
    return value instanceof Stage stage ? stage.fresh() : value;
  }

  private static Map<String, Value> freshValues(Map<String, Value> values) {
    var copies = new LinkedHashMap<String, Value>();
    values.forEach((name, value) -> copies.put(name, freshValue(value)));
    return copies;
  }

  /** Where a stage is used, and what it gets there. */
  record Use(Span place, Value input) {}

  /** A block with its arguments. */
  static final class OfBlock extends Stage {
    private final Declaration.Definition block;
    private final ModuleScope module;
    private final Map<String, Value> arguments;
    private final Map<String, Span> places;
    private @Nullable String path;
    private @Nullable Use first;

    /**
     * @param places where the arguments stand, by name
     */
    OfBlock(
        Declaration.Definition block,
        ModuleScope module,
        Map<String, Value> arguments,
        Map<String, Span> places,
        Span span) {
      super(span);
      this.block = block;
      this.module = module;
      this.arguments = arguments;
      this.places = places;
    }

    Map<String, Span> places() {
      return places;
    }

    Declaration.Definition block() {
      return block;
    }

    ModuleScope module() {
      return module;
    }

    Map<String, Value> arguments() {
      return arguments;
    }

    /** Where its parameters live, from its first use on. */
    @Nullable String path() {
      return path;
    }

    void placeAt(String where, Span place, Value input) {
      path = where;
      first = new Use(place, input);
    }

    /** Its first use, or null before it. */
    @Nullable Use first() {
      return first;
    }

    @Override
    Stage copy() {
      return new OfBlock(block, module, freshValues(arguments), places, span());
    }

    @Override
    String title() {
      return path == null ? block.name().text() : path.substring(path.lastIndexOf('.') + 1);
    }
  }

  /** A function that still lacks its first argument. */
  static final class OfFunction extends Stage {
    private final Value.Simple function;
    private final List<Arguments.Given> rest;

    /**
     * @param function a {@link Value.Callable} or {@link Value.Primitive}
     */
    OfFunction(Value.Simple function, List<Arguments.Given> rest, Span span) {
      super(span);
      this.function = function;
      this.rest = rest;
    }

    Value.Simple function() {
      return function;
    }

    List<Arguments.Given> rest() {
      return rest;
    }

    List<String> parameters() {
      if (function instanceof Value.Callable callable
          && callable.declaration() instanceof Declaration.Definition definition) {
        return definition.parameters().stream().map(p -> p.name().text()).toList();
      }
      return ((Value.Primitive) function).builtin().parameters();
    }

    @Override
    Stage copy() {
      return new OfFunction(function, rest, span());
    }

    @Override
    String title() {
      return function instanceof Value.Callable callable
          ? callable.declaration().name().text()
          : ((Value.Primitive) function).builtin().name();
    }
  }

  /** Stages behind each other. */
  static final class Pipeline extends Stage {
    private final List<Stage> stages;

    Pipeline(List<Stage> stages, Span span) {
      super(span);
      this.stages = List.copyOf(stages);
    }

    List<Stage> stages() {
      return stages;
    }

    @Override
    long length() {
      return stages.stream().mapToLong(Stage::length).sum();
    }

    @Override
    Stage copy() {
      return new Pipeline(stages.stream().map(Stage::fresh).toList(), span());
    }

    @Override
    String title() {
      return stages.stream().map(Stage::title).collect(Collectors.joining(" -> "));
    }
  }

  /** {@code as [400]}: changes nothing, asserts a shape. */
  static final class Assertion extends Stage {
    private final TypeSyntax type;
    private final Scope scope;

    Assertion(TypeSyntax type, Scope scope, Span span) {
      super(span);
      this.type = type;
      this.scope = scope;
    }

    TypeSyntax type() {
      return type;
    }

    Scope scope() {
      return scope;
    }

    @Override
    Stage copy() {
      return this;
    }

    @Override
    String title() {
      return "as";
    }
  }
}
