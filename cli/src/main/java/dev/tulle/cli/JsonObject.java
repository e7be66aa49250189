package dev.tulle.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints maps, lists and numbers as one JSON object on standard output. */
final class JsonObject {
  /** Under this key stand mistakes and warnings, whatever the command. */
  static final String DIAGNOSTICS = "diagnostics";

  private final Console console;

  JsonObject(Console console) {
    this.console = console;
  }

  /** One line; a number that JSON does not have, such as NaN, is {@code null}. */
  void print(Map<String, Object> map) throws IOException {
    console.out().println(JSON.std.asString(plain(map)));
    console.requireReader();
  }

  /** A result, and beside it what was found that may be wrong. */
  void print(Map<String, Object> result, List<Diagnostic> diagnostics) throws IOException {
    Map<String, Object> document = new LinkedHashMap<>(result);
    document.put(DIAGNOSTICS, diagnostics(diagnostics));
    print(document);
  }

  /** Diagnostics as the compiler writes them, each an object. */
  static List<Map<String, Object>> diagnostics(List<Diagnostic> diagnostics) {
    var objects = new ArrayList<Map<String, Object>>();
    for (Diagnostic each : diagnostics) {
      try {
        objects.add(JSON.std.mapFrom(DiagnosticJson.write(each)));
      } catch (IOException e) {
        throw new IllegalStateException("the compiler wrote what is no JSON", e);
      }
    }
    return objects;
  }

  private static @Nullable Object plain(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> plain = new LinkedHashMap<>();
      map.forEach((key, inner) -> plain.put(String.valueOf(key), plain(inner)));
      return plain;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(JsonObject::plain).toList();
    }
    return value instanceof Number number && !Double.isFinite(number.doubleValue()) ? null : value;
  }
}
