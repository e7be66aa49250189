package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Storage;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of floats that kernels read and write; compared by identity. {@link Place} says where
 * it lies.
 */
public final class Buffer {
  private final String name;
  private final Size count;
  private final @Nullable Storage storage;

  /**
   * @param name the path of a stored tensor, or a hint
   * @param count its floats
   * @param storage what it is to the outside, or null for a value between kernels
   */
  Buffer(String name, Size count, @Nullable Storage storage) {
    this.name = name;
    this.count = count;
    this.storage = storage;
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
