package dev.tulle.compiler.diag;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What there is to know of one code: what it means, a wrong program, what is printed of it and the
 * corrected one.
 *
 * @param markdown the page without a heading
 */
public record ErrorPage(Code code, String markdown) {
  private static final Pattern LINK = Pattern.compile("\\[([^]]+)]\\((\\w+\\.md)[^)]*\\)");

  /** The page that comes with the compiler. */
  public static ErrorPage of(Code code) {
    String resource = "/dev/tulle/errors/" + code + ".md";
    try (InputStream in = ErrorPage.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the compiler lacks its page " + resource);
      }
      return new ErrorPage(code, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the page of a code is, from the root of the project; as permanent as the code. */
  public static String address(Code code) {
    return "docs/errors.md#" + anchor(code);
  }

  static String anchor(Code code) {
    return code.name().toLowerCase(Locale.ROOT);
  }

  /** The page for a terminal: its title, then the text, with programs and output indented. */
  public String plain() {
    var out = new StringBuilder(code + ": " + code.title() + "\n\n");
    boolean fenced = false;
    for (String line : markdown.lines().toList()) {
      if (line.startsWith("```")) {
        fenced = !fenced;
      } else if (fenced) {
        out.append(line.isEmpty() ? "" : "    ").append(line).append('\n');
      } else {
        out.append(LINK.matcher(line).replaceAll("$1 (docs/$2)")).append('\n');
      }
    }
    return out.toString();
  }
}
