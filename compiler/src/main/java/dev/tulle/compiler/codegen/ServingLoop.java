package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.ir.Symbol;
import dev.tulle.compiler.plan.ProgramPlan;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes how a serving class computes rows: some at a time, in a workspace of the pool. */
final class ServingLoop {
  private final ProgramPlan plan;
  private final Steps predict;
  private final ServingNames names;
  private final Offsets offsets;
  private final boolean fixed;
  private final PortLengths lengths;
  private final StepMethods.Style style;

  ServingLoop(ProgramPlan plan, Steps predict, ServingNames names, Offsets offsets) {
    this.plan = plan;
    this.predict = predict;
    this.names = names;
    this.offsets = offsets;
    this.fixed = plan.serving().fixed() > 0;
    this.lengths = new PortLengths(plan.program().inputs(), List.of(plan.program().predict()));
    this.style =
        new StepMethods.Style(
            "private static",
            Stream.of(
                    List.of("workspace", "weights", "numbers", "rows"),
                    predict.lengths().stream().map(Symbol::variable).toList(),
                    List.of("room"))
                .flatMap(List::stream)
                .toList(),
            c -> c.call("0, 1"));
  }

  /** The lengths that vary. */
  PortLengths lengths() {
    return lengths;
  }

  void constants(Members members) {
    if (!lengths.isEmpty()) {
      members.constant("List<Dim>", "DIMS", lengths.literal(), false);
    }
    if (fixed) {
      constant(members, "FIXED", plan.serving().fixed(), "Floats before those of the rows");
    }
    constant(members, "PER_ROW", plan.serving().perRow(), "Floats for each row");
    constant(members, "CHUNK", plan.servingRows(), "Rows that are computed at once, in the memory");
    members.constant("Workspaces", "WORKSPACES", "new Workspaces()", true);
  }

  private static void constant(Members members, String name, long value, String doc) {
    String text = doc + " of a workspace.";
    members.field("private static final", "int", name, Long.toString(value), text);
  }

  /** Tensors in, tensors out. */
  void tensors(Members members, String doc) {
    Lines lines = new Lines();
    lines.add("Lengths.count(\"inputs\", inputs, %s);".formatted(names.inputs.size()));
    lines.add("Lengths.count(\"outputs\", outputs, %s);".formatted(names.outputs.size()));
    findLengths(lines, (port, i) -> "inputs[" + i + "]", true);
    for (int i = 0; i < names.inputs.size(); i++) {
      if (!names.inputs.get(i).varies()) {
        lines.add(check(names.inputs.get(i), "inputs[" + i + "]"));
      }
    }
    for (int i = 0; i < names.outputs.size(); i++) {
      lines.add(check(names.outputs.get(i), "outputs[" + i + "]"));
    }
    open(lines);
    for (int i = 0; i < names.inputs.size(); i++) {
      ServingPort input = names.inputs.get(i);
      lines.add(
          "System.arraycopy(inputs[%s], %s, workspace, %s, %s);"
              .formatted(i, times("first", input), at(input), times("count", input)));
    }
    compute(lines);
    for (int i = 0; i < names.outputs.size(); i++) {
      lines.add(copy("System.arraycopy", names.outputs.get(i), "outputs[" + i + "]"));
    }
    close(lines);
    members.override(
        "public void",
        "predict",
        "float[][] inputs, int rows, float[][] outputs",
        lines.toString(),
        doc);
  }

  /** The body of a method that takes values of the data and fills the arrays of all outputs. */
  String values() {
    List<ServingPort> outputs = names.outputs;
    boolean one = outputs.size() == 1;
    Lines lines = new Lines();
    findLengths(lines, (port, i) -> port.java(), true);
    names.inputs.forEach(
        i ->
            lines.add(
                "%s.check(%s, rows%s);"
                    .formatted(
                        names.field(i), i.java(), i.varies() ? ", " + Sizes.of(i.width()) : "")));
    for (ServingPort output : outputs) {
      if (one) {
        lines.add(check(output, output.java()));
      } else {
        lines.open("if (" + output.java() + " != null)");
        lines.add(check(output, output.java()));
        lines.close();
      }
    }
    open(lines);
    for (ServingPort input : names.inputs) {
      lines.add(
          "%s.put(%s, first, count%s, space, workspace, %s);"
              .formatted(
                  names.field(input),
                  input.java(),
                  input.varies() ? ", " + Sizes.of(input.width()) : "",
                  at(input)));
    }
    compute(lines);
    for (ServingPort output : outputs) {
      String copy =
          copy(output.isIndex() ? "Indices.copy" : "System.arraycopy", output, output.java());
      if (one) {
        lines.add(copy);
      } else {
        lines.open("if (" + output.java() + " != null)");
        lines.add(copy);
        lines.close();
      }
    }
    close(lines);
    return lines.toString();
  }

  private static String check(ServingPort port, String array) {
    return "Lengths.check(%s, %s, rows, %s);".formatted(port.text(), array, Sizes.of(port.width()));
  }

