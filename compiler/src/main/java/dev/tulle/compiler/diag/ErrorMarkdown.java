package dev.tulle.compiler.diag;

import java.util.List;
import java.util.Map;

/** The pages of all codes as the document {@code docs/errors.md}. */
public final class ErrorMarkdown {
  private static final String HEAD =
      """
      <!-- Generated from compiler/src/main/resources/dev/tulle/errors: change the pages there, then run ErrorMarkdownTest with -Dtulle.regenerate=true. -->

      # Errors and warnings

      Every mistake that the compiler finds has a code. Codes are permanent: one is never given to another mistake. `tulle explain T201` prints
      a page of these in the terminal.
      """;

  /** What the first letter of a code says. */
  private static final Map<Character, String> FAMILIES =
      Map.of(
          'S', "Syntax",
          'N', "Names",
          'T', "Shapes and types",
          'D', "Data",
          'R', "Recipes",
          'G', "Gradients");

  private ErrorMarkdown() {}

  /** The whole document: an index by family, then a section for each page, in their order. */
  public static String of(List<ErrorPage> pages) {
    var out = new StringBuilder(HEAD);
    String family = "";
    for (ErrorPage page : pages) {
      if (!family(page.code()).equals(family)) {
        family = family(page.code());
        out.append("\n**").append(family).append("**\n\n");
      }
      out.append("- [").append(page.code()).append("](#").append(ErrorPage.anchor(page.code()));
      out.append("): ").append(page.code().title()).append('\n');
    }
    for (ErrorPage page : pages) {
      if (!family(page.code()).equals(family)) {
        family = family(page.code());
        out.append("\n## ").append(family).append('\n');
      }
      out.append("\n### ").append(page.code()).append("\n\n*");
      out.append(sentence(page.code().title())).append("*\n\n").append(page.markdown());
    }
    return out.toString();
  }

  /** The family of a code: {@code Syntax} of {@code S001}. */
  public static String family(Code code) {
    String family = FAMILIES.get(code.name().charAt(0));
    if (family == null) {
      throw new IllegalArgumentException("no family has codes such as " + code);
    }
    return family;
  }

  private static String sentence(String title) {
    return Character.toUpperCase(title.charAt(0)) + title.substring(1) + ".";
  }
}
