package dev.tulle.training.data;

import dev.tulle.runtime.recipe.NearName;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names of columns: patterns, near misses, and lists short enough to print. */
final class Names {
  private static final int SHOWN = 12;

  private Names() {}

  /**
   * Whether a name matches a pattern in which {@code *} stands for any text and {@code ?} for one
   * character.
   */
  static boolean matches(String pattern, String name) {
    StringBuilder regex = new StringBuilder();
    for (char c : pattern.toCharArray()) {
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(name).matches();
  }

  /** What to say to someone who wrote a name that is not there. */
  static String didYouMean(String wanted, List<String> names) {
    return nearest(wanted, names)
        .map(name -> "a similar name is `" + name + "`")
        .orElse(
            names.stream().allMatch(Names::isNumber)
                ? "the first line names the columns, and here it holds numbers: "
                    + listed(names)
                    + "; add a line above it"
                : "the columns are " + listed(names));
  }

  private static boolean isNumber(String name) {
    return name.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?");
  }

  /** The name that someone who wrote another may have meant. */
  static Optional<String> nearest(String wanted, List<String> names) {
    return NearName.of(wanted, names);
  }

  /** Names with commas between them, the first dozen if there are more. */
  static String listed(List<String> names) {
    if (names.size() <= SHOWN) {
      return String.join(", ", names);
    }
    return String.join(", ", names.subList(0, SHOWN)) + " and " + (names.size() - SHOWN) + " more";
  }
}
