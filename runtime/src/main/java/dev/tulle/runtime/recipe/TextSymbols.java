package dev.tulle.runtime.recipe;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Texts as the symbols that they are made of, and symbols as texts. */
public final class TextSymbols {
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private TextSymbols() {}

  /**
   * What the symbols of a text are called: characters and words as they are, bytes by their
   * numbers.
   */
  public static String[] split(Column.Unit unit, String text) {
    if (unit == Column.Unit.WORDS) {
      return text.isBlank() ? new String[0] : BLANKS.split(text.strip());
    }
    if (unit == Column.Unit.BYTES) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      String[] names = new String[bytes.length];
      for (int i = 0; i < names.length; i++) {
        names[i] = name(unit, bytes[i] & 0xff);
      }
      return names;
    }
    return text.codePoints().mapToObj(c -> name(unit, c)).toArray(String[]::new);
  }

  /** The name of a character by its number in Unicode, or of a byte by its value. */
  public static String name(Column.Unit unit, int symbol) {
    return unit == Column.Unit.BYTES ? Integer.toString(symbol) : Character.toString(symbol);
  }

  /** The text of some bytes; what is no UTF-8 becomes a replacement character. */
  public static String decoded(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** A symbol as messages show it. */
  public static String shown(String name) {
    return name.codePoints()
        .mapToObj(
            c ->
                c <= ' ' || c > '~'
                    ? "U+%04X".formatted(c) + (c > 0x9f ? " " + Character.toString(c) : "")
                    : Character.toString(c))
        .reduce("", String::concat);
  }
}
