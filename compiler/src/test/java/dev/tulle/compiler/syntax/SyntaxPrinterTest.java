package dev.tulle.compiler.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.source.SourceFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SyntaxPrinterTest {
  static Stream<SourceFile> programs() {
    return Programs.all().stream();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void printedProgramReadsAsTheSameTree(SourceFile file) {
    assertRoundTrip(file);
  }

  @Test
  void printedRandomExpressionReadsAsTheSameTree() {
    for (int seed = 0; seed < 2_000; seed++) {
      String expression = new RandomText(seed).expression(1 + seed % 5);
      assertRoundTrip(new SourceFile("seed" + seed, "tulle 1\nconst c = " + expression));
    }
  }

  @Test
  void everythingAFileCanHoldReadsAsTheSameTree() {
    assertRoundTrip(
        new SourceFile(
            "all.net",
            """
            tulle 1
            module a.b
            import std
            import std.vision.{Conv, Pool} as v

            /// One
            ///
            /// two.
            @deprecated(since = "2", use = "y") @old
            const x = 1_0
            dim a, b <= 2 * x
            fun f(x: [..., n], t: n[...], smooth = 0) {
              /// About it.
              input x, y: [n]
              param w: [n] ~ glorot(2), b: [n] = 0
              let (p, q) = x
              check p == q "they \\"differ\\"\\n"
              output z
            }
            data D { from = csv("x")  augment i = shift(1)  i = 2 }
            train N on a.D { group "a", "b" { decay = 0 }  freeze "**"  epochs = 3 }
            """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a - (b - c)            | a - (b - c)",
        "(a - b) - c            | a - b - c",
        "a ^ (b ^ c)            | a^b^c",
        "(a ^ b) ^ c            | (a^b)^c",
        "(-a) ^ 2               | (-a)^2",
        "-(a ^ 2)               | -a^2",
        "(x -> F) * 2           | (x -> F) * 2",
        "x -> (F * 2)           | x -> F * 2",
        "x -> (F -> G)          | x -> (F -> G)",
        "(s: F(1)) -> G         | s: F(1) -> G",
        "s: (F -> G)            | s: (F -> G)",
        "(a or b) and c         | (a or b) and c",
        "a or (b and c)         | a or b and c",
        "(if a then b else c)+d | (if a then b else c) + d",
        "((a as [4]))           | a as [4]",
        "sum[k]((x[..., k]))    | sum[k](x[..., k])",
      })
  void writesOnlyTheParenthesesThatMatter(String text, String canonical) {
    NetFile file = read(new SourceFile("c.net", "tulle 1\nconst c = " + text));
    var constant = (Declaration.Constant) file.declarations().get(0);
    assertThat(SyntaxPrinter.print(constant.value())).isEqualTo(canonical);
  }

  private static void assertRoundTrip(SourceFile file) {
    NetFile tree = read(file);
    String printed = SyntaxPrinter.print(tree);
    NetFile again = read(new SourceFile("printed.net", printed));
    assertThat(TreeText.of(again)).as(printed).isEqualTo(TreeText.of(tree));
    assertThat(SyntaxPrinter.print(again)).isEqualTo(printed);
  }

  private static NetFile read(SourceFile file) {
    var sink = new DiagnosticSink();
    NetFile tree = SyntaxReader.read(file, sink);
    assertThat(sink.sorted()).as(file.text()).isEmpty();
    return tree;
  }
}
