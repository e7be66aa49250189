package dev.tulle.compiler.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MermaidPrinterTest {
  /** What the parser of Mermaid was shown by hand; every line that is printed has such a form. */
  private static final Pattern LINE =
      Pattern.compile(
          "flowchart TB"
              + "| +end"
              + "| +subgraph \\w+\\[\"[^\"]+\"\\]"
              + "| +\\w+(\\[\"[^\"]+\"\\]|\\(\\[\"[^\"]+\"\\]\\)|\\(\\(\"[^\"]+\"\\)\\)"
              + "|\\[\\[\"[^\"]+\"\\]\\]|\\{\\{\"[^\"]+\"\\}\\})"
              + "|  (?<from>\\w+) -->\\|\"[^\"]+\"\\| (?<to>\\w+)");

  @ParameterizedTest
  @MethodSource("dev.tulle.compiler.picture.PictureTests#texts")
  void printsLinesOfMermaid(String text) {
    Picture picture = PictureTests.picture(text, true);
    Set<String> declared = new HashSet<>();
    for (String line : MermaidPrinter.print(picture).split("\n", -1)) {
      if (line.isEmpty()) {
        continue;
      }
      Matcher matcher = LINE.matcher(line);
      assertThat(matcher.matches()).as(line).isTrue();
      if (matcher.group("from") == null) {
        String name = line.strip().replaceFirst("^subgraph ", "").replaceFirst("\\W.*", "");
        assertThat(name.equals("end") || name.equals("flowchart") || declared.add(name))
            .as(line)
            .isTrue();
      } else {
        assertThat(declared).contains(matcher.group("from"), matcher.group("to"));
      }
    }
  }

  @Test
  void wordsAndSignsOfMermaidAreNotRead() {
    String text =
        MermaidPrinter.print(
            PictureTests.picture(
                """
                block End { input x  output y = x * 2 - 1 }
                net Graph {
                  input  a: [3], graph: [3]
                  let class_ = a -> end: End
                  let style = -graph
                  output default = if class_ < style then class_ else style
                }
                """,
                false));
    assertThat(text)
        .isEqualTo(
            """
            flowchart TB
              a(["a<br>input"])
              graph_(["graph<br>input"])
              subgraph end_["End · end"]
                end_y["x #42; 2 - 1<br>y"]
              end
              style_["#45;graph<br>style"]
              default_["if class_ #60; style then class_ else style<br>default"]
              default_2(["default<br>output"])
              a -->|"[batch, 3]"| end_y
              graph_ -->|"[batch, 3]"| style_
              end_y -->|"[batch, 3]"| default_
              style_ -->|"[batch, 3]"| default_
              default_ -->|"[batch, 3]"| default_2
            """);
  }

  @Test
  void drawsDigitsAndBranchesAsEver() throws IOException {
    golden("digits.mmd", PictureTests.read(Path.of("..", "examples", "digits", "digits.net")));
    golden("branches.mmd", PictureTests.branches());
  }

  private static void golden(String name, String text) throws IOException {
    Path file = PictureTests.RESOURCES.resolve("pictures").resolve(name);
    String printed = MermaidPrinter.print(PictureTests.picture(text, true));
    if (Boolean.getBoolean("tulle.regenerate")) {
      Files.writeString(file, printed);
    }
    assertThat(printed).isEqualTo(PictureTests.read(file));
  }
}
