package dev.tulle.compiler.ir;

import java.util.List;
import java.util.Set;

/**
 * The primitive operators. {@code docs/ops.md} gives the rules of each; a new one touches the
 * places listed in {@code docs/architecture.md}.
 */
public sealed interface Op {
  /** A tensor from outside, by place and name. No inputs. */
  record Read(Storage storage, String name, Shape shape, ElementType type) implements Op {}

  /** A number written in the program. No inputs, shape []. */
  record Constant(double value) implements Op {}

  /** A size as a number, such as the rows of this batch. No inputs, shape []. */
  record Extent(Size size) implements Op {}

  /** The position along an axis, 0, 1, 2 …, as an index. No inputs. */
  record Iota(Shape shape, int axis) implements Op {}

  /**
   * Random numbers of a tensor, a function of seed, step, stream and element. No inputs.
   *
   * @param stream tells apart the random tensors of a program
   */
  record Random(Distribution distribution, Shape shape, int stream) implements Op {
    /** Which numbers. */
    public enum Distribution {
      /** Even over [0, 1). */
      UNIFORM,
      /** Mean 0, deviation 1. */
      NORMAL
    }
  }

  /** A function of each element. As many inputs as the function takes, of one shape. */
  record Map(ScalarFunction function) implements Op {}

  /**
   * Repeats a tensor along new axes. One input.
   *
   * @param shape the result's
   * @param axes the axis of the result for each axis of the input, ascending
   */
  record Broadcast(Shape shape, List<Integer> axes) implements Op {
    public Broadcast {
      axes = List.copyOf(axes);
    }
  }

  /**
   * Combines the elements along axes, which vanish. One input.
   *
   * @param axes those that vanish
   */
  record Reduce(Reduction reduction, Set<Integer> axes) implements Op {
    /** How elements are combined. */
    public enum Reduction {
      SUM,
      MAXIMUM,
      MINIMUM
    }

    public Reduce {
      axes = java.util.Collections.unmodifiableSortedSet(new java.util.TreeSet<>(axes));
    }
  }

  /**
   * The sum of products over the labels that the result lacks (Einstein's notation). Two inputs.
   *
   * @param left a label for each axis of the first input, all different
   * @param right likewise of the second
   * @param result likewise of the result; each is in {@code left} or {@code right}
   */
  record Contract(List<Integer> left, List<Integer> right, List<Integer> result) implements Op {
    public Contract {
      left = List.copyOf(left);
      right = List.copyOf(right);
      result = List.copyOf(result);
    }
  }

  /** The same elements in the same order under another shape. One input. */
  record Reshape(Shape shape) implements Op {}

  /**
   * Axes in another order. One input.
   *
   * @param permutation the input's axis for each axis of the result
   */
  record Transpose(List<Integer> permutation) implements Op {
    public Transpose {
      permutation = List.copyOf(permutation);
    }

    /**
     * Whether the rows of the batch get another place, as where steps come in front of them. Such a
     * tensor is worth a copy before it is multiplied: steps and rows then are one axis of the
     * product.
     */
    public boolean movesRows(Shape input) {
      int at = input.sizes().indexOf(Size.ROWS);
      return at >= 0 && permutation.indexOf(at) != at;
    }
  }

  /**
   * A box out of a tensor. One input.
   *
   * @param starts the first position by axis
   * @param shape the result's
   */
  record Slice(List<Size> starts, Shape shape) implements Op {
    public Slice {
      starts = List.copyOf(starts);
    }
  }

  /**
   * Zeros around a tensor: the adjoint of {@link Slice}. One input.
   *
   * @param before zeros before the first position by axis
   * @param shape the result's
   */
  record Pad(List<Size> before, Shape shape) implements Op {
    public Pad {
      before = List.copyOf(before);
    }
  }

  /** Tensors behind each other along an axis. One or more inputs. */
  record Concat(int axis) implements Op {}

