package dev.tulle.runtime.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tulle.runtime.Port;
import dev.tulle.runtime.kernel.Workspace;
import dev.tulle.runtime.kernel.Workspaces;
import dev.tulle.runtime.recipe.ClassNames;
import dev.tulle.runtime.recipe.FittedColumn;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextInputTest {
  private final Workspace space = new Workspaces().take();

  private static TextInput input(ClassNames classes) {
    FittedColumn column =
        new FittedColumn.OneHot(new FittedColumn.Source(List.of("c")), List.of(classes));
    return new TextInput(new Port("x", List.of(3), false, "", 0), Optional.of(column));
  }

  private float[] row(TextInput input, String text) {
    float[] into = {9, 9, 9, 9, 9};
    input.put(new String[] {"unread", text}, 1, 1, space, into, 1);
    return into;
  }

  @Test
  void textsAreFoundAsInAFile() {
    TextInput colours = input(new ClassNames(List.of("blue", "green", "red"), false));
    assertThat(row(colours, "green")).containsExactly(9, 0, 1, 0, 9);
    assertThat(row(colours, " red ")).containsExactly(9, 0, 0, 1, 9);
    TextInput months = input(new ClassNames(List.of("1", "7", "12"), true));
    assertThat(row(months, "12")).containsExactly(9, 0, 0, 1, 9);
    assertThat(row(months, "7.0")).containsExactly(9, 0, 1, 0, 9);
  }

  @Test
  void steadyTextsAllocateNothing() {
    TextInput input = input(new ClassNames(List.of("blue", "green", "red"), false));
    String[] rows = new String[100];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = List.of("blue", "green", "red").get(i % 3);
    }
    float[] into = new float[3 * rows.length];
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = Long.MAX_VALUE;
    long start = System.nanoTime();
    while (allocated > 0 && System.nanoTime() - start < 60_000_000_000L) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 100; i++) {
        input.put(rows, 0, 100, space, into, 0);
      }
      allocated = Math.max(0, threads.getCurrentThreadAllocatedBytes() - before - 64);
    }
    assertThat(allocated).isZero();
  }
}
