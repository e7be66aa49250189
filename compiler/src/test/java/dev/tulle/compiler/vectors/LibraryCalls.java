package dev.tulle.compiler.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an example gives to a block or function of the library: the names of its parameters. */
final class LibraryCalls {
  private static final Pattern NAMED = Pattern.compile("(\\w+) *=[^=].*");

  private LibraryCalls() {}

  /**
   * The parameters that any call in a text gives.
   *
   * @param name of the block or function
   * @param parameters all of them, in order
   * @param takesTensors whether the first of them is a tensor, which an arrow gives as well
   */
  static Set<String> given(
      String text, String name, List<String> parameters, boolean takesTensors) {
    Set<String> given = new TreeSet<>();
    Matcher call = Pattern.compile("(-> *(?:\\w+: *)?)?\\b" + name + "\\b(\\()?").matcher(text);
    while (call.find()) {
      int position = takesTensors && call.group(1) != null ? 1 : 0;
      given.addAll(parameters.subList(0, position));
      if (call.group(2) == null) {
        continue;
      }
      for (String argument : arguments(text, call.end())) {
        Matcher named = NAMED.matcher(argument);
        if (named.matches() && parameters.contains(named.group(1))) {
          given.add(named.group(1));
        } else {
          given.add(parameters.get(position++));
        }
      }
    }
    return given;
  }

  /** The parts between commas up to the bracket that closes the one before {@code from}. */
  private static List<String> arguments(String text, int from) {
    var arguments = new ArrayList<String>();
    int depth = 0;
    int start = from;
    for (int i = from; ; i++) {
      char c = text.charAt(i);
      if (depth == 0 && (c == ',' || c == ')')) {
        arguments.add(text.substring(start, i).strip());
        start = i + 1;
        if (c == ')') {
          return arguments.stream().filter(a -> !a.isEmpty()).toList();
        }
      }
      depth += "([".indexOf(c) >= 0 ? 1 : ")]".indexOf(c) >= 0 ? -1 : 0;
    }
  }
}
