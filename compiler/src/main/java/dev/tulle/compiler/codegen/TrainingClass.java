package dev.tulle.compiler.codegen;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.TypeSpec;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.plan.Buffer;
import dev.tulle.compiler.plan.FunctionPlan;
import dev.tulle.compiler.plan.ProgramPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/** Writes the class that a training loop calls: losses, gradients, metrics and the optimizer. */
final class TrainingClass {
  private final Program program;
  private final Program.Training training;
  private final ProgramPlan plan;
  private final ProgramPlan.Training planned;
  private final ClassName name;
  private final ClassName serving;
  private final KernelLibrary library;
  private final Steps initial;
  private final Steps gradient;
  private final Steps evaluate;
  private final Steps update;

  TrainingClass(
      ProgramPlan plan,
      Program.Training training,
      ProgramPlan.Training planned,
      ClassName name,
      ClassName serving,
      KernelLibrary library) {
    this.plan = plan;
    this.program = plan.program();
    this.training = training;
    this.planned = planned;
    this.name = name;
    this.serving = serving;
    this.library = library;
    this.initial = new Steps(planned.initial(), library, 0);
    this.gradient = new Steps(planned.gradient(), library, initial.numberCount());
    this.evaluate =
        new Steps(planned.evaluate(), library, initial.numberCount() + gradient.numberCount());
    this.update =
        new Steps(
            planned.update(),
            library,
            initial.numberCount() + gradient.numberCount() + evaluate.numberCount());
  }

  TypeSpec write() {
    TypeSpec.Builder type =
        TypeSpec.classBuilder(name)
            .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
            .superclass(ClassName.get("dev.tulle.runtime", "TrainingNet"))
            .addSuperinterface(ClassName.get("dev.tulle.runtime", "Threads", "Kernels"))
            .addJavadoc("The training of {@link $T}.\n", serving);
    Members members = new Members(type);
    int numbers =
        initial.numberCount()
            + gradient.numberCount()
            + evaluate.numberCount()
            + update.numberCount();
    LayoutMembers.add(members, "SLOTS", planned.slots(), true);
    members.constant("List<Port>", "TARGETS", Literals.ports(program.targets()), true);
    type.addField(library.constant());
    members.constant("int", "FIXED", Long.toString(planned.workspace().fixed()), true);
    members.constant("int", "PER_ROW", Long.toString(planned.workspace().perRow()), true);
    type.addField(
        FieldSpec.builder(float[].class, "numbers", Modifier.PRIVATE, Modifier.FINAL)
            .initializer("new float[$L]", numbers)
            .build());
    for (String field : List.of("int room", "int rows", "long seed", "long step")) {
      int space = field.indexOf(' ');
      type.addField(
          Members.type(field.substring(0, space)), field.substring(space + 1), Modifier.PRIVATE);
    }
    Stream.of(initial, gradient, evaluate, update)
        .flatMap(f -> f.turning().stream())
        .distinct()
        .forEach(n -> type.addField(int.class, n, Modifier.PRIVATE));
    constructor(members);
    facts(members);
    functions(members);
    metrics(members);
    pieces(members);
    return type.build();
  }

  private void constructor(Members members) {
    String sizes =
        "%s.LAYOUT.length(), SLOTS.length(), FIXED + (long) PER_ROW * ((batch + 15L) / 16 * 16) + Layout.SLACK, %d, %d"
            .formatted(TypedText.own(serving), training.losses().size(), sumNames().size());
    members.method(
        "public",
        "",
        "int batch, Threads threads",
        "super(batch, threads, %s);\nroom = (batch + 15) / 16 * 16;\n".formatted(sizes),
        "@param batch the most rows of a batch\n@param threads who computes; the same bits come out"
            + " of every pool\n");
  }

