package dev.tulle.compiler.sema;

import dev.tulle.compiler.source.Span;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives paths to the stages of one instance: `dense1`, `dense2` or the label that the text gives.
 */
final class Owner {
  private final String path;
  private final @Nullable Span site;
  private final Map<String, Integer> ordinals = new HashMap<>();

  Owner(String path) {
    this(path, null);
  }

  /**
   * @param site the user's text that put the instance into the net
   */
  Owner(String path, @Nullable Span site) {
    this.path = path;
    this.site = site;
  }

  @Nullable Span site() {
    return site;
  }

  /** The path of a name directly inside. */
  String within(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** The path of the next unlabelled instance of a block. */
  String next(String block) {
    String name = snake(block);
    return within(name + ordinals.merge(name, 1, Integer::sum));
  }

  /** {@code LayerNorm} as {@code layer_norm}. */
  private static String snake(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }
}
