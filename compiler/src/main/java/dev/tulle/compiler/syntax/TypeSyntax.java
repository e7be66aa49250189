package dev.tulle.compiler.syntax;

import dev.tulle.compiler.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A type as written: {@code [28, 28, 1]}, {@code digit}, {@code vocab[time]}.
 *
 * @param element the dim that an index stays below, or null for numbers
 * @param axes null without brackets
 */
public record TypeSyntax(@Nullable Path element, @Nullable List<Axis> axes, Span span) {}
