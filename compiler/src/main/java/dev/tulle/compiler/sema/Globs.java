package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.syntax.Expression;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Patterns of parameter paths: `*` stays within one name, `**` crosses dots. */
final class Globs {
  private Globs() {}

  /** The paths that a pattern matches; `**.w` matches `w` at the top too. */
  static Pattern compile(String glob) {
    var regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      if (glob.startsWith("**.", i)) {
        regex.append("(?:.*\\.)?");
        i += 2;
      } else if (glob.startsWith("**", i)) {
        regex.append(".*");
        i += 1;
      } else if (glob.charAt(i) == '*') {
        regex.append("[^.]*");
      } else {
        regex.append(Pattern.quote(String.valueOf(glob.charAt(i))));
      }
    }
    return Pattern.compile(regex.toString());
  }

  /** All paths that one of the patterns matches; a pattern that matches none is a mistake. */
  static Set<String> match(List<Expression.Text> patterns, Set<String> paths) {
    var matched = new LinkedHashSet<String>();
    for (Expression.Text text : patterns) {
      Pattern pattern = compile(text.value());
      List<String> found = paths.stream().filter(p -> pattern.matcher(p).matches()).toList();
      if (found.isEmpty()) {
        throw nothing(text, paths);
      }
      matched.addAll(found);
    }
    return matched;
  }

  private static Mistake nothing(Expression.Text text, Set<String> paths) {
    String glob = text.value();
    String last = glob.substring(glob.lastIndexOf('.') + 1);
    List<String> names =
        paths.stream().map(p -> p.substring(p.lastIndexOf('.') + 1)).distinct().toList();
    String near =
        NearNames.nearest(last, names)
            .map(n -> "the nearest is `" + glob.substring(0, glob.lastIndexOf('.') + 1) + n + "`; ")
            .orElse("");
    return Mistake.of(
        Code.R401,
        text.span(),
        "`" + glob + "` matches no parameter",
        near + "there are " + String.join(", ", paths.stream().limit(20).toList()));
  }
}
