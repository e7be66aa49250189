package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Storage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the tensors of a scan lie: what its turns read and write, and what is left when it is done.
 *
 * <p>Slices of sequences and of results move through their buffers, nothing is copied. A carried
 * tensor has two slots that it takes by turns; where anything asks for its value at every step, it
 * has a slot for each step and one more for the first value, and the stack of its values is a part
 * of that buffer.
 */
final class ScanLayout {
  private final Op.Scan scan;
  private final int number;
  private final List<Buffer> carried = new ArrayList<>();
  private final List<Buffer> stacked = new ArrayList<>();
  private final List<Boolean> stacks = new ArrayList<>();

  /**
   * @param number tells its loop from the others of the function
   */
  ScanLayout(Node node, int number) {
    this.scan = (Op.Scan) node.op();
    this.number = number;
    String hint = node.hint().isEmpty() ? "scan" : node.hint();
    List<Graph.Write> writes = scan.step().writes();
    for (int j = 0; j < scan.carried(); j++) {
      boolean stack = !scan.length().isKnown();
      for (int k = scan.carried(); k < writes.size(); k++) {
        stack |= isAfter(k, j) || isBefore(k, j);
      }
      Size slots = stack ? slots() : Size.of(2);
      stacks.add(stack);
      carried.add(new Buffer(name(writes.get(j), hint), count(j).times(slots), null));
    }
    for (int k = scan.carried(); k < writes.size(); k++) {
      Buffer whole = null;
      for (int j = 0; j < scan.carried() && whole == null; j++) {
        if (isAfter(k, j) || isBefore(k, j)) {
          boolean behindFirst = isAfter(k, j) != scan.reverse();
          whole =
              part(carried.get(j), count(j).times(scan.length()), behindFirst ? count(j) : null);
        }
      }
      stacked.add(
          whole != null
              ? whole
              : new Buffer(name(writes.get(k), hint), count(k).times(scan.length()), null));
    }
  }

  private static String name(Graph.Write write, String hint) {
    String own = write.value().hint();
    return own.isEmpty() ? hint : own;
  }

  /** A slot for each step and one for the first value. */
  private Size slots() {
    Size length = scan.length();
    return Size.of(
        1 + (length.isKnown() ? length.value() : (long) length.symbols().get(0).bound()));
  }

  private Size count(int write) {
    return scan.step().writes().get(write).value().shape().count();
  }

  /** Whether result {@code k} is what carried tensor {@code j} has become at each step. */
  private boolean isAfter(int k, int j) {
    List<Graph.Write> writes = scan.step().writes();
    return writes.get(k).value() == writes.get(j).value();
  }

  /** Whether result {@code k} is what each step finds of carried tensor {@code j}. */
  private boolean isBefore(int k, int j) {
    Graph.Write write = scan.step().writes().get(k);
    return isFound(write) && write.value().op() instanceof Op.Read read && scan.input(read) == j;
  }

  /** Whether a step leaves behind what it finds of a carried tensor. */
  static boolean isFound(Graph.Write write) {
    return write.storage() == Storage.STACKED
        && write.value().op() instanceof Op.Read read
        && read.storage() == Storage.CARRIED;
  }

  private static Buffer part(Buffer whole, Size count, @Nullable Size start) {
    return whole.view(whole.name(), count, start == null ? List.of() : List.of(start));
  }

  /** The result as it lies when the loop is done. */
  Buffer result(int index) {
    if (index >= scan.carried()) {
      return stacked.get(index - scan.carried());
    }
    Size steps = scan.length();
    Size slot = Size.of(0);
    if (stacks.get(index)) {
      slot = scan.reverse() ? slot : steps;
    } else {
      slot = Size.of(scan.reverse() ? 1 : steps.value() % 2);
    }
    return slot(carried.get(index), count(index), slot);
  }

  private static Buffer slot(Buffer whole, Size count, Size slot) {
    return part(whole, count, slot.coefficient() == 0 ? null : slot.times(count));
  }

  /** Where the first value of a carried tensor goes. */
  Buffer first(int index) {
    Size steps = scan.length();
    Size slot = Size.of(0);
    if (scan.reverse()) {
      slot = stacks.get(index) ? steps : Size.of((steps.value() - 1) % 2);
    }
    return slot(carried.get(index), count(index), slot);
  }

  /** Where a turn finds a carried tensor. */
  Buffer before(int index) {
    return slot(index, false);
  }

  private Buffer slot(int index, boolean after) {
    Size count = count(index);
    if (!stacks.get(index)) {
      Size slot = Size.of(after ? Repeat.to(number) : Repeat.from(number));
      return part(carried.get(index), count, slot.times(count));
    }
    var starts = new ArrayList<>(List.of(Size.of(Repeat.at(number)).times(count)));
    if (after != scan.reverse()) {
      starts.add(count);
    }
    return carried.get(index).view(carried.get(index).name(), count, starts);
  }

  /** Where a turn leaves what the step writes; null where it lies there already. */
  @Nullable Buffer written(Graph.Write write) {
    int name = Integer.parseInt(write.name());
    int index = write.storage() == Storage.CARRIED ? name : scan.carried() + name;
    if (index < scan.carried()) {
      return slot(index, true);
    }
    for (int j = 0; j < scan.carried(); j++) {
      if (isAfter(index, j) || isBefore(index, j)) {
        return null;
      }
    }
    return element(stacked.get(index - scan.carried()), count(index));
  }

  /** The slice of a sequence that a turn reads. */
  Buffer element(Buffer sequence, Shape slice) {
    return element(sequence, slice.count());
  }

  private Buffer element(Buffer sequence, Size count) {
    return part(sequence, count, Size.of(Repeat.at(number)).times(count));
  }
}
