package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tulle.runtime.kernel.Simd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("jdk")
class DoctorCommandTest {
  @TempDir Path folder;

  @Test
  void findsThatThisMachineCompilesAndRunsNets() {
    Cli run = Cli.run("doctor");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains(System.getProperty("java.home"))
        .containsPattern("ok +a net +compiles and runs")
        .containsPattern(
            Simd.available() ? "ok +vectors +" + Simd.lanes() + " floats" : "better +vectors");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void saysTheSameInJson() throws IOException {
    Cli run = Cli.run("doctor", "--json");
    Map<String, Object> document = JSON.std.mapFrom(run.out());
    assertThat(document).containsEntry("healthy", true);
    assertThat((List<?>) document.get("findings"))
        .hasSize(8)
        .extracting(finding -> List.copyOf(((Map<?, ?>) finding).keySet()).toString())
        .containsOnly("[what, state, found, help]");
  }

  @Test
  void looksForMavenOnThePath() throws IOException {
    Path mvn = Files.createFile(folder.resolve("mvn"));
    String path = "/nowhere:" + folder;
    assertThat(maven(path).state()).isEqualTo(Finding.State.BETTER);
    assertThat(mvn.toFile().setExecutable(true)).isTrue();
    assertThat(maven(path)).isEqualTo(Finding.ok("Maven", mvn.toString()));
    assertThat(maven("").help()).contains("3.8");
  }

  private static Finding maven(String path) {
    return new Examination(Map.of("PATH", path))
        .findings().stream().filter(f -> f.what().equals("Maven")).findFirst().orElseThrow();
  }
}
