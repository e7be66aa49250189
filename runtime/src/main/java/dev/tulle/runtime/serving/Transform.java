package dev.tulle.runtime.serving;

import dev.tulle.runtime.recipe.Column;
import dev.tulle.runtime.recipe.FittedColumn;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A fitted column over one group of columns, as loops over the numbers of a row: the same
 * operations in double as {@link FittedColumn#apply}, so that the bits are the same, without its
 * garbage.
 */
final class Transform {
  /** An operation on the stretches of a stack, each as wide as the row. */
  private interface Operation {
    /**
     * @param stack rows of {@code width} numbers
     * @param top where the topmost begins
     */
    void run(double[] stack, int top, int width);
  }

  private record Step(Operation operation, int level) {}

  private final List<Step> steps = new ArrayList<>();
  private final int width;
  private int depth = 1;
  private Step[] program = {};

  private Transform(int width) {
    this.width = width;
  }

  /**
   * Empty where the column is computed from texts, from several groups of columns, or from none.
   */
  static Optional<Transform> of(FittedColumn column) {
    Set<FittedColumn> sources = new LinkedHashSet<>();
    if (!collect(column, sources) || sources.size() != 1) {
      return Optional.empty();
    }
    Transform transform = new Transform(sources.iterator().next().width());
    if (column.width() != transform.width) {
      return Optional.empty();
    }
    transform.compile(column, 0);
    transform.program = transform.steps.toArray(Step[]::new);
    return Optional.of(transform);
  }

  private static boolean collect(FittedColumn column, Set<FittedColumn> into) {
    if (column instanceof FittedColumn.Source
        || column instanceof FittedColumn.Sequence sequence
            && sequence.unit() == Column.Unit.NUMBERS) {
      into.add(column);
      return true;
    } else if (column instanceof FittedColumn.Arithmetic arithmetic) {
      return collect(arithmetic.left(), into) && collect(arithmetic.right(), into);
    } else if (column instanceof FittedColumn.Mapped mapped) {
      return collect(mapped.of(), into);
    } else if (column instanceof FittedColumn.Standardize standardize) {
      return collect(standardize.of(), into);
    }
    return column instanceof FittedColumn.Number;
  }

  /** Numbers a row; 0 where each row has its own length. */
  int width() {
    return width;
  }

  /** Whether rows of so many numbers can be prepared. */
  boolean fits(int numbers) {
    return isIdentity() || width == 0 || width == numbers;
  }

  /** Doubles that {@link #apply} works on: the row comes first, and the result too. */
  int stack(int numbers) {
    return Math.multiplyExact(numbers, depth + 1);
  }

  /** Whether nothing is done to a row. */
  boolean isIdentity() {
    return program.length == 1;
  }

  /**
   * Computes a row in place.
   *
   * @param stack {@link #stack} doubles; the first {@code numbers} are the row, and then the result
   */
  void apply(double[] stack, int numbers) {
    for (Step step : program) {
      step.operation().run(stack, step.level() * numbers, numbers);
    }
    System.arraycopy(stack, numbers, stack, 0, numbers);
  }

  /** Appends what leaves the column in the stretch {@code level + 1}; the row itself is 0. */
  private void compile(FittedColumn column, int level) {
    int at = level + 1;
    depth = Math.max(depth, at);
    if (column instanceof FittedColumn.Source || column instanceof FittedColumn.Sequence) {
      add(at, (stack, top, n) -> System.arraycopy(stack, 0, stack, top, n));
    } else if (column instanceof FittedColumn.Number number) {
      double value = number.value();
      add(at, (stack, top, n) -> java.util.Arrays.fill(stack, top, top + n, value));
    } else if (column instanceof FittedColumn.Mapped mapped) {
      compile(mapped.of(), level);
      Column.Function function = mapped.function();
      add(
          at,
          (stack, top, n) -> {
            for (int i = top; i < top + n; i++) {
              stack[i] = function.apply(stack[i]);
            }
          });
    } else if (column instanceof FittedColumn.Standardize standardize) {
      compile(standardize.of(), level);
      double[] mean = doubles(standardize.mean());
      double[] deviation = doubles(standardize.deviation());
      add(
          at,
          (stack, top, n) -> {
            for (int from = top; from < top + n; from += mean.length) {
              int count = Math.min(mean.length, top + n - from);
              for (int i = 0; i < count; i++) {
                stack[from + i] = (stack[from + i] - mean[i]) / deviation[i];
              }
            }
          });
    } else if (column instanceof FittedColumn.Arithmetic arithmetic) {
      compile(arithmetic.left(), level);
      compile(arithmetic.right(), at);
      add(at, operation(arithmetic.operator()));
    } else {
      throw new AssertionError(column);
    }
  }

  private void add(int level, Operation operation) {
    steps.add(new Step(operation, level));
  }

  /** Fewer numbers than a row has are those of channels, over and over. */
  private double[] doubles(List<Double> values) {
    double[] all = new double[width == 0 ? values.size() : width];
    for (int i = 0; i < all.length; i++) {
      all[i] = values.get(i % values.size());
    }
    return all;
  }

  /** The common ones are loops that become vectors. */
  private static Operation operation(Column.Operator operator) {
    return switch (operator) {
      case ADD ->
          (stack, top, n) -> {
            for (int i = top; i < top + n; i++) {
              stack[i] += stack[i + n];
            }
          };
      case SUBTRACT ->
          (stack, top, n) -> {
            for (int i = top; i < top + n; i++) {
              stack[i] -= stack[i + n];
            }
          };
      case MULTIPLY ->
          (stack, top, n) -> {
            for (int i = top; i < top + n; i++) {
              stack[i] *= stack[i + n];
            }
          };
      case DIVIDE ->
          (stack, top, n) -> {
            for (int i = top; i < top + n; i++) {
              stack[i] /= stack[i + n];
            }
          };
      case POWER, MINIMUM, MAXIMUM ->
          (stack, top, n) -> {
            for (int i = top; i < top + n; i++) {
              stack[i] = operator.apply(stack[i], stack[i + n]);
            }
          };
    };
  }
}