  /**
   * Several axes in place of one, along which the same elements are seen in steps: windows. One
   * input.
   *
   * @param axis the input's axis that is replaced
   * @param start the position that is seen where all new axes stand at 0
   * @param strides how far a step along each new axis moves, at least 1
   * @param sizes of the new axes
   */
  record Window(int axis, long start, List<Long> strides, List<Size> sizes) implements Op {
    public Window {
      strides = List.copyOf(strides);
      sizes = List.copyOf(sizes);
    }

    /** How far from the first position on is seen. */
    public Size end() {
      return end(start, strides, sizes);
    }

    /** One more than the position to which all axes lead that stand at their end. */
    static Size end(long start, List<Long> strides, List<Size> sizes) {
      Sum last = Sum.of(start + 1);
      for (int i = 0; i < sizes.size(); i++) {
        Sum steps = Sum.of(sizes.get(i)).minus(Sum.of(1));
        last = last.plus(steps.times(Sum.of(strides.get(i))));
      }
      return last.size();
    }
  }

  /**
   * Several axes added up into one: the adjoint of {@link Window}. One input.
   *
   * @param axis the first of the input's axes that become one
   * @param start the position to which goes what stands at 0 of all of them
   * @param strides for each of these axes, how far a step along it moves, at least 1
   * @param size of the result's axis; where nothing goes are zeros
   */
  record Fold(int axis, long start, List<Long> strides, Size size) implements Op {
    public Fold {
      strides = List.copyOf(strides);
    }

    /** How far the result is added to, given the input's axes that become one. */
    public Size end(List<Size> sizes) {
      return Window.end(start, strides, sizes);
    }
  }

  /**
   * Picks out slices by their positions. Two inputs: {@code [batch…, n, rest…]} and the positions
   * {@code [batch…, picks…]}; the result is {@code [batch…, picks…, rest…]}. A position is rounded
   * down, and one outside of the axis takes the nearest that is inside.
   *
   * @param batch how many leading axes the inputs share
   */
  record Gather(int batch) implements Op {}

  /**
   * Adds slices up by their positions: the adjoint of {@link Gather}. Two inputs: {@code [batch…,
   * picks…, rest…]} and the positions {@code [batch…, picks…]}; the result is {@code [batch…, n,
   * rest…]}. Positions count as for {@link Gather}.
   *
   * @param batch how many leading axes the inputs share
   * @param size n
   */
  record Scatter(int batch, Size size) implements Op {}

  /**
   * Runs a graph, the step, once for each position of an axis, one after the other. Inputs: the
   * first value of each carried tensor, then the sequences, then what is captured: the same at all
   * steps. The result is several tensors, and {@link ScanResult} picks one: the last value of each
   * carried tensor, then what the steps have left behind, stacked along a new leading axis.
   *
   * <p>The step reads {@link Storage#CARRIED}, {@link Storage#ELEMENT} (a slice of a sequence's
   * leading axis) and {@link Storage#CAPTURED} under the names 0, 1 …, and writes {@link
   * Storage#CARRIED}, then {@link Storage#STACKED}, under such names and in their order. Its random
   * numbers are those of a tensor with the axis of steps in front.
   *
   * @param step a graph of its own: none of its nodes is of another graph
   * @param length how many steps there are
   * @param carried how many tensors a step hands to the next
   * @param sequences how many tensors are read step by step
   * @param reverse whether the last position comes first
   */
  record Scan(Graph step, Size length, int carried, int sequences, boolean reverse) implements Op {
    /** How many tensors there are to pick from. */
    public int results() {
      return step.writes().size();
    }

    /** The input that a read of the step stands for. */
    public int input(Read read) {
      int index = Integer.parseInt(read.name());
      return switch (read.storage()) {
        case CARRIED -> index;
        case ELEMENT -> carried + index;
        case CAPTURED -> carried + sequences + index;
        default -> throw new IllegalStateException("a step reads " + read);
      };
    }

    /** Without the step, which dumps show below. */
    @Override
    public String toString() {
      return "Scan[length=%s, carried=%d, sequences=%d, reverse=%b]"
          .formatted(length, carried, sequences, reverse);
    }
  }

  /**
   * One of the tensors that a scan brings forth. One input, the {@link Scan}.
   *
   * @param index the position among the writes of its step
   */
  record ScanResult(int index) implements Op {}
}
