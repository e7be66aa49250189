package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What `tulle library` prints. */
class LibraryCommandTest {
  @Test
  void listsEverything() {
    Cli all = Cli.run("library");
    assertThat(all.code()).isZero();
    assertThat(all.out())
        .contains("std.layers\n", "  Dense(units, bias = true, init = he_uniform)\n")
        .contains("std.schedules\n", "  cosine(to = 0)\n");
  }

  @Test
  void listsOneModule() {
    assertThat(Cli.run("library", "std.metrics").out()).startsWith("std.metrics\n  accuracy(");
    assertThat(Cli.run("library", "metrics").out()).doesNotContain("Dense");
  }

  @Test
  void tellsAllOfOneDefinition() {
    assertThat(Cli.run("library", "huber").out())
        .startsWith("fun huber(prediction, target, delta = 1)\n\n")
        .contains("Huber, 1964", "loss fit = huber(", "  let d = abs(prediction - target)");
  }

  @Test
  void offersANearName() {
    Cli unknown = Cli.run("library", "Dence");
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.err()).contains("no `Dence`", "`Dense`");
  }
}
