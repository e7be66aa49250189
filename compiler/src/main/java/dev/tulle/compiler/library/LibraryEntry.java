package dev.tulle.compiler.library;

import java.util.List;

/**
 * What the library's text says of one definition.
 *
 * @param kind the word of its declaration, such as {@code block}
 * @param signature its name with parameters, types and defaults
 * @param description its `///` lines without shapes and example, lines joined by a line feed
 * @param shapes what it makes of which shapes, a row's without the batch; one for each case
 * @param example the lines that the `///` comment indents by four spaces; may be empty
 * @param inputs {@code input} statements of a block, without the keyword
 * @param weights {@code param} statements with their first values
 * @param memories {@code state} statements with their first values
 * @param text the definition itself
 */
public record LibraryEntry(
    String kind,
    String name,
    String signature,
    String description,
    List<String> shapes,
    String example,
    List<String> inputs,
    List<String> weights,
    List<String> memories,
    String text) {
  public LibraryEntry {
    shapes = List.copyOf(shapes);
    inputs = List.copyOf(inputs);
    weights = List.copyOf(weights);
    memories = List.copyOf(memories);
  }
}
