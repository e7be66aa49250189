package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Tensors side by side in one array, each from the beginning of a line of the cache on.
 *
 * @param entries in the order of their offsets
 * @param length floats in all, with the slack that vector loads need
 */
public record Placed(List<Entry> entries, long length) {
  /** A tensor, its first float, and whether an optimizer moves it. */
  public record Entry(Program.Stored tensor, long offset, boolean trained) {}

  public Placed {
    entries = List.copyOf(entries);
  }

  static Placed of(List<Program.Stored> tensors, Set<String> trained) {
    var entries = new ArrayList<Entry>();
    long offset = ProgramPlan.LEAD;
    for (Program.Stored tensor : tensors) {
      entries.add(new Entry(tensor, offset, trained.contains(tensor.path())));
      offset += (tensor.shape().count().value() + 15) / 16 * 16;
    }
    return new Placed(entries, offset + ProgramPlan.SLACK);
  }

  /** The offset of the tensor of that path. */
  public long offset(String path) {
    return entries.stream()
        .filter(e -> e.tensor().path().equals(path))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no tensor is called " + path))
        .offset();
  }
}
