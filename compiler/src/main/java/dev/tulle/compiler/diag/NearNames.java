package dev.tulle.compiler.diag;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what a misspelt name was probably meant to be. */
public final class NearNames {
  /** Names longer than this are near to none: nobody means one of many letters by mistake. */
  private static final int LONGEST = 100;

  private static final int MOST_LISTED = 16;

  private NearNames() {}

  /**
   * The candidate that is closest to a name, if any is close: at most a third of its letters
   * differ, and one letter may always. Of equally close ones the first in alphabetical order is
   * taken.
   */
  public static Optional<String> nearest(String name, Collection<String> candidates) {
    if (name.length() > LONGEST) {
      return Optional.empty();
    }
    int best = Math.max(1, name.length() / 3) + 1;
    String found = null;
    for (String candidate : candidates.stream().distinct().sorted().toList()) {
      if (candidate.equals(name) || Math.abs(candidate.length() - name.length()) >= best) {
        continue;
      }
      int distance =
          candidate.equalsIgnoreCase(name)
              ? 0
              : distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      // A name of one or two letters is near to everything: only its case counts.
      if (distance < best && (distance == 0 || Math.min(name.length(), candidate.length()) > 2)) {
        best = distance;
        found = candidate;
      }
    }
    return Optional.ofNullable(found);
  }

  /** A help for a name that is none of the candidates: the nearest of them, else all. */
  public static String advice(String name, Collection<String> candidates) {
    return nearest(name, candidates)
        .map(near -> "a similar name is `" + near + "`")
        .orElseGet(() -> listed(candidates));
  }

  private static String listed(Collection<String> candidates) {
    List<String> names = candidates.stream().distinct().sorted().toList();
    if (names.isEmpty()) {
      return "there is none: delete it";
    }
    String some = names.stream().limit(MOST_LISTED).collect(Collectors.joining("`, `", "`", "`"));
    return (names.size() == 1 ? "there is only " : "there are ")
        + some
        + (names.size() > MOST_LISTED ? " and " + (names.size() - MOST_LISTED) + " more" : "");
  }

  /**
   * Insertions, deletions, replacements and swaps of neighbours (Damerau, 1964; optimal string
   * alignment).
   */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : step(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int step(int[][] d, String a, String b, int i, int j) {
    int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
