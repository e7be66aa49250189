package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
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
  private final Map<String, Stage> claimed = new HashMap<>();

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

  /**
   * Claims a path for a stage; two different stages of one run through the instance's text cannot
   * have the same. An instance that is used again runs its text again, and finds its weights under
   * the paths that they have.
   */
  void claim(String path, Stage stage, Span span) {
    Stage first = claimed.putIfAbsent(path, stage);
    if (first != null && first != stage) {
      throw new Mistake(
          Diagnostic.error(
                  Code.N106,
                  span,
                  "two stages are called `" + path + "`, and each has weights",
                  "give one of them another label")
              .withRelated(first.span(), "the first one"));
    }
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
