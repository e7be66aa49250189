package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.ir.Symbol;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of floats that kernels read and write; compared by identity. {@link Place} says where
 * it lies.
 */
public final class Buffer {
  private final String name;
  private final Size count;
  private final @Nullable Storage storage;
  private final @Nullable Buffer base;
  private final List<Size> starts;

  /**
   * @param name the path of a stored tensor, or a hint
   * @param count its floats
   * @param storage what it is to the outside, or null for a value between kernels
   */
  Buffer(String name, Size count, @Nullable Storage storage) {
    this(name, count, storage, null, List.of());
  }

  private Buffer(
      String name,
      Size count,
      @Nullable Storage storage,
      @Nullable Buffer base,
      List<Size> starts) {
    this.name = name;
    this.count = count;
    this.storage = storage;
    this.base = base;
    this.starts = List.copyOf(starts);
  }

  /**
   * A part of this buffer.
   *
   * @param starts added up, the first float of the part; the symbols of a loop move it
   */
  Buffer view(String part, Size size, List<Size> starts) {
    List<Size> all = Stream.of(this.starts, starts).flatMap(List::stream).toList();
    return new Buffer(part, size, null, base(), all);
  }

  /** The buffer that this is a part of; itself where it is a whole. */
  public Buffer base() {
    return base == null ? this : base;
  }

  /** Added up, the first float in {@link #base}; empty for 0. */
  public List<Size> starts() {
    return starts;
  }

  /**
   * The floats among which rows of the batch lie one behind the other: all of {@link #base}, or
   * this part of it where that has such a stretch for each turn of a loop.
   */
  public Buffer stretch() {
    return isStretch() ? this : base();
  }

  private boolean isStretch() {
    return starts.stream().anyMatch(s -> s.symbols().contains(Symbol.ROWS));
  }

  public String name() {
    return name;
  }

  public Size count() {
    return count;
  }

  public @Nullable Storage storage() {
    return storage;
  }

  @Override
  public String toString() {
    return storage == null ? name + "[" + count + "]" : storage + " " + name;
  }
}
