package dev.tulle.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.runtime.TrainingNet;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * HotSpot's first compiler has about 10,000 registers for a method and what it takes into it. A
 * kernel with more may stay for ever at the code without a profile that it had until then, which
 * allocates every vector: it happened to one training of seven.
 */
@Tag("jdk")
class FirstCompilerTest {
  private static final int STEPS = 40;

  @TempDir Path folder;

  /**
   * Takes steps in a VM that compiles nearly at once, and only with the first compiler: all that
   * runs in it, so the net's classes come from outside.
   */
  public static void main(String[] arguments) {
    TrainingNet training = SteadySteps.training(FirstCompilerTest.class.getClassLoader());
    training.lengths(17);
    training.initialize(5);
    SteadySteps.fill(training);
    for (int step = 1; step <= STEPS; step++) {
      training.gradient(SteadySteps.ROWS, 1, step);
      training.update(step, STEPS, STEPS);
    }
  }

  @Test
  void hasRegistersForEveryKernel() throws Exception {
    for (Map.Entry<String, byte[]> made : SteadySteps.classes(SteadyAttentionTest.NET).entrySet()) {
      Path file = folder.resolve(made.getKey().replace('.', '/') + ".class");
      Files.createDirectories(file.getParent());
      Files.write(file, made.getValue());
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process vm =
        new ProcessBuilder(
                List.of(
                    java,
                    "--add-modules",
                    "jdk.incubator.vector",
                    "-Dtulle.test.kernels=vector",
                    "-XX:TieredStopAtLevel=3",
                    "-XX:CompileThresholdScaling=0.01",
                    "-XX:+UseSerialGC",
                    "-XX:+PrintCompilation",
                    "-cp",
                    folder + File.pathSeparator + System.getProperty("java.class.path"),
                    FirstCompilerTest.class.getName()))
            .redirectErrorStream(true)
            .start();
    String printed = new String(vm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(vm.waitFor()).as(printed).isZero();
    List<String> kernels =
        printed.lines().filter(line -> line.contains("NetTrainingVector::")).toList();
    assertThat(kernels).anyMatch(line -> line.contains("multiHeadAttention1No3 "));
    assertThat(kernels).noneMatch(line -> line.contains("out of virtual registers"));
  }
}
