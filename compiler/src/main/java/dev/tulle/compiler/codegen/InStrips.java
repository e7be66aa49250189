package dev.tulle.compiler.codegen;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a function of the training does for one strip of rows after the other, and what it does once
 * before and behind that; a function without strips does everything within.
 */
record InStrips(
    List<Steps.Step> before,
    Steps.@Nullable StripLoop loop,
    List<Steps.Step> within,
    List<Steps.Step> behind) {
  static InStrips of(List<Steps.Step> steps) {
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof Steps.StripLoop loop) {
        return new InStrips(
            steps.subList(0, i), loop, loop.steps(), steps.subList(i + 1, steps.size()));
      }
    }
    return new InStrips(List.of(), null, steps, List.of());
  }

  /**
   * The statements of the function, whose rows stand in a parameter and, for kernels, in fields.
   *
   * @param calls what is done for a strip
   */
  String statements(String before, String calls, String behind) {
    if (loop == null) {
      return calls;
    }
    int rows = loop.strips().rows();
    var clears = new Lines();
    loop.clears().forEach(clears::add);
    var lines = new Lines();
    lines.add("// One strip of rows after the other: what each gives adds up.");
    String next = rows == 1 ? "first++" : "first += " + rows;
    lines.open("for (first = 0; first < rows; %s)".formatted(next));
    lines.add(
        "this.rows = %s;".formatted(rows == 1 ? "1" : "Math.min(" + rows + ", rows - first)"));
    calls.lines().forEach(lines::add);
    lines.close();
    if (!behind.isEmpty()) {
      lines.add("this.rows = rows;");
    }
    return clears + before + lines + behind;
  }
}
