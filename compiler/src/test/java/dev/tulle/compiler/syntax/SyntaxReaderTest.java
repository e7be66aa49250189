package dev.tulle.compiler.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.source.SourceFile;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntaxReaderTest {
  private final DiagnosticSink sink = new DiagnosticSink();

  static Stream<SourceFile> programs() {
    return Programs.all().stream();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void readsProgram(SourceFile file) {
    NetFile net = SyntaxReader.read(file, sink);
    assertThat(sink.sorted()).isEmpty();
    assertThat(net.edition()).isEqualTo(1);
    assertThat(net.declarations()).isNotEmpty();
  }

  @Test
  void keepsNamesPlacesAndDocs() {
    SourceFile file =
        Programs.all().stream().filter(f -> f.name().equals("digits.net")).findAny().orElseThrow();
    NetFile net = SyntaxReader.read(file, sink);
    assertThat(net.module()).hasToString("examples.digits");
    assertThat(net.declarations())
        .extracting(d -> d.getClass().getSimpleName() + " " + d.name())
        .containsExactly("Dim digit", "Definition Digits", "Data Scans", "Train Digits");
    var digits = (Declaration.Definition) net.declarations().get(1);
    assertThat(digits.notes().doc())
        .isEqualTo("Two hidden layers with dropout over 8x8 grey images.");
    assertThat(digits.span().text()).startsWith("net Digits(width = 64").endsWith("label)\n}");
    var let = (Statement.Let) ((Declaration.Body.Statements) digits.body()).statements().get(2);
    assertThat(let.value().span().text()).startsWith("pixels\n").endsWith("-> Dense(digit)");
    var pipe = (Expression.Pipe) let.value();
    assertThat(pipe.right().span().text()).isEqualTo("Dense(digit)");
    assertThat(((Expression.Pipe) pipe.left()).right().span().text())
        .isEqualTo("(Dense(width) -> relu -> Dropout(drop)) * 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tulle", "module", "import", "const", "dim", "block", "net", "fun", "optimizer", "schedule",
        "init", "data", "train", "input", "target", "param", "state", "update", "let", "output",
        "loss", "check", "on", "augment", "group", "freeze", "from", "split"
      })
  void softKeywordIsAName(String word) {
    String text =
        """
        tulle 1
        module W.W
        const W = 1
        dim W = W, W
        block W(W, W = W) { input W: [W] param W: [W] ~ W  state W: W[W] = W
          let (W, W) = W(W = W)
          let W[W] = W -> W: W[W].W * W
          update W = W
          check W == W "W"
          output W[..., W]: [W] = W as W[W] }
        net W { target W: W  output W  loss W = W }
        data W { from = W  W = W  augment W = W }
        train W on W.W { W = W  group "W" { W = W } freeze "W" W = W }
        """
            .replace("W", word);
    SyntaxReader.read(new SourceFile("soft.net", text), sink);
    assertThat(sink.sorted()).extracting(Diagnostic::message).isEmpty();
  }

  @Test
  void reportsEveryMistakeOnce() {
    String text =
        """
        tulle 1
        net A {
          input x: [4
          let y = x -> Dense(10) relu
          loss mse(y, x)
          output z = y > Dense(3)
        }
        data B {
          from = csv("x.csv)
          y = )
        }
        trian A on B { epochs = 3 }
        """;
    SyntaxReader.read(new SourceFile("wrong.net", text), sink);
    assertThat(sink.sorted())
        .extracting(d -> d.code() + " " + (d.primary() == null ? 0 : d.primary().line()))
        .isEqualTo(List.of("S001 3", "S003 4", "S002 5", "S004 6", "S005 9", "S003 10", "S003 12"));
  }
}