  private void facts(Members members) {
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
    members.override("public int", "evaluatedLosses", "", "return " + evaluated().size() + ";\n");
    List<Program.Metric> metrics = training.metrics();
    members.override(
        "public List<String>",
        "metrics",
        "",
        "return " + Literals.texts(metrics.stream().map(Program.Metric::name).toList()) + ";\n");
    List<String> flags = metrics.stream().map(m -> Boolean.toString(m.higherIsBetter())).toList();
    members.override(
        "public boolean",
        "higherIsBetter",
        "int index",
        metrics.isEmpty()
            ? "throw new IndexOutOfBoundsException(index);\n"
            : "return " + Literals.list(flags) + ".get(index);\n");
    members.override(
        "public Recipe", "recipe", "", "return " + Literals.recipe(training.recipe()) + ";\n");
    members.override(
        "public DataSource", "data", "", "return " + Literals.data(training.data()) + ";\n");
    Lines offsets = new Lines();
    offsets.open("switch (port)");
    var ports = new ArrayList<>(program.inputs());
    ports.addAll(program.targets());
    for (Program.Port port : ports) {
      Long before = plan.ports().get(port.name());
      offsets.add(
          "case %s: return %s;"
              .formatted(Literals.text(port.name()), Steps.rows(before == null ? 0 : before)));
    }
    offsets.add(
        "default: throw new IllegalArgumentException(\"no input or target is called `\" + port + \"`\");");
    members.override("public int", "offset", "String port", offsets + "}\n");
    members.override(
        "public Model",
        "model",
        "Map<String, String> metadata",
        "return " + owner + ".bound(weights, metadata);\n");
  }

  private void functions(Members members) {
    int first = 0;
    members.override(
        "public void",
        "initialize",
        "long seed",
        "%s.initialize(weights, seed);\nthis.rows = 0;\nthis.seed = seed;\nthis.step = 0;\n"
                .formatted(TypedText.own(serving))
            + initial.numberStatements()
            + StepMethods.calls("initialize", initial.steps(), ""));
    first = run(members, "initialize", initial.steps(), first);
    Lines losses = new Lines();
    for (int i = 0; i < training.losses().size(); i++) {
      String at = offset(planned.gradient(), gradient, Storage.LOSS, training.losses().get(i));
      losses.add("lossValues[%d] = workspace[%s];".formatted(i, at));
    }
    members.override(
        "public void",
        "gradient",
        "int rows, long seed, long step",
        "Lengths.rows(rows, capacity);\nthis.rows = rows;\nthis.seed = seed;\nthis.step = step;\n"
            + gradient.numberStatements()
            + StepMethods.calls("gradient", gradient.steps(), "")
            + losses);
    first = run(members, "gradient", gradient.steps(), first);
    Lines sums = new Lines();
    List<String> names = sumNames();
    for (int i = 0; i < names.size(); i++) {
      String at = offset(planned.evaluate(), evaluate, Storage.SUM, names.get(i));
      sums.add("sums[%d] = workspace[%s];".formatted(i, at));
    }
    members.override(
        "public void",
        "evaluate",
        "int rows",
        "Lengths.rows(rows, capacity);\nthis.rows = rows;\n"
            + evaluate.numberStatements()
            + StepMethods.calls("evaluate", evaluate.steps(), "")
            + sums);
    first = run(members, "evaluate", evaluate.steps(), first);
    members.override(
        "public void",
        "update",
        "long step, long totalSteps, long epochSteps",
        "this.step = step;\n"
            + clip()
            + update.numberStatements()
            + StepMethods.calls("update", update.steps(), ""));
    run(members, "update", update.steps(), first);
  }

  /** The host's number {@code clip_scale}, where an update asks for it (Pascanu et al., 2013). */
  private String clip() {
    boolean asked =
        planned.update().host().stream()
            .anyMatch(n -> n.op() instanceof Op.Read read && read.name().equals("clip_scale"));
    if (!asked) {
      return "";
    }
    if (training.clipNorm() == 0) {
      return "double clipScale = 1;\n";
    }
    return "double clipScale = Norms.clipScale(gradients, " + training.clipNorm() + ");\n";
  }

  /**
   * Methods that start the kernels {@code first} and following; returns the number behind the last.
   */
  private static int run(Members members, String method, List<Steps.Step> all, int first) {
    int next = first;
    for (int i = 0; i * StepMethods.MOST < all.size(); i++) {
      Lines lines = new Lines();
      int end = Math.min(all.size(), (i + 1) * StepMethods.MOST);
      for (Steps.Step step : all.subList(i * StepMethods.MOST, end)) {
        if (step instanceof Steps.Turns turns) {
          String loop = StepMethods.loopName(method, turns);
          lines.add(loop + "();");
          next = loop(members, loop, turns, next);
        } else {
          lines.add("run(%d, %s);".formatted(next++, ((Steps.Call) step).pieces()));
        }
      }
      members.method("private void", method + i, "", lines.toString(), "");
    }
    return next;
  }

