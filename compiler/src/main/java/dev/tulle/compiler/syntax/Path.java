package dev.tulle.compiler.syntax;

import dev.tulle.compiler.source.Span;
import java.util.List;
import java.util.stream.Collectors;

/** Names with dots between them: a module, or a declaration of one; never empty. */
public record Path(List<Name> names) {
  public Path {
    names = List.copyOf(names);
  }

  public Name last() {
    return names.get(names.size() - 1);
  }

  public Span span() {
    return names.get(0).span().to(last().span());
  }

  @Override
  public String toString() {
    return names.stream().map(Name::text).collect(Collectors.joining("."));
  }
}
