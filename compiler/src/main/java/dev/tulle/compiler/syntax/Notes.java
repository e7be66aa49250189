package dev.tulle.compiler.syntax;

import java.util.List;

/**
 * What stands above a declaration.
 *
 * @param doc the text of its `///` lines without the slashes, lines joined by a line feed; may be
 *     empty
 * @param annotations {@code @name(arguments)}
 */
public record Notes(String doc, List<Annotation> annotations) {
  public static final Notes NONE = new Notes("", List.of());

  public Notes {
    annotations = List.copyOf(annotations);
  }

  /** {@code @deprecated(since = "2", use = "Dense")}. */
  public record Annotation(Name name, List<Expression.Argument> arguments) {
    public Annotation {
      arguments = List.copyOf(arguments);
    }
  }
}