  /** The loop of a scan; its turns find in fields where they are. */
  private static int loop(Members members, String name, Steps.Turns turns, int first) {
    Lines lines = new Lines();
    StepMethods.loopHead(lines, turns, "");
    StepMethods.calls(name + "Turn", turns.steps(), "").lines().forEach(lines::add);
    lines.close();
    members.method("private void", name, "", lines.toString(), "");
    return run(members, name + "Turn", turns.steps(), first);
  }

  private void pieces(Members members) {
    members.method(
        "private void",
        "run",
        "int kernel, int pieces",
        """
        if (pieces == 1) {
          piece(kernel, 0, 1);
        } else {
          threads.run(this, kernel, pieces);
        }
        """,
        "");
    var steps = new ArrayList<Steps.Call>();
    for (Steps function : List.of(initial, gradient, evaluate, update)) {
      steps.addAll(function.calls());
    }
    Lines dispatch = new Lines();
    dispatch.open("switch (kernel / " + StepMethods.MOST + ")");
    for (int i = 0; i * StepMethods.MOST < steps.size(); i++) {
      dispatch.add("case %d -> pieces%d(kernel, piece, pieces);".formatted(i, i));
      Lines cases = new Lines();
      cases.open("switch (kernel)");
      int end = Math.min(steps.size(), (i + 1) * StepMethods.MOST);
      for (int j = i * StepMethods.MOST; j < end; j++) {
        cases.open("case " + j + " ->");
        StepMethods.call(cases, steps.get(j), "piece, pieces");
        cases.close();
      }
      cases.add("default -> throw new IllegalArgumentException(\"kernel \" + kernel);");
      cases.close();
      members.method(
          "private void", "pieces" + i, "int kernel, int piece, int pieces", cases.toString(), "");
    }
    dispatch.add("default -> throw new IllegalArgumentException(\"kernel \" + kernel);");
    dispatch.close();
    members.override(
        "public void", "piece", "int kernel, int piece, int pieces", dispatch.toString());
  }

  private void metrics(Members members) {
    Lines lines = new Lines();
    int sum = evaluated().size();
    var results = new ArrayList<String>();
    for (int i = 0; i < training.metrics().size(); i++) {
      Program.Metric metric = training.metrics().get(i);
      Map<String, String> reads = new HashMap<>();
      for (int j = 0; j < metric.means(); j++) {
        reads.put(metric.name() + ":" + j, "(sums[" + sum++ + "] / rows)");
      }
      results.add(metric(lines, metric.value(), "metric" + i, reads));
    }
    lines.add("return new double[] {" + String.join(", ", results) + "};");
    members.override(
        "public double[]", "metricValues", "double[] sums, long rows", lines.toString());
  }

  private static String metric(Lines lines, Graph graph, String prefix, Map<String, String> reads) {
    Map<Node, String> names = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (!(node.op() instanceof Op.Constant)) {
        String name = prefix + "n" + node.id();
        lines.add("double " + name + " = " + HostCode.of(node, names, reads) + ";");
        names.put(node, name);
      }
    }
    Node value = graph.writes().get(0).value();
    return names.getOrDefault(value, HostCode.of(value, names, reads));
  }

  /** Names of the losses that evaluation sums. */
  private List<String> evaluated() {
    List<String> written =
        training.evaluate().writes().stream()
            .filter(w -> w.storage() == Storage.SUM)
            .map(Graph.Write::name)
            .toList();
    return training.losses().stream().map(l -> "loss:" + l).filter(written::contains).toList();
  }

  private List<String> sumNames() {
    var names = new ArrayList<>(evaluated());
    for (Program.Metric metric : training.metrics()) {
      for (int i = 0; i < metric.means(); i++) {
        names.add(metric.name() + ":" + i);
      }
    }
    return names;
  }

  private static String offset(FunctionPlan plan, Steps steps, Storage storage, String name) {
    for (Buffer buffer : plan.places().keySet()) {
      if (buffer.storage() == storage && buffer.name().equals(name)) {
        return steps.offset(buffer);
      }
    }
    throw new IllegalStateException("nothing computes " + storage + " " + name);
  }
}
