package dev.tulle.compiler.syntax;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes texts up: correct expressions with every parenthesis written, soups of tokens, damaged
 * programs.
 */
public final class RandomText {
  private static final String[] NAMES = {"x", "y", "w", "Dense", "relu", "loss", "data", "input"};
  private static final String[] BINARY = {
    "^", "*", "/", " mod ", "+", "-", "==", "!=", "<", "<=", ">", ">=", " and ", " or ", " -> "
  };
  private static final String[] TOKENS = {
    "tulle 1\n",
    "module",
    "import",
    "const",
    "dim",
    "block",
    "net",
    "fun",
    "optimizer",
    "schedule",
    "init",
    "data",
    "train",
    "on",
    "input",
    "target",
    "param",
    "state",
    "update",
    "let",
    "output",
    "loss",
    "check",
    "augment",
    "group",
    "freeze",
    "if",
    "then",
    "else",
    "and",
    "or",
    "not",
    "mod",
    "as",
    "true",
    "_",
    "x",
    "Dense",
    "1",
    "0.5",
    "1e-3",
    "\"t\"",
    "\"",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    ".",
    "...",
    "@",
    "->",
    "=",
    "~",
    "+",
    "-",
    "*",
    "/",
    "^",
    "==",
    "<=",
    ">",
    "//",
    "///",
    "\n",
    "\r\n",
    "\t",
    ";",
    "1x",
    "é",
    "\uD83D\uDE00",
    "/*",
    "#"
  };

  private final Random random;

  public RandomText(long seed) {
    random = new Random(seed);
  }

  /**
   * An expression of at most some levels; all of its parts are enclosed, so that no precedence
   * matters.
   */
  public String expression(int levels) {
    if (levels == 0) {
      return leaf();
    }
    int less = levels - 1;
    return switch (random.nextInt(12)) {
      case 0 -> leaf();
      case 1 -> enclosed(less) + "." + pick(NAMES);
      case 2 -> enclosed(less) + "(" + arguments(less) + ")";
      case 3 -> enclosed(less) + "[" + axes(1 + random.nextInt(2), less) + "]";
      case 4 -> (random.nextBoolean() ? "-" : "not ") + enclosed(less);
      case 5 ->
          enclosed(less) + " as " + pick("vocab", "a.b[" + expression(less) + "]", "[..., 3]");
      case 6 -> pick(NAMES) + ": " + enclosed(less);
      case 7 -> "if " + enclosed(less) + " then " + enclosed(less) + " else " + enclosed(less);
      case 8 -> "(" + expression(less) + ", " + expression(less) + ")";
      case 9 -> "[" + axes(random.nextInt(3), less) + "]";
      default -> operation(less);
    };
  }

  /** Operators whose right side is no stage, which would be reported. */
  private String operation(int levels) {
    return enclosed(levels) + pick(BINARY) + "(0 + " + enclosed(levels) + ")";
  }

  private String enclosed(int levels) {
    return "(" + expression(levels) + ")";
  }

  private String arguments(int levels) {
    return IntStream.range(0, random.nextInt(3))
        .mapToObj(i -> (random.nextBoolean() ? pick(NAMES) + " = " : "") + expression(levels))
        .collect(Collectors.joining(", "));
  }

  private String axes(int count, int levels) {
    return IntStream.range(0, count)
        .mapToObj(i -> random.nextInt(4) == 0 ? "..." : expression(levels))
        .collect(Collectors.joining(", "));
  }

  private String leaf() {
    return pick("x", "Dense", "loss", "1", "2_000", "1e-3", "true", "\"a\\\"b\"", "_", "0.5");
  }

  public String soup(int length) {
    return random
        .ints(length, 0, TOKENS.length)
        .mapToObj(i -> TOKENS[i] + (random.nextInt(4) == 0 ? "" : " "))
        .collect(Collectors.joining());
  }

  public String characters(int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      boolean plain = random.nextInt(8) > 0;
      text.append((char) (plain ? ' ' + random.nextInt(95) : random.nextInt(0x10000)));
    }
    return text.toString();
  }

  /** A text with some of its characters deleted, doubled, replaced or cut off. */
  public String damaged(String text) {
    var damaged = new StringBuilder(text);
    for (int n = 1 + random.nextInt(3); n > 0 && damaged.length() > 1; n--) {
      int at = random.nextInt(damaged.length());
      switch (random.nextInt(5)) {
        case 0 -> damaged.deleteCharAt(at);
        case 1 -> damaged.insert(at, pick(TOKENS));
        case 2 -> damaged.setCharAt(at, "(){}[]=,:\n\"".charAt(random.nextInt(11)));
        case 3 -> damaged.delete(at, Math.min(damaged.length(), at + random.nextInt(20)));
        default -> damaged.setLength(random.nextInt(10) == 0 ? at : damaged.length());
      }
    }
    return damaged.toString();
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
