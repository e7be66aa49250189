package dev.tulle.compiler.codegen;

/** Java text in the making, indented by its braces. */
final class Lines {
  private final StringBuilder text = new StringBuilder();
  private int depth;

  void add(String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
  }

  /** Begins a block: {@code head {}. */
  void open(String head) {
    add(head + " {");
    depth++;
  }

  /** Begins a block without a head. */
  void openBlock() {
    add("{");
    depth++;
  }

  /** Ends a block and begins another: {@code } head {}. */
  void reopen(String head) {
    depth--;
    add("} " + head + " {");
    depth++;
  }

  void close() {
    depth--;
    add("}");
  }

  boolean isEmpty() {
    return text.length() == 0;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
