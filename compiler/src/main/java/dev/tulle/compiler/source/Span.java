package dev.tulle.compiler.source;

/**
 * A stretch of a file: offsets from {@code start} (inclusive) to {@code end} (exclusive).
 *
 * @param file the file
 * @param start the first offset
 * @param end the offset behind the last character; equal to {@code start} for a place
 */
public record Span(SourceFile file, int start, int end) {
  public Span {
    if (start < 0 || end < start || end > file.text().length()) {
      throw new IllegalArgumentException(start + ".." + end + " is outside of " + file);
    }
  }

  /** The smallest span over both; both are of one file. */
  public Span to(Span other) {
    return new Span(file, Math.min(start, other.start), Math.max(end, other.end));
  }

  /** Whether all of another span lies in this one. */
  public boolean contains(Span other) {
    return file == other.file && start <= other.start && other.end <= end;
  }

  public int line() {
    return file.line(start);
  }

  public int column() {
    return file.column(start);
  }

  public String text() {
    return file.text().substring(start, end);
  }

  /** {@code file:line:column}, as compilers print it. */
  @Override
  public String toString() {
    return file.name() + ":" + line() + ":" + column();
  }
}
