package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.Buffer;
import dev.tulle.compiler.plan.Kernel;
import dev.tulle.compiler.plan.Value;
import dev.tulle.compiler.plan.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a kernel's method takes: arrays with an offset each, numbers of the host, keys of random
 * streams, the rows, and how long its one loop is where it has one.
 *
 * <p>Names say nothing of the net, so that equal kernels have equal text.
 */
final class Arguments {
  private final Map<Buffer, String> buffers = new LinkedHashMap<>();
  private final Map<Node, String> numbers = new LinkedHashMap<>();
  private final Map<Integer, String> keys = new LinkedHashMap<>();
  private final Set<Buffer> written = new LinkedHashSet<>();
  private final boolean counted;
  private boolean takesRows = true;
  private final Size count;

  Arguments(Kernel kernel) {
    Values.walk(
        kernel.roots(),
        v -> {
          if (v instanceof Value.Load load) {
            buffer(load.buffer());
          } else if (v instanceof Value.Host host && !(host.node().op() instanceof Op.Constant)) {
            numbers.putIfAbsent(host.node(), "number" + numbers.size());
          } else if (v instanceof Value.Random random) {
            keys.putIfAbsent(random.stream(), "key" + keys.size());
          }
        });
    kernel
        .stores()
        .forEach(
            s -> {
              buffer(s.buffer());
              written.add(s.buffer());
            });
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

  private void buffer(Buffer buffer) {
    buffers.putIfAbsent(buffer, "x" + buffers.size());
  }

  String array(Buffer buffer) {
    String name = buffers.get(buffer);
    if (name == null) {
      throw new IllegalStateException(buffer + " is no argument");
    }
    return name;
  }

  String number(Node node) {
    String name = numbers.get(node);
    if (name == null) {
      throw new IllegalStateException(node + " is no argument");
    }
    return name;
  }

  String key(int stream) {
    String name = keys.get(stream);
    if (name == null) {
      throw new IllegalStateException("stream " + stream + " is no argument");
    }
    return name;
  }

  Set<Buffer> buffers() {
    return buffers.keySet();
  }

  Set<Node> numbers() {
    return numbers.keySet();
  }

  Set<Integer> keys() {
    return keys.keySet();
  }

  /** Whether the length of the one loop is an argument, {@code count}. */
  boolean isCounted() {
    return counted;
  }

  /** Whether anything depends on the rows of the batch. */
  boolean takesRows() {
    return takesRows;
  }

  /** Nothing depends on the rows. */
  void dropRows() {
    takesRows = false;
  }

  Size count() {
    return count;
  }

  /** Types and names in order, without piece and pieces. */
  List<String[]> parameters() {
    var parameters = new ArrayList<String[]>();
    for (String name : buffers.values()) {
      parameters.add(new String[] {"float[]", name});
      parameters.add(new String[] {"int", name + "At"});
    }
    numbers.values().forEach(n -> parameters.add(new String[] {"float", n}));
    keys.values().forEach(k -> parameters.add(new String[] {"long", k}));
    if (takesRows) {
      parameters.add(new String[] {"int", "rows"});
    }
    if (counted) {
      parameters.add(new String[] {"int", "count"});
    }
    return parameters;
  }
}
