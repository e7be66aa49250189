package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
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
   */
  record Given(@Nullable String name, Value value, Span span) {}

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
              "`" + callee + "` takes " + count(positional.size()) + ", and this is one more",
              takes(callee, all));
        }
        name = positional.get(position++);
      } else if (!all.contains(name)) {
        String near =
            NearNames.nearest(name, all).map(n -> "did you mean `" + n + "`? ").orElse("");
        throw Mistake.of(
            Code.N102,
            argument.span(),
            "`" + callee + "` does not take `" + name + "`",
            near + takes(callee, all));
      }
      if (matched.put(name, argument) != null) {
        throw Mistake.of(
            Code.N108,
            argument.span(),
            "`" + name + "` of `" + callee + "` is given twice",
            "give it once");
      }
    }
    return matched;
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
