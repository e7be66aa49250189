package dev.tulle.runtime.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;

/** Writes JSON without blanks; equal values give equal text on every JDK. */
public final class JsonWriter {
  private JsonWriter() {}

  /**
   * The text of a value.
   *
   * @param value a Map with String keys, List, String, Number or Boolean
   * @throws IllegalArgumentException for another type and for a number that is not finite
   */
  public static String write(Object value) {
    StringBuilder into = new StringBuilder();
    append(into, value);
    return into.toString();
  }

  private static void append(StringBuilder into, Object value) {
    if (value instanceof Map<?, ?> map) {
      char before = '{';
      for (Map.Entry<?, ?> member : map.entrySet()) {
        into.append(before);
        quote(into, (String) member.getKey());
        into.append(':');
        append(into, member.getValue());
        before = ',';
      }
      into.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> list) {
      char before = '[';
      for (Object item : list) {
        into.append(before);
        append(into, item);
        before = ',';
      }
      into.append(list.isEmpty() ? "[]" : "]");
    } else if (value instanceof String string) {
      quote(into, string);
    } else if (value instanceof Double || value instanceof Float) {
      into.append(decimal(((Number) value).doubleValue()));
    } else if (value instanceof Boolean || value instanceof Long || value instanceof Integer) {
      into.append(value);
    } else {
      throw new IllegalArgumentException("JSON has no " + value.getClass());
    }
  }

  /**
   * The shortest decimal that reads back as the same double. Double.toString changed with JDK 19.
   */
  private static String decimal(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("JSON has no number " + value);
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0.0" : "0.0";
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal rounded = exact;
    for (int digits = 1; digits <= 17; digits++) {
      rounded = exact.round(new MathContext(digits));
      if (rounded.doubleValue() == value) {
        break;
      }
    }
    String text = rounded.stripTrailingZeros().toString();
    // Without a point or an exponent it would read back as a whole number.
    return text.indexOf('.') < 0 && text.indexOf('E') < 0 ? text + ".0" : text;
  }

  private static void quote(StringBuilder into, String string) {
    into.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        into.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        // Escaped surrogates survive UTF-8 even where one stands alone.
        into.append(String.format("\\u%04x", (int) c));
      } else {
        into.append(c);
      }
    }
    into.append('"');
  }
}
