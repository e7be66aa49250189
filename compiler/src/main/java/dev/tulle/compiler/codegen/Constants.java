package dev.tulle.compiler.codegen;

import java.util.LinkedHashMap;
import java.util.Map;

/** Numbers that are the same in every lane, as vectors that are made before all loops. */
final class Constants {
  private static final Map<Float, String> NAMES =
      Map.of(
          0f,
          "zero",
          1f,
          "one",
          2f,
          "two",
          -1f,
          "minusOne",
          0.5f,
          "half",
          -0.5f,
          "minusHalf",
          Float.POSITIVE_INFINITY,
          "infinity",
          Float.NEGATIVE_INFINITY,
          "minusInfinity",
          Float.NaN,
          "notANumber");

  private final Scope scope;
  private final Lines lines = new Lines();
  private final Map<Float, String> numbers = new LinkedHashMap<>();
  private final Map<String, String> arguments = new LinkedHashMap<>();

  Constants(Scope scope) {
    this.scope = scope;
  }

  /**
   * The name of a vector that holds a number.
   *
   * @param base what it is called where its value has no name of its own
   */
  String number(double value, String base) {
    return numbers.computeIfAbsent(
        (float) value, n -> declare(NAMES.getOrDefault(n, base), ScalarCode.literal(n).text()));
  }

  /** The name of a vector that holds a parameter. */
  String argument(String parameter) {
    return arguments.computeIfAbsent(parameter, p -> declare(p + "Lanes", p));
  }

  private String declare(String base, String value) {
    String name = scope.constant(base);
    lines.add("FloatVector " + name + " = FloatVector.broadcast(SPECIES, " + value + ");");
    return name;
  }

  @Override
  public String toString() {
    return lines.toString();
  }
}
