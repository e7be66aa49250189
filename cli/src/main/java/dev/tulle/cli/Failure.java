package dev.tulle.cli;

import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticPrinter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ends a command with exit code 1; says why, to people and to programs. */
final class Failure extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;
  private final String help;

  /** Mistakes that the catalogue of codes has. */
  Failure(List<Diagnostic> diagnostics) {
    super("");
    this.diagnostics = List.copyOf(diagnostics);
    this.help = "";
  }

  /** A mistake that the catalogue of codes does not have, and its fix. */
  Failure(String message, String help) {
    super(message);
    this.diagnostics = List.of();
    this.help = help;
  }

  /** The whole text for the user. */
  String text(boolean colour) {
    return diagnostics.isEmpty()
        ? "error: " + getMessage() + System.lineSeparator() + "help: " + help
        : new DiagnosticPrinter(colour).print(diagnostics).stripTrailing();
  }

  /** The same as objects with the keys of diagnostics; one without a code has none. */
  List<Map<String, Object>> objects() {
    if (!diagnostics.isEmpty()) {
      return JsonObject.diagnostics(diagnostics);
    }
    return List.of(object(String.valueOf(getMessage()), help));
  }

  static Map<String, Object> object(String message, String help) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("severity", "error");
    object.put("message", message);
    if (!help.isEmpty()) {
      object.put("help", help);
    }
    return object;
  }
}
