package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphCommandTest {
  private static final String NET =
      """
      tulle 1
      block Basic(c) { input x  output y = x + (x -> Dense(c) -> tanh) }
      net Tower {
        input  x: [4]
        target goal: [2]
        let top = x -> Residual(Dense(4) -> relu) * 2 -> Basic(4)
        output y = top -> Dense(2)
        loss   fit = mse(y, goal)
      }
      """;

  @TempDir Path folder;
  private String net = "";

  @BeforeEach
  void write() throws IOException {
    net = Files.writeString(folder.resolve("tower.net"), NET).toString();
  }

  @Test
  void printsMermaid() {
    Cli run = Cli.run("graph", Example.copy("iris", folder).net());
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            flowchart TB
              flower(["flower<br>input"])
              dense1["Dense(16)<br>dense1 · 80 parameters"]
              tanh["tanh"]
              dense2["Dense(species)<br>dense2 · 51 parameters"]
              probs["softmax(logits)<br>probs"]
              probs_2(["probs<br>output"])
              flower -->|"[batch, 4]"| dense1
              dense1 -->|"[batch, 16]"| tanh
              tanh -->|"[batch, 16]"| dense2
              dense2 -->|"[batch, species]"| probs
              probs -->|"[batch, species]"| probs_2
            """);
  }

  @Test
  void theFileSaysTheFormat() throws IOException {
    Path svg = folder.resolve("tower.svg");
    Path mermaid = folder.resolve("tower.mmd");
    assertThat(Cli.run("graph", net, "-o", svg.toString()).out()).isEmpty();
    Cli.run("graph", net, "-o", mermaid.toString());
    assertThat(Files.readString(svg)).startsWith("<svg ").contains(">Tower<");
    assertThat(Files.readString(mermaid)).startsWith("flowchart TB\n");
    assertThat(Cli.run("graph", net, "--format", "svg").out()).isEqualTo(Files.readString(svg));
    assertThat(Cli.run("graph", net).out()).isEqualTo(Files.readString(mermaid));
  }

  @Test
  void aPictureThatIsAsItWasKeepsItsTime() throws IOException {
    Path svg = folder.resolve("pictures/tower.svg");
    assertThat(Cli.run("graph", net, "-o", svg.toString()).code()).isZero();
    FileTime old = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(svg, old);
    Cli.run("graph", net, "-o", svg.toString());
    assertThat(Files.getLastModifiedTime(svg)).isEqualTo(old);
  }

  @Test
  void folds() {
    assertThat(Cli.run("graph", net).out().lines().filter(l -> l.contains("subgraph"))).hasSize(3);
    assertThat(Cli.run("graph", net, "--depth", "0").out()).doesNotContain("subgraph");
    assertThat(Cli.run("graph", net, "--fold", "Residual").out())
        .contains("residual1[[", "residual2[[", "subgraph basic1[");
    assertThat(Cli.run("graph", net, "--fold", "residual2").out())
        .contains("subgraph residual1[", "residual2[[");
    assertThat(Cli.run("graph", net, "--once").out()).contains("×2").doesNotContain("residual2");
  }

  @Test
  void saysWhatCannotBeFolded() throws IOException {
    Cli run = Cli.run("graph", net, "--fold", "Resudual", "--json");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("has no block `Resudual`", "help: a similar name is `Residual`");
    assertThat(JSON.std.mapFrom(run.out())).containsOnlyKeys("diagnostics");
    assertThat(Cli.run("graph", net, "--depth", "-1").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void drawsLossesWhenAsked() {
    assertThat(Cli.run("graph", net).out()).doesNotContain("goal", "mse");
    assertThat(Cli.run("graph", net, "--losses").out())
        .contains("goal([\"goal<br>target\"])", "fit{{\"fit = mse(y, goal)<br>loss\"}}");
  }

  @Test
  void tellsAProgramTheSame() throws IOException {
    Map<String, Object> json = JSON.std.mapFrom(Cli.run("graph", "--json", net).out());
    assertThat(json).containsEntry("net", "Tower").containsEntry("diagnostics", List.of());
    assertThat(json).containsEntry("parameters", 70);
    assertThat(json.get("edges").toString())
        .contains("{from=x, result=0, to=residual1.dense1, shape=[batch, 4]}");
    assertThat(json.get("items").toString()).contains("kind=block", "kind=join", "kind=output");
  }

  @Test
  void aMistakeIsADiagnostic() throws IOException {
    Files.writeString(Path.of(net), NET.replace("Dense(2)", "Dence(2)"));
    Cli run = Cli.run("graph", "--json", net);
    assertThat(run.code()).isEqualTo(1);
    assertThat(JSON.std.mapFrom(run.out())).containsOnlyKeys("diagnostics");
    assertThat(run.out()).contains("\"N101\"");
  }

  @Test
  void severalNetsMustBeToldApart() throws IOException {
    Files.writeString(Path.of(net), NET + "net Other { input x: [4]  output y = x -> Dense(1) }\n");
    Cli run = Cli.run("graph", net);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("`Tower`, `Other`", "--recipe");
    assertThat(Cli.run("graph", net, "--recipe", "Other").out()).contains("Dense(1)");
  }
}
