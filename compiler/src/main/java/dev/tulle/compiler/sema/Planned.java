package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.source.Span;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names that the language keeps for what it cannot do yet: using one is refused, never ignored. */
final class Planned {
  private static final String PICTURES = "pictures";
  private static final String AUGMENTATION = "augmentation";

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("images", PICTURES),
          Map.entry("resize", PICTURES),
          Map.entry("shift", AUGMENTATION),
          Map.entry("rotate", AUGMENTATION),
          Map.entry("pad_crop", AUGMENTATION),
          Map.entry("flip_x", AUGMENTATION),
          Map.entry("mixup", AUGMENTATION),
          Map.entry("cutmix", AUGMENTATION));

  private static final Map<String, String> MODULES =
      Map.of(
          "pictures", PICTURES,
          "augment", AUGMENTATION);

  private static final Map<String, String> HELP =
      Map.of(
          PICTURES,
              "`idx(\"folder/\")` reads pictures as MNIST has them, `csv(\"file.csv\")` tables",
          AUGMENTATION, "leave it out: the rows are used as they are");

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
