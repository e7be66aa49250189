package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryCommandTest {
  @TempDir Path folder;

  @Test
  void printsATableOfLayers() {
    Cli run = Cli.run("summary", Example.copy("iris", folder).net());
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines())
        .startsWith(
            "Iris on Garden: flower [4] -> probs [species]",
            "layer                        shape  parameters  multiply-adds  weights  result a row",
            "flower  input                  [4]",
            "dense1  Dense(16)             [16]          80             64    320 B          64 B",
            "tanh    tanh                  [16]                                              64 B",
            "dense2  Dense(species)   [species]          51             48    204 B          12 B")
        .contains("131 parameters (524 B), 112 multiply-adds a row");
  }

  @Test
  void saysThatAFileHasNoNet() throws IOException {
    Path parts = folder.resolve("parts.net");
    Files.writeString(parts, "tulle 1\nmodule my.parts\nfun twice(x) = 2 * x\n");
    Cli run = Cli.run("summary", parts.toString());
    assertThat(run.code()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err().strip())
        .isEqualTo("`" + parts + "` has no net: a net reads `net Name { … }`");
  }

  @Test
  void tellsAProgramTheSame() throws IOException {
    Cli run = Cli.run("summary", "--json", Example.copy("iris", folder).net());
    Map<String, Object> json = JSON.std.mapFrom(run.out());
    assertThat(json).containsOnlyKeys("nets", "diagnostics");
    assertThat(first(json, "nets"))
        .containsEntry("name", "Iris")
        .containsEntry("parameters", 131)
        .containsEntry("multiplyAdds", 112)
        .containsEntry("batch", 16);
  }

  @Test
  void aMistakeIsADiagnosticForAProgramToo() throws IOException {
    Example iris = Example.copy("iris", folder).with("Dense(16)", "Dence(16)");
    for (String command : List.of("summary", "check", "train")) {
      Cli run = Cli.run(command, "--json", iris.net());
      assertThat(run.code()).as(command).isEqualTo(1);
      assertThat(run.err()).contains("error[N101]");
      assertThat(first(JSON.std.mapFrom(run.out()), "diagnostics"))
          .containsEntry("code", "N101")
          .containsEntry("line", 9);
    }
  }

  @Test
  void checkTellsAProgramItsNets() throws IOException {
    Cli run = Cli.run("check", "--json", Example.copy("iris", folder).net());
    assertThat(run.code()).isZero();
    assertThat(first(JSON.std.mapFrom(run.out()), "nets"))
        .containsEntry("name", "Iris")
        .containsEntry("data", "Garden")
        .containsEntry("parameters", 131);
  }

  private static Map<String, Object> first(Map<String, Object> document, String key) {
    var first = new java.util.LinkedHashMap<String, Object>();
    if (((List<?>) document.get(key)).get(0) instanceof Map<?, ?> object) {
      object.forEach((name, value) -> first.put(String.valueOf(name), value));
    }
    return first;
  }
}
