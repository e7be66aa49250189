package dev.tulle.compiler.codegen;

import com.palantir.javapoet.ClassName;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.plan.ProgramPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Writes what a training class says of itself: ports, layouts, losses, metrics, the recipe. */
final class TrainingFacts {
  private final Program program;
  private final Program.Training training;
  private final ProgramPlan plan;
  private final ClassName serving;
  private final Offsets offsets;

  TrainingFacts(ProgramPlan plan, Program.Training training, ClassName serving, Offsets offsets) {
    this.plan = plan;
    this.program = plan.program();
    this.training = training;
    this.serving = serving;
    this.offsets = offsets;
  }

  void add(Members members) {
    String owner = TypedText.own(serving);
    members.override(
        "public String", "name", "", "return " + Literals.text(program.name()) + ";\n");
    members.override("public int", "edition", "", "return " + program.edition() + ";\n");
    members.override("public List<Port>", "inputs", "", "return " + owner + ".INPUTS;\n");
    members.override("public List<Port>", "targets", "", "return TARGETS;\n");
    members.override("public Layout", "layout", "", "return " + owner + ".LAYOUT;\n");
    members.override("public Layout", "slotLayout", "", "return SLOTS;\n");
    members.override(
        "public List<String>", "losses", "", "return " + Literals.texts(training.losses()) + ";\n");
    members.override(
        "public int", "evaluatedLosses", "", "return " + training.evaluated().size() + ";\n");
    List<Program.Metric> metrics = training.metrics();
    members.override(
        "public List<String>",
        "metrics",
        "",
        "return " + Literals.texts(metrics.stream().map(Program.Metric::name).toList()) + ";\n");
    members.override("public boolean", "higherIsBetter", "int index", higherIsBetter(metrics));
    members.override(
        "public Recipe", "recipe", "", "return " + Literals.recipe(training.recipe()) + ";\n");
    members.override(
        "public DataSource", "data", "", "return " + Literals.data(training.data()) + ";\n");
    if (!training.average().isEmpty()) {
      members.override(
          "protected String",
          "averages",
          "",
          "return " + Literals.text(training.average()) + ";\n");
    }
    members.override("public int", "offset", "String port", ports());
    members.override(
        "public Model",
        "model",
        "Map<String, String> metadata",
        "return " + owner + ".bound(weights, metadata);\n");
  }

  private static String higherIsBetter(List<Program.Metric> metrics) {
    String none = "throw new IndexOutOfBoundsException(index);";
    if (metrics.isEmpty()) {
      return none + "\n";
    }
    Lines lines = new Lines();
    lines.open("return switch (index)");
    for (int i = 0; i < metrics.size(); i++) {
      lines.add("case %s -> %s;".formatted(i, metrics.get(i).higherIsBetter()));
    }
    lines.add("default -> " + none);
    return lines + "};\n";
  }

  private String ports() {
    var ports = new ArrayList<>(program.inputs());
    ports.addAll(program.targets());
    Lines lines = new Lines();
    String unknown =
        "throw new IllegalArgumentException(\"no input or target is called `\" + port + \"`\");";
    if (ports.isEmpty()) {
      lines.add(unknown);
      return lines.toString();
    }
    lines.open("return switch (port)");
    for (Program.Port port : ports) {
      Long before = plan.ports().get(port.name());
      String at = offsets.port(port.name(), before == null ? 0 : before, port.shape().count());
      lines.add("case %s -> %s;".formatted(Literals.text(port.name()), at));
    }
    lines.add("default -> " + unknown);
    return lines + "};\n";
  }

  void addMetrics(Members members) {
    int losses = training.evaluated().stream().mapToInt(Program.Metric::means).sum();
    addValues(members, "meanLosses", training.evaluated(), 0);
    addValues(members, "metricValues", training.metrics(), losses);
  }

  private static void addValues(
      Members members, String method, List<Program.Metric> metrics, int firstSum) {
    Lines lines = new Lines();
    int sum = firstSum;
    var results = new ArrayList<String>();
    Set<String> taken = new HashSet<>(Set.of("sums", "rows"));
    for (Program.Metric metric : metrics) {
      Map<String, Expression> reads = new HashMap<>();
      for (int i = 0; i < metric.means(); i++) {
        String mean = "sums[" + sum++ + "] / rows";
        reads.put(metric.sum(i), new Expression(mean, Expression.PRODUCT));
      }
      Node value = metric.value().writes().get(0).value();
      String name = Identifiers.unique(Identifiers.camel(metric.name()), taken);
      lines.add("double " + name + " = " + HostCode.of(value, Map.of(), reads) + ";");
      results.add(name);
    }
    lines.add("return new double[] {" + String.join(", ", results) + "};");
    members.override("public double[]", method, "double[] sums, long rows", lines.toString());
  }

  /** Names of the sums that evaluation makes: what losses need, then what metrics do. */
  static List<String> sumNames(Program.Training training) {
    return Stream.of(training.evaluated(), training.metrics())
        .flatMap(List::stream)
        .flatMap(m -> IntStream.range(0, m.means()).mapToObj(m::sum))
        .toList();
  }
}
