package dev.tulle.compiler.codegen.product;

/** Which names stand in a text of Java. */
public final class Mentions {
  private Mentions() {}

  /** Whether a name stands in a text, and not as a part of a longer one. */
  public static boolean of(String name, String text) {
    for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      int end = at + name.length();
      if ((at == 0 || !isWord(text.charAt(at - 1)))
          && (end == text.length() || !isWord(text.charAt(end)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWord(char c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }
}
