package dev.tulle.compiler.codegen;

import dev.tulle.compiler.plan.ProgramPlan;
import java.util.List;

/** Writes what a serving class lays out of its weights when it gets them. */
final class ServingPanels {
  private static final String METHOD = "panels";

  private static final StepMethods.Style STYLE =
      StepMethods.Style.whole("private static", List.of("weights", "panels"));

  private final Steps load;
  private final long floats;

  ServingPanels(ProgramPlan plan, Steps load) {
    this.load = load;
    this.floats = plan.served().panels();
  }

  /** Whether products read all weights where they lie. */
  boolean isEmpty() {
    return floats == 0;
  }

  /** An argument of the constructor, with a comma behind it, or nothing. */
  String made(String weights) {
    return isEmpty() ? "" : METHOD + "(" + weights + ".array()), ";
  }

  void add(Members members) {
    if (isEmpty()) {
      return;
    }
    List<StepMethods.Part> parts = StepMethods.parts("layPanels", load.steps());
    Lines lines = new Lines();
    lines.add("float[] panels = new float[Layout.LEAD + %s + Layout.SLACK];".formatted(floats));
    StepMethods.calls(parts, p -> STYLE.arguments(p.steps())).lines().forEach(lines::add);
    lines.add("return panels;");
    members.method(
        "private static float[]",
        METHOD,
        "float[] weights",
        lines.toString(),
        "The weights of products, once more, as these read them.\n");
    StepMethods.add(members, parts, STYLE, "Weights in panels");
  }
}
