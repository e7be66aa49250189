package dev.tulle.compiler.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.CompileResult;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No case is passed over in silence. */
class CoverageTest {
  static Set<Map.Entry<String, String>> later() {
    return Coverage.LATER.entrySet();
  }

  @Test
  void knowsTheKindsOfAllCases() {
    Set<String> kinds = Set.of("layer", "loss", "optimizer", "schedule", "training", "curvature");
    assertThat(VectorCase.all()).isNotEmpty().allMatch(c -> kinds.contains(c.kind));
  }

  @Test
  void knowsEachOpOnce() {
    Set<String> known = new TreeSet<>(LayerText.covered());
    known.addAll(Coverage.LATER.keySet());
    assertThat(VectorCase.of("layer")).allMatch(c -> known.contains(c.op), "covered or for later");
    assertThat(LayerText.covered()).doesNotContainAnyElementsOf(Coverage.LATER.keySet());
  }

  /** Fails when the language learns an op: then its cases need a text. */
  @ParameterizedTest
  @MethodSource("later")
  void laterOpsAreRefused(Map.Entry<String, String> later) {
    String call = later.getValue();
    var text = new NetText("later").port("input", "x", List.of(8, 8, 4));
    text.line("output y = x -> " + call).line("loss total = sum(x -> " + call + ")");
    CompileResult result = Compiled.result(text.file());
    String name = call.replaceAll("\\W.*", "");
    assertThat(result.failed()).as("%s compiles", call).isTrue();
    assertThat(result.diagnostics()).anyMatch(d -> d.message().contains("`" + name + "`"));
  }
}
