package dev.tulle.compiler.sema;

import dev.tulle.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says what to write instead of a value that does not fit its place. */
final class ValueHelp {
  private ValueHelp() {}

  /** A number as the text has it, with its value where that says more. */
  static String called(Span span, double value) {
    String text = span.text().strip();
    return text.equals(Coerce.plain(value))
        ? text + " is not"
        : "`" + text + "` is " + Coerce.plain(value);
  }

  /** Sizes next to {@code by} that divide {@code of}, as a text. */
  static String divisorsNear(long of, long by) {
    return divisors(nearDivisors(of, by), of);
  }

  /** How a stage that stands for a tensor gets its input. */
  static String input(Value stage, Span span) {
    String text = span.text().strip();
    if (stage instanceof Stage.OfBlock block
        && block.arguments().values().stream().findFirst().orElse(stage) instanceof Value.Tensor) {
      String input = block.places().values().iterator().next().text().strip();
      return "the input stands before an arrow: `"
          + input
          + " -> "
          + text.replaceFirst(Pattern.quote(input) + "\\s*,?\\s*", "")
          + "`";
    }
    return "give it an input: `x -> " + text + "`";
  }

  /** What to do with a value of no elements where a tensor is wanted. */
  static String tensor(Value value, Span span) {
    if (value instanceof Value.Tuple) {
      return "take it apart: `let (a, b) = …`";
    }
    return value instanceof Value.Text
        ? unquoted(value, "a tensor is an input, or a value computed from one")
        : value instanceof Value.Distribution
            ? "draw from it: `sample(" + span.text().strip() + ", like = x)`"
            : value instanceof Value.Sequence
                ? list(span.text().strip())
                : "a tensor is an input, or a value computed from one";
  }

  private static String list(String text) {
    return text.matches(".*[A-Za-z].*")
        ? "tensors stand without brackets: `concat("
            + text.substring(1, Math.max(1, text.length() - 1)).strip()
            + ")` joins them"
        : "a list is a shape: `reshape(x, " + text + ")`";
  }

  /** The whole numbers around one that is not, of those that a size or count can be. */
  static String whole(double number) {
    double below = Math.floor(number);
    if (Double.isNaN(number) || below < 1) {
      return "take 1 or more";
    }
    return number > Integer.MAX_VALUE || below == number
        ? "take a number up to " + Coerce.LARGEST
        : "take " + Coerce.plain(below) + " or " + Coerce.plain(below + 1);
  }

  /** The help for a text that is meant to be a number. */
  static String unquoted(Value value, String otherwise) {
    return value instanceof Value.Text text
            && text.value().matches("[0-9]+(\\.[0-9]+)?(e-?[0-9]+)?")
        ? "write it without quotes: `" + text.value() + "`"
        : otherwise;
  }

  private static List<Long> nearDivisors(long of, long by) {
    var near = new ArrayList<Long>();
    for (long d = by - 1; d >= 1 && near.isEmpty(); d--) {
      if (of % d == 0) {
        near.add(d);
      }
    }
    for (long d = by + 1; d <= of && d - by < by && near.size() < 2; d++) {
      if (of % d == 0) {
        near.add(d);
        break;
      }
    }
    return near;
  }

  private static String divisors(List<Long> near, long of) {
    if (near.isEmpty()) {
      return "1 and " + of + " divide " + of;
    }
    String numbers = near.stream().map(String::valueOf).collect(Collectors.joining(" or "));
    return numbers + (near.size() == 1 ? " divides " : " divide ") + of;
  }
}
