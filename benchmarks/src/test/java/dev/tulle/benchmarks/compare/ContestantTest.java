package dev.tulle.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes that fail, as peers do. */
@Timeout(60)
class ContestantTest {
  /** Says its name, answers one question, and fails at the next; or fails at once. */
  public static final class Failing {
    private Failing() {}

    /**
     * Fails.
     *
     * @param arguments its name, if it has one
     */
    public static void main(String[] arguments) {
      if (arguments.length == 0) {
        throw new IllegalStateException("no name");
      }
      System.out.println("{\"name\": \"" + arguments[0] + "\", \"version\": \"1\"}");
      Scanner questions = new Scanner(System.in);
      questions.nextLine();
      System.out.println("{\"micros\": 3}");
      throw new IllegalStateException("cannot " + questions.nextLine());
    }
  }

  private static List<String> command(String... name) {
    return Stream.concat(
            Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Failing.class.getName()),
            Stream.of(name))
        .toList();
  }

  @Test
  void whyOneDidNotStartIsSaid() {
    assertThatThrownBy(() -> Contestant.start(command()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("before it said its name")
        .hasMessageContaining("IllegalStateException: no name");
  }

  @Test
  void oneThatEndedAnswersWithItsEnd() throws IOException {
    try (Contestant contestant = Contestant.start(command("Failing"))) {
      assertThat(contestant.name()).isEqualTo("Failing");
      assertThat(contestant.ask(Task.ONE, "lenet", 1).number("micros")).isEqualTo(3);
      for (int i = 0; i < 3; i++) {
        assertThat(contestant.ask(Task.TRAIN, "lenet", 1).error())
            .contains("IllegalStateException: cannot train lenet 1.0");
      }
    }
  }
}
