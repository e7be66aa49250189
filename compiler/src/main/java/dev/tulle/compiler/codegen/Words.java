package dev.tulle.compiler.codegen;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Phrases: names as words with blanks between them, and what names of things of one kind have in
 * common.
 */
final class Words {
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private Words() {}

  /** The words of a name or path: {@code dense1.wHigh} as {@code dense1 w high}. */
  static String of(String name) {
    var words = new StringBuilder(name.length() + 4);
    boolean begins = true;
    char before = ' ';
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!Character.isLetterOrDigit(c)) {
        begins = true;
      } else {
        if (begins || (isUpper(c) && isLowerOrDigit(before))) {
          words.append(words.isEmpty() ? "" : " ");
          words.append(Character.toLowerCase(c));
        } else {
          words.append(c);
        }
        begins = false;
      }
      before = c;
    }
    return words.toString();
  }

  private static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }

  private static boolean isLowerOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  /**
   * The phrase that all share, without numbers where these differ; else the words at all their
   * ends; else nothing.
   */
  static String common(List<String> phrases) {
    if (phrases.stream().distinct().count() == 1) {
      return phrases.get(0);
    }
    List<List<String>> plain =
        phrases.stream().map(p -> List.of(NUMBER.matcher(p).replaceAll("").split(" "))).toList();
    List<String> first = plain.get(0);
    var shared = new ArrayList<String>();
    for (int i = 1; i <= first.size(); i++) {
      int behind = i;
      String word = first.get(first.size() - i);
      if (!plain.stream()
          .allMatch(p -> behind <= p.size() && p.get(p.size() - behind).equals(word))) {
        break;
      }
      shared.add(0, word);
    }
    return String.join(" ", shared);
  }

  /** The phrase as a name of a constant: {@code dense1 w} as {@code DENSE1_W}. */
  static String constant(String phrase) {
    String name = phrase.toUpperCase(Locale.ROOT).replace(' ', '_');
    return name.isEmpty() || !Character.isJavaIdentifierStart(name.charAt(0))
        ? "VALUE_" + name
        : name;
  }

  /** The phrase as a Java name: {@code dense1 w} as {@code dense1W}. */
  static String camel(String phrase) {
    return Identifiers.camel(phrase.replace(' ', '.'));
  }
}
