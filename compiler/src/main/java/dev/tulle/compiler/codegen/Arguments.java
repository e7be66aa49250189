package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Symbol;
import dev.tulle.compiler.plan.Buffer;
import dev.tulle.compiler.plan.Kernel;
import dev.tulle.compiler.plan.Value;
import dev.tulle.compiler.plan.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a kernel's method takes: arrays with an offset each, numbers of the host, keys of random
 * streams, the rows, lengths that vary, and how long its one loop is where it has one.
 *
 * <p>As they come names say nothing of the net, so that equal kernels have equal text.
 */
final class Arguments {
  /** Names that a kernel's text has for its own use. */
  static final List<String> RESERVED =
      List.of(
          "rows", "first", "count", "piece", "pieces", "from", "to", "row", "column", "chunk",
          "end", "rest", "last", "flat", "i", "k", "sums", "panel", "seen");

  private final List<Buffer> buffers;
  private final Map<Buffer, Integer> positions;
  private final List<Node> numbers;
  private final List<Integer> keys;
  private final Set<Buffer> loaded;
  private final Set<Buffer> written;
  private final List<String> names;
  private final boolean counted;
  private final Size count;
  private final List<Symbol> lengths;
  private boolean takesRows = true;

  Arguments(Kernel kernel) {
    lengths = new ArrayList<>(KernelLengths.of(kernel));
    buffers = new ArrayList<>();
    positions = new LinkedHashMap<>();
    loaded = new LinkedHashSet<>();
    written = new LinkedHashSet<>();
    Set<Node> numbers = new LinkedHashSet<>();
    Set<Integer> keys = new LinkedHashSet<>();
    Values.walk(
        kernel.roots(),
        v -> {
          if (v instanceof Value.Load load) {
            add(load.buffer());
            loaded.add(load.buffer());
          } else if (v instanceof Value.Host host && !(host.node().op() instanceof Op.Constant)) {
            numbers.add(host.node());
          } else if (v instanceof Value.Random random) {
            keys.add(random.stream());
          }
        });
    kernel
        .stores()
        .forEach(
            s -> {
              add(s.buffer());
              written.add(s.buffer());
            });
    this.numbers = List.copyOf(numbers);
    this.keys = List.copyOf(keys);
    int size = buffers.size() + numbers.size() + keys.size();
    names = IntStream.range(0, size).mapToObj(i -> "x" + i).toList();
    if (kernel instanceof Kernel.Loop loop
        && loop.outer().isEmpty()
        && loop.middle().isEmpty()
        && !loop.columns()
        && loop.inner().size() == 1) {
      counted = true;
      count = loop.inner().get(0);
    } else {
      counted = false;
      count = Size.ONE;
    }
  }

  private Arguments(Arguments of, List<String> names) {
    buffers = of.buffers;
    positions = of.positions;
    numbers = of.numbers;
    keys = of.keys;
    loaded = of.loaded;
    written = of.written;
    counted = of.counted;
    count = of.count;
    takesRows = of.takesRows;
    lengths = of.lengths;
    this.names = List.copyOf(names);
  }

  /** The same under other names: those of the buffers, of the numbers, of the keys. */
  Arguments named(List<String> names) {
    return new Arguments(this, names);
  }

  /** A tensor from outside that is read and written is one argument. */
  private void add(Buffer buffer) {
    if (positions.containsKey(buffer)) {
      return;
    }
    for (int i = 0; i < buffers.size(); i++) {
      Buffer other = buffers.get(i);
      if (buffer.storage() != null
          && buffer.storage() == other.storage()
          && buffer.name().equals(other.name())) {
        positions.put(buffer, i);
        return;
      }
    }
    positions.put(buffer, buffers.size());
    buffers.add(buffer);
  }

  String array(Buffer buffer) {
    Integer position = positions.get(buffer);
    if (position == null) {
      throw new IllegalStateException(buffer + " is no argument");
    }
    return names.get(position);
  }

  String number(Node node) {
    int position = numbers.indexOf(node);
    if (position < 0) {
      throw new IllegalStateException(node + " is no argument");
    }
    return names.get(buffers.size() + position);
  }

  String key(int stream) {
    int position = keys.indexOf(stream);
    if (position < 0) {
      throw new IllegalStateException("stream " + stream + " is no argument");
    }
    return names.get(buffers.size() + numbers.size() + position);
  }

  List<Buffer> buffers() {
    return buffers;
  }

  List<Node> numbers() {
    return numbers;
  }

  List<Integer> keys() {
    return keys;
  }

  List<String> names() {
    return names;
  }

  boolean isWritten(Buffer buffer) {
    return written.stream().anyMatch(w -> isSameArgument(w, buffer));
  }

  /**
   * Whether what the caller has there matters: the kernel loads it, and not only its own result.
   */
  boolean isRead(Buffer buffer) {
    return loaded.stream().anyMatch(l -> !written.contains(l) && isSameArgument(l, buffer));
  }

  private boolean isSameArgument(Buffer a, Buffer b) {
    return Objects.equals(positions.get(a), positions.get(b));
  }

  /** Whether the length of the one loop is an argument, {@code count}. */
  boolean isCounted() {
    return counted;
  }

  /** Whether anything depends on the rows of the batch. */
  boolean takesRows() {
    return takesRows;
  }

  /** The lengths that it takes. */
  List<Symbol> lengths() {
    return lengths;
  }

  /** Nothing depends on that length. */
  void drop(Symbol length) {
    lengths.remove(length);
  }

  /** Nothing depends on the rows. */
  void dropRows() {
    takesRows = false;
  }

  /** Leaves out what those of a kernel that reads alike do without. */
  void dropAsIn(Arguments other) {
    takesRows = other.takesRows;
    lengths.retainAll(other.lengths);
  }

  Size count() {
    return count;
  }

  /** Types and names in order, without piece and pieces. */
  List<String[]> parameters() {
    var parameters = new ArrayList<String[]>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (i < buffers.size()) {
        parameters.add(new String[] {"float[]", name});
        parameters.add(new String[] {"int", name + "At"});
      } else {
        boolean number = i < buffers.size() + numbers.size();
        parameters.add(new String[] {number ? "float" : "long", name});
      }
    }
    if (takesRows) {
      parameters.add(new String[] {"int", "rows"});
    }
    lengths.forEach(l -> parameters.add(new String[] {"int", l.variable()}));
    if (counted) {
      parameters.add(new String[] {"int", "count"});
    }
    return parameters;
  }
}
