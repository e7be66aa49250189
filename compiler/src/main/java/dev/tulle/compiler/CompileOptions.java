package dev.tulle.compiler;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * What a compilation takes besides its files.
 *
 * @param overrides a value in the language for an argument of the nets, by name, such as {@code
 *     width} and {@code 128}; one that no net has is a mistake
 * @param dump takes the name of a pass and what the program looks like after it, for every pass; a
 *     text is made where it is asked for
 */
public record CompileOptions(
    Map<String, String> overrides, BiConsumer<String, Supplier<String>> dump) {
  /** Nets as their files say. */
  public static final CompileOptions DEFAULT = new CompileOptions(Map.of(), (pass, text) -> {});

  public CompileOptions {
    overrides = Map.copyOf(overrides);
  }
}
