package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a kernel computes for one element; shared subexpressions are the same object. */
public sealed interface Value {
  /**
   * An element of a buffer.
   *
   * @param spot a computed distance besides, or null
   */
  record Load(Buffer buffer, Affine at, @Nullable Spot spot) implements Value {
    Load(Buffer buffer, Affine at) {
      this(buffer, at, null);
    }
  }

  /** A whole number: a position, rounded down and brought within an axis of {@code count}. */
  record Within(Value position, Size count) implements Value {}

  /** A distance that is computed: a position times the stride of its axis. */
  record Spot(Within position, Size stride) {}

  /** A number known when the code is written. */
  record Number(double value) implements Value {}

  /** A number that the generated class computes before the kernel runs. */
  record Host(Node node) implements Value {}

  /** A position as a number. */
  record Position(Affine at) implements Value {}

  /** A random number of a stream. */
  record Random(Op.Random.Distribution distribution, int stream, Affine element) implements Value {}

  /** A function of other values. */
  record Apply(ScalarFunction function, List<Value> inputs) implements Value {
    public Apply {
      inputs = List.copyOf(inputs);
    }
  }

  /** The result of the kernel's reduction of that number. */
  record Reduced(int index) implements Value {}

  /** The sum of products that a product kernel has in its registers. */
  record Accumulator() implements Value {}
}
