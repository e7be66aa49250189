package dev.tulle.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.runtime.json.JsonException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is made of answers, with answers that nobody gave. */
class PerformancePageTest {
  private static void add(
      Results results, int threads, Task task, String model, String name, String... lines) {
    for (String line : lines) {
      try {
        results.add(new Results.Key(threads, task, model, name), Answer.read(line));
      } catch (JsonException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void anAnswerReadsWhatItWrote() throws JsonException {
    Answer answer = new Answer(Map.of("micros", 12.5, "runs", 3.0), "");
    assertThat(Answer.read(answer.write())).isEqualTo(answer);
    assertThat(answer.number("micros")).isEqualTo(12.5);
    assertThat(answer.number("bytes")).isNaN();
    Answer error = Answer.error("not among what this peer has");
    assertThat(Answer.read(error.write())).isEqualTo(error);
  }

  @Test
  void aFigureIsTheMedianOfTheRoundsWithoutErrors() {
    var results = new Results();
    add(
        results,
        1,
        Task.ONE,
        "lenet",
        "Tulle",
        "{\"micros\": 9}",
        "{\"micros\": 1}",
        "{\"error\": \"too warm\"}",
        "{\"micros\": 4}");
    add(results, 1, Task.ONE, "lenet", "JAX", "{\"error\": \"not among what this peer has\"}");
    assertThat(results.number(new Results.Key(1, Task.ONE, "lenet", "Tulle"), "micros"))
        .isEqualTo(4);
    assertThat(results.number(new Results.Key(2, Task.ONE, "lenet", "Tulle"), "micros")).isNaN();
    assertThat(results.contestants(1, Task.ONE)).containsExactly("Tulle");
  }

  @Test
  void thePageSaysWhatWasMeasured() {
    var results = new Results();
    add(results, 1, Task.TRAIN, "tiny_mlp", "Tulle", "{\"micros\": 20, \"warm\": 1.25}");
    add(results, 1, Task.TRAIN, "tiny_mlp", "PyTorch", "{\"micros\": 1500}");
    add(results, 1, Task.TRAIN, "tiny_mlp", "JAX", "{\"micros\": 50}");
    add(results, 1, Task.TRAIN, "lenet", "Tulle", "{\"micros\": 2000, \"warm\": 3}");
    add(results, 1, Task.TRAIN, "lenet", "PyTorch", "{\"micros\": 7000}");
    add(results, 2, Task.TRAIN, "tiny_mlp", "Tulle", "{\"micros\": 16, \"warm\": 1}");
    add(results, 2, Task.TRAIN, "tiny_mlp", "PyTorch", "{\"micros\": 1000}");
    add(results, 1, Task.MEMORY, "lenet", "Tulle", "{\"bytes\": 3145728, \"planned\": 1048576}");
    add(results, 1, Task.MEMORY, "lenet", "PyTorch", "{\"bytes\": 6291456}");
    add(
        results,
        1,
        Task.START,
        "lenet",
        Compare.VECTORS,
        "{\"answer\": 301, \"cpu\": 290, \"process\": 320}");
    var page =
        new PerformancePage(
            results,
            List.of("tiny_mlp", "lenet"),
            List.of(1, 2),
            Map.of("Tulle", "on Java 17"),
            Map.of("PyTorch compile", "not wanted"),
            100,
            5,
            1);
    // 3,680 multiplications and additions a row of tiny_mlp; 1,362,360 of lenet, of which 230,400
    // are with
    // the zeros around what the second convolution's gradient reads.
    String text = page.text("2026-01-31", "a processor");
    assertThat(text)
        .isEqualTo(
            """
            # Performance

            `benchmarks/compare` wrote this page on 2026-01-31 on a processor; what it says was measured in that run.

            Contestants: Tulle on Java 17.
            Left out: PyTorch compile (not wanted).
            Each had its turn 5 times for 1.0 s, one after the other; a figure is the median of the medians of its turns. A ratio above 1 means that Tulle is faster.
            A core multiplies and adds at most 100.0 GFLOP/s in vectors from registers; convolutions that take fewer multiplications than their sums have may compute more.

            ## A training step, one thread

            Microseconds, and the best peer's over Tulle's.

            | net | Tulle | PyTorch | JAX | ratio | GFLOP/s | warm after |
            | --- | --- | --- | --- | --- | --- | --- |
            | tiny_mlp | 20.0 | 1,500 | 50.0 | 2.50 | 11.8 | 1.3 s |
            | lenet | 2,000 | 7,000 |  | 3.50 | 87.2 | 3.0 s |

            ## A training step, 2 threads

            Microseconds, and the best peer's over Tulle's.

            | net | Tulle | PyTorch | ratio | GFLOP/s | warm after |
            | --- | --- | --- | --- | --- | --- |
            | tiny_mlp | 16.0 | 1,000 | 62.50 | 14.7 | 1.0 s |

            ## Two threads against one

            Time of one thread over that of two.

            | net | Tulle | PyTorch |
            | --- | --- | --- |
            | tiny_mlp | 1.25 | 1.50 |

            ## Memory of a training step

            MiB by which a new process that had trained a step of tiny_mlp, so that its libraries were loaded, grew at its
            highest while it made the net and trained one step, what its just-in-time compiler took included; for Tulle also
            what is planned: weights, gradients, the optimizer's memory and the workspace. Tulle's resnet20 computes four blocks
            again in backward, which is in its times as well; their arithmetic is counted once.

            | net | planned | Tulle | PyTorch |
            | --- | --- | --- | --- |
            | lenet | 1.0 | 3.0 | 6.0 |

            ## From the start of the virtual machine to the first prediction

            Milliseconds of an application that loads weights, predicts one row and ends, with vector kernels and with
            scalar ones: until the answer is there, what processors worked until then, and until the process has ended.
            Medians of several starts.

            | net | vectors: answer | vectors: cpu | vectors: process | scalars: answer | scalars: cpu | scalars: process |
            | --- | --- | --- | --- | --- | --- | --- |
            | lenet | 301 | 290 | 320 |  |  |  |
            """);
  }

  @Test
  void withoutPeersAndOtherTasksThePageHasNeitherRatiosNorTheirSections() {
    var results = new Results();
    add(results, 1, Task.ONE, "tiny_mlp", "Tulle", "{\"micros\": 2}");
    add(results, 2, Task.ONE, "tiny_mlp", "Tulle", "{\"micros\": 2}");
    String text = page(results).text("2026-01-31", "a processor");
    assertThat(text).contains("| tiny_mlp | 2.0 |  | ").doesNotContain("NaN", "Left out");
    assertThat(text.lines().filter(line -> line.startsWith("## ")))
        .containsExactly(
            "## A prediction for one row, one thread", "## A prediction for one row, 2 threads");
  }

  @Test
  void whoFailedIsSaidAndTheOthersFiguresStay() {
    var results = new Results();
    add(results, 1, Task.ONE, "tiny_mlp", "Tulle", "{\"error\": \"ended: too warm\"}");
    add(results, 1, Task.ONE, "tiny_mlp", "JAX", "{\"micros\": 4}");
    add(results, 1, Task.ONE, "lenet", "JAX", "{\"error\": \"not among what this peer has\"}");
    assertThat(page(results).text("2026-01-31", "a processor"))
        .contains("| tiny_mlp |  | 4.0 |  |  |\n")
        .endsWith("\n## What failed\n\n- Tulle, `one` of tiny_mlp, one thread: ended: too warm.\n");
  }

  private static PerformancePage page(Results results) {
    return new PerformancePage(
        results,
        List.of("tiny_mlp", "lenet"),
        List.of(1, 2),
        Map.of("Tulle", "on Java 17"),
        Map.of(),
        100,
        5,
        1);
  }
}
