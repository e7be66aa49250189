package dev.tulle.compiler.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a case sets, taken one by one, so that none is passed over. */
final class Attributes {
  private final Map<String, Object> left = new TreeMap<>();

  Attributes(Map<?, ?> attributes) {
    attributes.forEach((name, value) -> left.put((String) name, value));
  }

  double number(String name, double otherwise) {
    Object value = left.remove(name);
    return value == null ? otherwise : ((Number) value).doubleValue();
  }

  double number(String name) {
    assertThat(left).containsKey(name);
    return number(name, 0);
  }

  int whole(String name, int otherwise) {
    return (int) number(name, otherwise);
  }

  boolean truth(String name, boolean otherwise) {
    Object value = left.remove(name);
    return value == null ? otherwise : (Boolean) value;
  }

  /** Numbers of a list; empty where it is not set. */
  double[] numbers(String name) {
    Object value = left.remove(name);
    return value == null
        ? new double[0]
        : ((List<?>) value).stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
  }

  /**
   * Attributes as arguments of a call: {@code name = value}, joined by commas.
   *
   * @param names the case's name and the language's by turns; the case need not set them all
   */
  String arguments(String... names) {
    var arguments = new ArrayList<String>();
    for (int i = 0; i < names.length; i += 2) {
      Object value = left.remove(names[i]);
      if (value != null) {
        arguments.add(names[i + 1] + " = " + value);
      }
    }
    return String.join(", ", arguments);
  }

  /** What is set, as the language writes it; empty where it is not set. */
  String any(String name) {
    Object value = left.remove(name);
    return value == null ? "" : value.toString();
  }

  /** Nothing may be left that the program does not know about. */
  void assertAllTaken() {
    assertThat(left).as("attributes that the test does not understand").isEmpty();
  }
}
