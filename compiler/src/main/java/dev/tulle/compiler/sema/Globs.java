package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.syntax.Expression;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Patterns of paths, of parameters or layers: `*` stays within one name, `**` crosses dots. */
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

  /** As {@link #match(List, Set, String)} of parameters. */
  static Set<String> match(List<Expression.Text> patterns, Set<String> paths) {
    return match(patterns, paths, "parameter");
  }

  /**
   * All paths that one of the patterns matches; a pattern that matches none is a mistake.
   *
   * @param noun what has these paths
   */
  static Set<String> match(List<Expression.Text> patterns, Set<String> paths, String noun) {
    var matched = new LinkedHashSet<String>();
    for (Expression.Text text : patterns) {
      Pattern pattern = compile(text.value());
      List<String> found = paths.stream().filter(p -> pattern.matcher(p).matches()).toList();
      if (found.isEmpty()) {
        throw nothing(text, paths, noun);
      }
      matched.addAll(found);
    }
    return matched;
  }

  /** A pattern like {@code dens1.**} with the name in front corrected. */
  private static Optional<String> nearHead(String glob, Set<String> paths) {
    int dot = glob.indexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    List<String> heads =
        paths.stream()
            .filter(p -> p.contains("."))
            .map(p -> p.substring(0, p.indexOf('.')))
            .toList();
    return NearNames.nearest(glob.substring(0, dot), heads).map(n -> n + glob.substring(dot));
  }

  /** A pattern for all parameters of a stage where its name stands alone. */
  private static Optional<String> inside(String glob, Set<String> paths) {
    return paths.stream().anyMatch(p -> p.startsWith(glob + "."))
        ? Optional.of(glob + ".**")
        : Optional.empty();
  }

  private static Mistake nothing(Expression.Text text, Set<String> paths, String noun) {
    String glob = text.value();
    String last = glob.substring(glob.lastIndexOf('.') + 1);
    List<String> names =
        paths.stream().map(p -> p.substring(p.lastIndexOf('.') + 1)).distinct().toList();
    String near =
        NearNames.nearest(last, names)
            .map(n -> glob.substring(0, glob.lastIndexOf('.') + 1) + n)
            .or(() -> nearHead(glob, paths))
            .or(() -> inside(glob, paths))
            .map(n -> "the nearest is `" + n + "`; ")
            .orElse("");
    return Mistake.of(
        Code.R401,
        text.span(),
        "`" + glob + "` matches no " + noun,
        near + "there are " + String.join(", ", paths.stream().limit(20).toList()));
  }
}
