package dev.tulle.runtime.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.tulle.runtime.Port;
import dev.tulle.runtime.kernel.Workspace;
import dev.tulle.runtime.kernel.Workspaces;
import dev.tulle.runtime.recipe.Cells;
import dev.tulle.runtime.recipe.Column;
import dev.tulle.runtime.recipe.FittedColumn;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InputTest {
  private static final int WIDTH = 5;
  private static final FittedColumn SOURCE =
      new FittedColumn.Source(List.of("a", "b", "c", "d", "e"));

  private final SplittableRandom random = new SplittableRandom(4);

  private FittedColumn column(int depth) {
    if (depth == 0) {
      return random.nextInt(4) == 0 ? new FittedColumn.Number(random.nextDouble(0.5, 2)) : SOURCE;
    }
    FittedColumn of = column(depth - 1);
    return switch (random.nextInt(4)) {
      case 0 -> new FittedColumn.Mapped(Column.Function.ABS, of);
      case 1 ->
          new FittedColumn.Standardize(
              of,
              random.doubles(of.width()).boxed().toList(),
              random.doubles(of.width(), 0.1, 3).boxed().toList());
      default -> {
        Column.Operator[] operators = Column.Operator.values();
        FittedColumn other = column(random.nextInt(depth));
        yield new FittedColumn.Arithmetic(operators[random.nextInt(operators.length)], of, other);
      }
    };
  }

  /** What {@code Dataset} of the training does: the fitted column in double, rounded once. */
  private static float[] reference(FittedColumn column, float[] row) {
    Map<String, Object> cells = new LinkedHashMap<>();
    for (int i = 0; i < WIDTH; i++) {
      cells.put(String.valueOf((char) ('a' + i)), row[i]);
    }
    double[] values = new double[column.width()];
    column.apply(Cells.of(cells), values, 0);
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static Input input(FittedColumn column) {
    return new Input(new Port("x", List.of(WIDTH), false, "", 0), Optional.of(column));
  }

  @Test
  void arraysGiveTheBitsOfRows() {
    Workspace space = new Workspaces().take();
    int compared = 0;
    for (int trial = 0; trial < 2_000; trial++) {
      FittedColumn column = column(1 + trial % 4);
      if (Transform.of(column).isEmpty()) {
        continue;
      }
      float[] rows = new float[3 * WIDTH];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = (float) random.nextDouble(0.1, 4);
      }
      float[] wanted = reference(column, java.util.Arrays.copyOfRange(rows, WIDTH, 2 * WIDTH));
      float[] into = new float[WIDTH + 2];
      try {
        input(column).put(rows, 1, 1, space, into, 2);
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageContaining("finite");
        continue;
      }
      assertThat(java.util.Arrays.copyOfRange(into, 2, into.length)).isEqualTo(wanted);
      compared++;
    }
    assertThat(compared).isGreaterThan(500);
  }

  @Test
  void steadyTransformsAllocateNothing() {
    Input input =
        input(
            new FittedColumn.Arithmetic(
                Column.Operator.DIVIDE, SOURCE, new FittedColumn.Number(16)));
    Workspace space = new Workspaces().take();
    float[] rows = new float[100 * WIDTH];
    float[] into = new float[rows.length];
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

  @Test
  void whatIsNoNumberAfterwardsIsASentence() {
    Input input = input(new FittedColumn.Mapped(Column.Function.LOG, SOURCE));
    assertThatThrownBy(
            () ->
                input.put(
                    new float[] {1, 2, 0, 4, 5}, 0, 1, new Workspaces().take(), new float[5], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "`x`[2] of row 0 is 0.0, of which `data` makes -Infinity; a net takes finite numbers");
  }

  @Test
  void textsAreRefusedAsArrays() {
    Input input =
        input(
            new FittedColumn.Arithmetic(
                Column.Operator.ADD,
                SOURCE,
                new FittedColumn.Source(List.of("f", "g", "h", "i", "j"))));
    assertThatThrownBy(() -> input.check(new float[5], 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("give rows by the names of their columns");
  }
}
