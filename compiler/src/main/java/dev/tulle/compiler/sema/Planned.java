package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.source.Span;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names that the language keeps for what it cannot do yet: using one is refused, never ignored. */
final class Planned {
  private static final String SEQUENCES = "sequences";

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("Embed", SEQUENCES),
          Map.entry("Positions", SEQUENCES),
          Map.entry("Attention", SEQUENCES),
          Map.entry("MultiHeadAttention", SEQUENCES),
          Map.entry("window", SEQUENCES),
          Map.entry("text", SEQUENCES),
          Map.entry("chars", SEQUENCES),
          Map.entry("causal", SEQUENCES));

  private static final Map<String, String> MODULES =
      Map.of(
          "sequences", SEQUENCES,
          "text", SEQUENCES);

  private static final Map<String, String> HELP =
      Map.of(
          SEQUENCES,
              "type the input by numbers: `input x: [64]`; `one_hot` in the data makes numbers of classes");

  private Planned() {}

  /** The part of the language that a module of the library belongs to, or null. */
  static @Nullable String module(String name) {
    return MODULES.get(name);
  }

  static Mistake refuse(String name, String part, Span span) {
    return Mistake.of(
        Code.N109,
        span,
        "`" + name + "` belongs to " + part + ", which this version does not have yet",
        HELP.getOrDefault(part, "leave it out"));
  }

  /** The part of the language that a name belongs to, or null where it is not kept. */
  static @Nullable String where(String name) {
    return NAMES.get(name);
  }
}
