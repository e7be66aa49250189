package dev.tulle.runtime.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one JSON value (RFC 8259) strictly: no duplicate names, no deep nesting, nothing behind it
 * but blanks.
 */
public final class JsonReader {
  /** Values nested deeper than this are refused: what Tulle writes is far shallower. */
  private static final int MAX_DEPTH = 64;

  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * The value that a text holds.
   *
   * @return a Map in the text's order, List, String, Long (a whole number that fits), Double,
   *     Boolean or null
   * @throws JsonException for anything but one well-formed value
   */
  public static Object read(String text) throws JsonException {
    JsonReader reader = new JsonReader(text);
    Object value = reader.value(0);
    reader.skipBlanks();
    if (reader.at < text.length()) {
      throw reader.mistake("there is more behind the end of the value");
    }
    return value;
  }

  /** As {@link #read}, for a text that must hold an object. */
  @SuppressWarnings("unchecked") // the names of an object are strings and its values are any values
  public static Map<String, Object> readObject(String text) throws JsonException {
    if (read(text) instanceof Map<?, ?> object) {
      return (Map<String, Object>) object;
    }
    throw new JsonException("an object in braces was expected");
  }

  private Object value(int depth) throws JsonException {
    if (depth > MAX_DEPTH) {
      throw mistake("values are nested more than " + MAX_DEPTH + " deep");
    }
    skipBlanks();
    switch (peek()) {
      case '{':
        return object(depth);
      case '[':
        return list(depth);
      case '"':
        return string();
      case 't':
        return word("true", Boolean.TRUE);
      case 'f':
        return word("false", Boolean.FALSE);
      case 'n':
        return word("null", Optional.empty());
      default:
        return number();
    }
  }

  private Map<String, Object> object(int depth) throws JsonException {
    at++;
    Map<String, Object> members = new LinkedHashMap<>();
    skipBlanks();
    if (peek() == '}') {
      at++;
      return members;
    }
    while (true) {
      skipBlanks();
      if (peek() != '"') {
        throw mistake("a name in quotes was expected");
      }
      String name = string();
      skipBlanks();
      expect(':');
      if (members.containsKey(name)) {
        throw mistake("the name \"" + name + "\" appears twice");
      }
      members.put(name, value(depth + 1));
      skipBlanks();
      if (peek() == '}') {
        at++;
        return members;
      }
      expect(',');
    }
  }

  private List<Object> list(int depth) throws JsonException {
    at++;
    List<Object> items = new ArrayList<>();
    skipBlanks();
    if (peek() == ']') {
      at++;
      return items;
    }
    while (true) {
      items.add(value(depth + 1));
      skipBlanks();
      if (peek() == ']') {
        at++;
        return items;
      }
      expect(',');
    }
  }

  private String string() throws JsonException {
    at++;
    StringBuilder into = new StringBuilder();
    while (true) {
      char c = next();
      if (c == '"') {
        return into.toString();
      } else if (c == '\\') {
        into.append(escape());
      } else if (c < ' ') {
        throw mistake("a control character stands in a string");
      } else {
        into.append(c);
      }
    }
  }

  private char escape() throws JsonException {
    char c = next();
    switch (c) {
      case '"':
      case '\\':
      case '/':
        return c;
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'u':
        int code = 0;
        for (int i = 0; i < 4; i++) {
          char hex = next();
          int digit = hex < 128 ? Character.digit(hex, 16) : -1;
          if (digit < 0) {
            throw mistake("four hexadecimal digits were expected");
          }
          code = code * 16 + digit;
        }
        return (char) code;
      default:
        throw mistake("\\" + c + " is no escape");
    }
  }

  private Object number() throws JsonException {
    int from = at;
    skip('-');
    if (!skip('0')) {
      digits();
    }
    boolean whole = true;
    if (skip('.')) {
      whole = false;
      digits();
    }
    if (skip('e') || skip('E')) {
      whole = false;
      if (!skip('-')) {
        skip('+');
      }
      digits();
    }
    String digits = text.substring(from, at);
    if (whole && digits.length() <= 18) {
      return Long.parseLong(digits);
    }
    return Double.parseDouble(digits);
  }

  private void digits() throws JsonException {
    int from = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == from) {
      throw mistake("a value was expected");
    }
  }

  private Object word(String word, Object value) throws JsonException {
    if (!text.startsWith(word, at)) {
      throw mistake("a value was expected");
    }
    at += word.length();
    return value;
  }

  private void expect(char c) throws JsonException {
    if (peek() != c) {
      throw mistake("`" + c + "` was expected");
    }
    at++;
  }

  private boolean skip(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private char peek() throws JsonException {
    if (at >= text.length()) {
      throw mistake("the text ends too early");
    }
    return text.charAt(at);
  }

  private char next() throws JsonException {
    char c = peek();
    at++;
    return c;
  }

  private void skipBlanks() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private JsonException mistake(String what) {
    return new JsonException("at character " + at + " " + what);
  }
}
