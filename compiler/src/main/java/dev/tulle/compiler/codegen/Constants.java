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
  private final Map<String, String> wholes = new LinkedHashMap<>();
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
        (float) value,
        n ->
            declare("Float", NAMES.getOrDefault(n, base), "SPECIES", ScalarCode.literal(n).text()));
  }

  /**
   * The name of a vector that holds a whole number.
   *
   * @param value an expression of what does not change in the kernel
   */
  String whole(String value, String base) {
    return wholes.computeIfAbsent(
        value, v -> declare("Int", base, "IntVector.SPECIES_PREFERRED", v));
  }

  /** The name of a vector that holds a parameter. */
  String argument(String parameter) {
    return arguments.computeIfAbsent(parameter, p -> declare("Float", p + "Lanes", "SPECIES", p));
  }

  private String declare(String type, String base, String species, String value) {
    String name = scope.constant(base);
    lines.add(
        "%1$sVector %2$s = %1$sVector.broadcast(%3$s, %4$s);"
            .formatted(type, name, species, value));
    return name;
  }

  @Override
  public String toString() {
    return lines.toString();
  }
}
