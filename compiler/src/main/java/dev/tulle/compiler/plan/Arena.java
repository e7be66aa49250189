package dev.tulle.compiler.plan;

import java.util.ArrayList;
import java.util.List;

/** Packs stretches that live for a while into as few floats as first fit finds. */
final class Arena {
  /** A stretch that is in use from kernel {@code first} to kernel {@code last}. */
  private record Stretch(long offset, long size, int first, int last) {}

  /** In the order of their offsets. */
  private final List<Stretch> placed = new ArrayList<>();

  private final long alignment;
  private long length;

  /**
   * @param start where the first stretch may begin
   * @param alignment all offsets and sizes are multiples of it
   */
  Arena(long start, long alignment) {
    this.length = start;
    this.alignment = alignment;
    if (start > 0) {
      placed.add(new Stretch(0, start, Integer.MIN_VALUE, Integer.MAX_VALUE));
    }
  }

  long length() {
    return length;
  }

  /** Where a stretch ends, rounded. */
  long end(long offset, long count) {
    return offset + rounded(count);
  }

  /** The lowest offset that is free for so long. */
  long place(long count, int first, int last) {
    long size = rounded(count);
    long offset = 0;
    for (Stretch stretch : placed) {
      boolean together = stretch.first() <= last && first <= stretch.last();
      if (together
          && stretch.offset() < offset + size
          && offset < stretch.offset() + stretch.size()) {
        offset = stretch.offset() + stretch.size();
      }
    }
    add(new Stretch(offset, size, first, last));
    length = Math.max(length, end(offset, count));
    return offset;
  }

  /**
   * Takes over the stretch at {@code offset}, which was in use up to {@code first}; says whether it
   * is free from then on, also of what the same kernel brings forth.
   */
  boolean inherit(long offset, long count, int first, int last) {
    long size = rounded(count);
    for (Stretch stretch : placed) {
      boolean handsOver = stretch.first() < first && stretch.last() == first;
      boolean together = stretch.first() <= last && first <= stretch.last() && !handsOver;
      if (together
          && stretch.offset() < offset + size
          && offset < stretch.offset() + stretch.size()) {
        return false;
      }
    }
    add(new Stretch(offset, size, first, last));
    return true;
  }

  private void add(Stretch stretch) {
    int at = placed.size();
    while (at > 0 && placed.get(at - 1).offset() > stretch.offset()) {
      at--;
    }
    placed.add(at, stretch);
  }

  private long rounded(long count) {
    return (Math.max(count, 1) + alignment - 1) / alignment * alignment;
  }
}