  /** Checks arrays that must not be longer, and finds out how long what varies is. */
  void checkAll(Lines lines) {
    findLengths(lines, (port, i) -> port.java(), false);
    names.inputs.stream()
        .filter(i -> !i.varies())
        .forEach(i -> lines.add("%s.checkAll(%s, rows);".formatted(names.field(i), i.java())));
  }

  /**
   * Declares how long what varies is, as the arrays of inputs say.
   *
   * @param array of the input of that number
   * @param computes whether rows are computed where this stands
   */
  private void findLengths(
      Lines lines, BiFunction<ServingPort, Integer, String> array, boolean computes) {
    for (Symbol length : lengths.symbols()) {
      int i = plan.program().inputs().indexOf(lengths.port(length));
      ServingPort input = names.inputs.get(i);
      lines.add(
          "int %s = Lengths.dim(%s, %s, %s, %s, %s, rows, %s);"
              .formatted(
                  length.variable(),
                  Literals.text(length.name()),
                  lengths.least(length),
                  length.bound(),
                  input.text(),
                  length(input, array.apply(input, i)),
                  Sizes.of(PortLengths.each(input.port(), length))));
    }
    Set<Symbol> used = new HashSet<>(computes ? named() : List.of());
    names.inputs.forEach(i -> used.addAll(i.width().symbols()));
    names.outputs.forEach(o -> used.addAll(o.width().symbols()));
    lengths.sums(used).forEach((name, sum) -> lines.add("int " + name + " = " + sum + ";"));
    for (int i = 0; i < names.inputs.size(); i++) {
      ServingPort input = names.inputs.get(i);
      if (input.varies() && lengths.symbols().stream().noneMatch(l -> says(input, l))) {
        Symbol length = lengths.of(input.port()).get(0);
        lines.add(
            "Lengths.agree(%s, %s, rows, %s, %s, %s, %s);"
                .formatted(
                    input.text(),
                    length(input, array.apply(input, i)),
                    Sizes.of(input.width()),
                    Literals.text(length.name()),
                    length.variable(),
                    Literals.text(lengths.port(length).name())));
      }
    }
  }

  private List<Symbol> named() {
    return predict.namedLengths("space", "rows", "room", "numbers");
  }

  private boolean says(ServingPort input, Symbol length) {
    return lengths.port(length).equals(input.port());
  }

  private static String length(ServingPort input, String array) {
    return "Lengths.length(%s, %s)".formatted(input.text(), array);
  }

  private void open(Lines lines) {
    lines.add("Workspace space = WORKSPACES.take();");
    lines.open("try");
    lines.open("for (int first = 0; first < rows; first += CHUNK)");
    lines.add("int count = Math.min(CHUNK, rows - first);");
    lines.add(
        "// Rows that a tensor has memory for: those of this round, rounded up to whole vectors.");
    lines.add("int room = (count + 15) / 16 * 16;");
    lines.add(
        "float[] workspace = space.floats(%sPER_ROW * room + Layout.SLACK);"
            .formatted(fixed ? "FIXED + " : ""));
  }

  private void compute(Lines lines) {
    if (predict.numberCount() > 0) {
      lines.add("float[] numbers = numbers(space, count, room" + numbersLengths("") + ");");
    }
    StepMethods.calls(
            parts(),
            part ->
                arguments(part)
                    .replace("weights", "weights.array()")
                    .replaceAll("\\brows\\b", "count"))
        .lines()
        .forEach(lines::add);
  }

  private String copy(String call, ServingPort output, String array) {
    return "%s(workspace, %s, %s, %s, %s);"
        .formatted(call, offset(output), array, times("first", output), times("count", output));
  }

  private static void close(Lines lines) {
    lines.close();
    lines.reopen("finally");
    lines.add("WORKSPACES.giveBack(space);");
    lines.close();
  }

  /** The methods that call the kernels. */
  void steps(Members members) {
    if (predict.numberCount() > 0) {
      members.method(
          "private static float[]",
          "numbers",
          "Workspace space, int rows, int room" + numbersLengths("int "),
          "float[] numbers = space.numbers("
              + predict.numberCount()
              + ");\n"
              + predict.numberStatements("space", "rows", "room", "numbers")
              + "return numbers;\n",
          "");
    }
    StepMethods.add(members, parts(), style, "The net on rows of the workspace");
  }

  /** The lengths that numbers depend on, each with a comma before it. */
  private String numbersLengths(String type) {
    String statements = predict.numberStatements("space", "rows", "room", "numbers");
    return predict.lengths().stream()
        .map(Symbol::variable)
        .filter(name -> Steps.mentions(statements, name))
        .map(name -> ", " + type + name)
        .collect(Collectors.joining());
  }

  private String arguments(StepMethods.Part part) {
    return style.arguments(part.steps());
  }

  private List<StepMethods.Part> parts() {
    return StepMethods.parts("predictRows", predict.steps());
  }

  private static String times(String rows, ServingPort port) {
    return port.width().isOne() ? rows : rows + " * " + Sizes.of(port.width());
  }

  private String at(ServingPort input) {
    Long before = plan.ports().get(input.port().name());
    return offsets.port(
        input.port().name(), before == null ? 0 : before, input.port().shape().count());
  }

  private String offset(ServingPort output) {
    return predict.offset(Storage.OUTPUT, output.port().name());
  }
}
