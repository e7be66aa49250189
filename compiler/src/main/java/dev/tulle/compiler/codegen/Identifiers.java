package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Program;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** Names of the net as Java names. */
final class Identifiers {
  private Identifiers() {}

  /** {@code encoder.dense1.w} as {@code encoderDense1W}. */
  static String camel(String name) {
    StringBuilder result = new StringBuilder();
    boolean upper = false;
    for (char c : name.toCharArray()) {
      if (!Character.isJavaIdentifierPart(c) || c == '_') {
        upper = result.length() > 0;
      } else {
        result.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    if (result.length() == 0 || !Character.isJavaIdentifierStart(result.charAt(0))) {
      result.insert(0, "value");
    }
    result.setCharAt(0, Character.toLowerCase(result.charAt(0)));
    return SourceVersion.isKeyword(result) ? result + "_" : result.toString();
  }

  /** A kernel's name: none that products reserve for their helpers. */
  static String kernel(String name) {
    String camel = camel(name.isEmpty() ? "kernel" : name);
    return camel.startsWith("tile") || camel.startsWith("pack") ? "the" + camel : camel;
  }

  /** The name, with underscores behind it where it is taken; from now on it is. */
  static String unique(String name, Set<String> taken) {
    String unique = name;
    while (!taken.add(unique)) {
      unique += "_";
    }
    return unique;
  }

  /**
   * The name with something behind it that makes it another: a number, and a word before that where
   * the name ends in one already. A letter would read as one of the net's own names.
   *
   * @param count from 2 on
   */
  static String another(String name, int count) {
    boolean digit = Character.isDigit(name.charAt(name.length() - 1));
    return digit ? name + "No" + count : name + count;
  }

  /** Names that are taken; one that is wanted again is numbered. */
  static final class Taken {
    private final Set<String> names;

    /** The number behind the last name that was numbered, by what stands around the number. */
    private final Map<String, Integer> last = new HashMap<>();

    Taken(Collection<String> names) {
      this.names = new HashSet<>(names);
    }

    /** A name that is numbered before its ending where it is taken; from now on it is. */
    String numbered(String name, String ending) {
      String unique = name + ending;
      if (names.add(unique)) {
        return unique;
      }
      boolean constant = Character.isUpperCase(name.charAt(0));
      String around = name + " " + ending;
      int number = last.getOrDefault(around, 1);
      do {
        number++;
        unique = (constant ? name + "_" + number : another(name, number)) + ending;
      } while (!names.add(unique));
      last.put(around, number);
      return unique;
    }
  }

  /** Java names of a method's parameters: all different, and none of {@code taken}. */
  static List<String> parameters(List<Program.Port> ports, String... taken) {
    Set<String> names = new HashSet<>(List.of(taken));
    return ports.stream().map(p -> unique(camel(p.name()), names)).toList();
  }

  /** {@code learning_rate} as {@code LEARNING_RATE}. */
  static String constant(String name) {
    StringBuilder result = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c) && i > 0 && Character.isLowerCase(name.charAt(i - 1))) {
        result.append('_');
      }
      result.append(Character.isJavaIdentifierPart(c) ? Character.toUpperCase(c) : '_');
    }
    return result.toString();
  }
}
