package dev.tulle.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Compares JSON that a document shows with what a command printed, whatever its line ends. The text
 * "…" stands for any value, at the end of a list for any more, and as a key for any other keys.
 */
final class ShownJson {
  private static final String ELLIPSIS = "…";

  private ShownJson() {}

  static void check(String shown, String printed) throws IOException {
    // Messages for people may stand around the one line that is an object.
    String object =
        printed.lines().filter(line -> line.startsWith("{")).reduce((a, b) -> b).orElse(printed);
    Object expected = JSON.std.anyFrom(shown);
    Object actual = JSON.std.anyFrom(object);
    if (!matches(expected, actual)) {
      assertThat(object).isEqualTo(JSON.std.asString(expected));
    }
  }

  private static boolean matches(Object expected, Object actual) {
    if (ELLIPSIS.equals(expected)) {
      return true;
    }
    if (expected instanceof Map<?, ?> shown && actual instanceof Map<?, ?> printed) {
      boolean more = shown.containsKey(ELLIPSIS);
      return (more || shown.keySet().equals(printed.keySet()))
          && shown.keySet().stream()
              .filter(key -> !key.equals(ELLIPSIS))
              .allMatch(
                  key -> printed.containsKey(key) && matches(shown.get(key), printed.get(key)));
    }
    if (expected instanceof List<?> shown && actual instanceof List<?> printed) {
      boolean more = !shown.isEmpty() && ELLIPSIS.equals(shown.get(shown.size() - 1));
      int count = more ? shown.size() - 1 : shown.size();
      return (more ? printed.size() >= count : printed.size() == count)
          && java.util.stream.IntStream.range(0, count)
              .allMatch(i -> matches(shown.get(i), printed.get(i)));
    }
    return Objects.equals(expected, actual);
  }
}
