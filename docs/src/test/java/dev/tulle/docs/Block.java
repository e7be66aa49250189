package dev.tulle.docs;

import java.util.Map;
import java.util.Optional;

/**
 * A fenced block of a document.
 *
 * @param line where it begins in the document, from 1
 * @param language the first word behind the fence; empty where there is none
 * @param attributes the words after it: {@code error=T201}, or {@code figure} with an empty value
 */
record Block(int line, String language, Map<String, String> attributes, String text) {
  Block {
    attributes = Map.copyOf(attributes);
  }

  boolean has(String attribute) {
    return attributes.containsKey(attribute);
  }

  Optional<String> get(String attribute) {
    return Optional.ofNullable(attributes.get(attribute));
  }

  String title() {
    String first = text.lines().findFirst().orElse("");
    return "line " + line + ", " + (language.isEmpty() ? "no language" : language) + ": " + first;
  }
}
