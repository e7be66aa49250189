package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Matches the arguments of a call to the parameters of what is called. */
final class Arguments {
  /**
   * An argument of a call.
   *
   * @param name null by position
   * @param span the value
   * @param nameSpan the name, or the value where there is none
   */
  record Given(@Nullable String name, Value value, Span span, Span nameSpan) {
    Given(@Nullable String name, Value value, Span span) {
      this(name, value, span, span);
    }

    Given with(Value other) {
      return new Given(name, other, span, nameSpan);
    }
  }

  private Arguments() {}

  /**
   * Names for all arguments.
   *
   * @param callee how messages call it
   * @param positional what arguments without a name go to, in order
   * @param named what else an argument can be given to by name
   */
  static Map<String, Given> match(
      String callee, List<String> positional, List<String> named, List<Given> given, Span call) {
    var all = new ArrayList<>(positional);
    all.addAll(named);
    var matched = new LinkedHashMap<String, Given>();
    int position = 0;
    for (Given argument : given) {
      String name = argument.name();
      if (name == null) {
        if (position == positional.size()) {
          throw Mistake.of(
              Code.N102,
              argument.span(),
              positional.isEmpty() && !named.isEmpty()
                  ? "`" + callee + "` takes its arguments by name"
                  : "`" + callee + "` takes " + count(positional.size()) + ", and this is one more",
              tooMany(callee, all, given));
        }
        name = positional.get(position++);
      } else if (!all.contains(name)) {
        throw Mistake.of(
            Code.N102,
            argument.nameSpan(),
            "`" + callee + "` does not take `" + name + "`",
            unknown(callee, name, all, argument));
      }
      Given before = matched.put(name, argument);
      if (before != null) {
        throw new Mistake(
            Diagnostic.error(
                    Code.N108,
                    argument.nameSpan(),
                    "`" + name + "` of `" + callee + "` is given twice",
                    "give it once")
                .withRelated(before.span(), "the first time"));
      }
    }
    return matched;
  }

  /** What to write instead of an argument that the callee does not take. */
  private static String unknown(String callee, String name, List<String> names, Given argument) {
    String needless = Elsewhere.needless(callee, name, argument.span().text().strip());
    if (needless != null) {
      return needless;
    }
    String other = Elsewhere.argument(name);
    String near =
        other != null && names.contains(other)
            ? other
            : NearNames.nearest(name, names).orElse(null);
    return (near == null ? "" : "did you mean `" + near + "`? ") + takes(callee, names);
  }

  /** Where each argument of a call stands, by the name that it is given to. */
  static Map<String, Span> places(Map<String, Given> matched) {
    var places = new LinkedHashMap<String, Span>();
    matched.forEach((name, given) -> places.put(name, given.span()));
    return places;
  }

  private static String tooMany(String callee, List<String> names, List<Given> given) {
    List<String> numbers =
        given.stream()
            .filter(g -> g.value() instanceof Value.Number || g.value() instanceof Value.Length)
            .map(g -> g.span().text().strip())
            .toList();
    return names.contains("shape") && numbers.size() > 1
        ? "a shape stands in brackets: `" + callee + "([" + String.join(", ", numbers) + "])`"
        : takes(callee, names);
  }

  private static String count(int n) {
    return n == 0 ? "no arguments" : n == 1 ? "one argument" : n + " arguments";
  }

  private static String takes(String callee, List<String> names) {
    return names.isEmpty()
        ? "`" + callee + "` takes no arguments"
        : "`" + callee + "` takes " + String.join(", ", names);
  }

  static Mistake missing(String callee, String name, Span call) {
    return Mistake.of(
        Code.N108,
        call,
        "`" + callee + "` needs `" + name + "`",
        "give it: `" + callee + "(" + name + " = …)`");
  }
}
