package dev.tulle.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.benchmarks.Nets;
import dev.tulle.compiler.ir.Program;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Virtual machines that have compiled nothing themselves. */
class ClassFolderTest {
  private static final List<String> JAVA = List.of("--add-modules", "jdk.incubator.vector");
  private static final List<String> PATH = List.of(System.getProperty("java.class.path"));

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFirstStepGrowsByItsArraysAtLeast() throws IOException {
    try (var folder = new ClassFolder()) {
      Program tiny = Nets.program("tiny_mlp");
      Program lenet = Nets.program("lenet");
      folder.add(tiny);
      folder.add(lenet);

      String[] said =
          folder
              .run(
                  JAVA,
                  PATH,
                  FirstStep.class,
                  "1",
                  Nets.trainingName(tiny),
                  Nets.trainingName(lenet))
              .split(" ");

      // Weights, their gradients and two memories of Adam are 44,426 numbers each.
      assertThat(Long.parseLong(said[1])).isGreaterThan(4 * 4 * 44_426);
      assertThat(Long.parseLong(said[0])).isGreaterThan(Long.parseLong(said[1]));
    }
  }

  @Test
  void whyAMachineEndedIsSaid() throws IOException {
    try (var folder = new ClassFolder()) {
      assertThatThrownBy(() -> folder.run(JAVA, PATH, FirstStep.class, "1", "no.such.Net", "x"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("ClassNotFoundException: no.such.Net");
    }
  }

  @Test
  void whatGrewByLessThanItsArraysIsNoFigure() {
    assertThat(TulleContestant.memory(1_000, 999).number("bytes")).isEqualTo(1_000);
    Answer answer = TulleContestant.memory(998, 999);
    assertThat(answer.error()).contains("998").contains("999");
    assertThat(answer.number("bytes")).isNaN();
  }
}
