package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.source.Span;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What nodes are called: as the text calls them, or what its line declares. */
final class Hints {
  private static final Pattern DECLARED =
      Pattern.compile(
          "^\\s*(?:(?:let|output|loss|update)\\s+)?(\\w+)(?:\\[[^]]*])?\\s*(?::[^=]*)?=");

  private Hints() {}

  /** The name, or {@code otherwise} where the text has none. */
  static String of(Node node, String otherwise) {
    if (!node.hint().isEmpty()) {
      return node.hint();
    }
    String declared = declared(node.origin());
    return declared == null ? otherwise : declared;
  }

  private static @Nullable String declared(@Nullable Span origin) {
    if (origin == null) {
      return null;
    }
    Matcher matcher = DECLARED.matcher(origin.file().lineText(origin.line()));
    return matcher.find() ? matcher.group(1) : null;
  }
}
