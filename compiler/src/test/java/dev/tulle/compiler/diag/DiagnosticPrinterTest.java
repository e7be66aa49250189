package dev.tulle.compiler.diag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.source.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosticPrinterTest {
  private static final String TEXT = "\n".repeat(11) + "    -> conv2\n    -> flatten as [400]\n";
  private final SourceFile file = new SourceFile("lenet.net", TEXT);
  private final Diagnostic diagnostic =
      Diagnostic.error(
              Code.T201,
              at(file, "[400]"),
              "flatten gives [784]",
              "`pad = valid` gives [400]\nor drop `as`")
          .withLabel("pool [7,7,16]");

  @Test
  void printsTheFormOfTheDesign() {
    assertThat(new DiagnosticPrinter(false).print(diagnostic))
        .isEqualTo(
            """
            error[T201]: flatten gives [784]
              --> lenet.net:13:19
            13 |     -> flatten as [400]
               |                   ^^^^^ pool [7,7,16]
            help: `pad = valid` gives [400]
                  or drop `as`
            """);
  }

  @Test
  void marksRelatedPlacesByDashes() {
    String printed =
        new DiagnosticPrinter(false)
            .print(diagnostic.withRelated(new Span(file, 0, 1), "first").withHelp("h"));
    assertThat(printed)
        .endsWith(
            """
            ^^^^^ pool [7,7,16]
              --> lenet.net:1:1
             1 |
               | - first
            help: h
            """);
  }

  @Test
  void marksTheSameLineOnce() {
    String printed =
        new DiagnosticPrinter(false)
            .print(
                diagnostic
                    .withRelated(at(file, "flatten"), "gives it")
                    .withRelated(at(file, "conv2"), ""));
    assertThat(printed)
        .contains(
            """
            13 |     -> flatten as [400]
               |                   ^^^^^ pool [7,7,16]
               |        ------- gives it
              --> lenet.net:12:8
            12 |     -> conv2
               |        -----
            """);
  }

  @Test
  void printsWithoutAPlace() {
    assertThat(
            new DiagnosticPrinter(false)
                .print(List.of(Diagnostic.warning(Code.N110, null, "m", "h"))))
        .isEqualTo("warning[N110]: m\nhelp: h\n");
  }

  @Test
  void separatesByEmptyLines() {
    String one = new DiagnosticPrinter(false).print(diagnostic);
    assertThat(new DiagnosticPrinter(false).print(List.of(diagnostic, diagnostic)))
        .isEqualTo(one + "\n" + one);
    assertThat(new DiagnosticPrinter(false).print(List.of())).isEmpty();
  }

  @Test
  void coloursOnlyWhenAsked() {
    assertThat(new DiagnosticPrinter(true).print(diagnostic)).contains("\u001B[1;31merror[T201]");
    String plain =
        new DiagnosticPrinter(true).print(diagnostic).replaceAll("\u001B\\[[0-9;]*m", "");
    assertThat(plain).isEqualTo(new DiagnosticPrinter(false).print(diagnostic));
  }

  @Test
  void marksBehindTabsAndWideCharacters() {
    assertThat(marks("\tlet y\n", "y")).isEqualTo("        ^");
    assertThat(marks("a\tb\n", "b")).isEqualTo("    ^");
    assertThat(marks("\"\u6F22\u5B57\" x\n", "x")).isEqualTo("       ^");
    assertThat(marks("\"e\u0301\" x\n", "x")).isEqualTo("    ^");
  }

  @Test
  void marksTheFirstOfSeveralLines() {
    assertThat(marks("let y = f(1,\r\n  2)\r\n", "f(1,\r\n  2)")).isEqualTo("        ^^^^");
  }

  @Test
  void marksTheEndOfALine() {
    var text = new SourceFile("a.net", "ab  \r\nc");
    assertThat(Excerpt.of(new Span(text, 2, 2))).isEqualTo(new Excerpt("ab", 2, 1));
    assertThat(Excerpt.of(new Span(text, 7, 7))).isEqualTo(new Excerpt("c", 1, 1));
  }

  @Test
  void showsALongLineAroundItsMark() {
    String line = "a".repeat(300) + "b" + "c".repeat(300);
    Excerpt excerpt = Excerpt.of(at(new SourceFile("a.net", line), "b"));
    assertThat(excerpt.line()).startsWith("…a").endsWith("c…").hasSize(Excerpt.WIDTH + 2);
    assertThat(excerpt.line().charAt(excerpt.indent())).isEqualTo('b');
    Excerpt start = Excerpt.of(new Span(new SourceFile("a.net", line), 0, 600));
    assertThat(start).isEqualTo(new Excerpt("a".repeat(120) + "…", 0, 120));
  }

  @Test
  void showsNoControlCharacters() {
    assertThat(Excerpt.of(at(new SourceFile("a.csv", "a\u001B[31m"), "a")).line())
        .isEqualTo("a\uFFFD[31m");
  }

  private static String marks(String text, String marked) {
    var file = new SourceFile("a.net", text);
    String printed =
        new DiagnosticPrinter(false).print(Diagnostic.error(Code.S003, at(file, marked), "m", "h"));
    return printed.lines().toList().get(3).substring("  | ".length());
  }

  private static Span at(SourceFile file, String marked) {
    int start = file.text().indexOf(marked);
    return new Span(file, start, start + marked.length());
  }
}
