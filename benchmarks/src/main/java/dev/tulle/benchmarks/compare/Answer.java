package dev.tulle.benchmarks.compare;

import dev.tulle.runtime.json.JsonException;
import dev.tulle.runtime.json.JsonReader;
import dev.tulle.runtime.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a contestant answers: one JSON object on a line.
 *
 * @param numbers by name: {@code micros} of the median run, {@code bytes}, …
 * @param error why there are none; empty where there are
 */
record Answer(Map<String, Double> numbers, String error) {
  /** The error of a contestant that has no such net or task, as `answer.py` says it. */
  static final String LACKS = "not among what this peer has";

  Answer {
    numbers = Map.copyOf(numbers);
  }

  static Answer of(String name, double number) {
    return new Answer(Map.of(name, number), "");
  }

  static Answer error(String why) {
    return new Answer(Map.of(), why);
  }

  static Answer read(String line) throws JsonException {
    Map<String, Double> numbers = new LinkedHashMap<>();
    String error = "";
    for (Map.Entry<String, Object> entry : JsonReader.readObject(line).entrySet()) {
      if (entry.getValue() instanceof Number number) {
        numbers.put(entry.getKey(), number.doubleValue());
      } else if (entry.getKey().equals("error")) {
        error = String.valueOf(entry.getValue());
      }
    }
    return new Answer(numbers, error);
  }

  /** The line that {@link #read} reads. */
  String write() {
    Map<String, Object> object = new LinkedHashMap<>(numbers);
    if (!error.isEmpty()) {
      object.put("error", error);
    }
    return JsonWriter.write(object);
  }

  /** A number; NaN where the answer has none of that name. */
  double number(String name) {
    return numbers.getOrDefault(name, Double.NaN);
  }
}
