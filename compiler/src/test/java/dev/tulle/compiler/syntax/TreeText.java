package dev.tulle.compiler.syntax;

import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.source.Span;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a syntax tree out without its places, to compare trees of different texts. */
public final class TreeText {
  private TreeText() {}

  public static String of(Object part) {
    if (part instanceof List<?> list) {
      return list.stream().map(TreeText::of).collect(Collectors.joining(" ", "[", "]"));
    }
    if (part instanceof Record node) {
      return Stream.of(node.getClass().getRecordComponents())
          .filter(c -> c.getType() != Span.class && c.getType() != SourceFile.class)
          .map(c -> of(value(node, c)))
          .collect(Collectors.joining(" ", "(" + node.getClass().getSimpleName() + " ", ")"));
    }
    return Objects.toString(part);
  }

  private static Object value(Record node, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(node);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
