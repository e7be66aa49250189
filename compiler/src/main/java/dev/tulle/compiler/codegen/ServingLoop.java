package dev.tulle.compiler.codegen;

import dev.tulle.compiler.codegen.product.Mentions;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.ir.Symbol;
import dev.tulle.compiler.plan.ProgramPlan;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes how a serving class computes rows: some at a time, in a workspace of the pool. */
final class ServingLoop {
  /** The methods that compute some rows: names that no output can have. */
  static final String TENSORS = "predictTensors";

  static final String VALUES = "predictValues";

  private final ProgramPlan plan;
  private final Steps predict;
  private final ServingNames names;
  private final Offsets offsets;
  private final boolean fixed;
  private final boolean strips;
  private final PortLengths lengths;
  private final ServingLengths found;
  private final ServingPieces pieces;
  private final StepMethods.Style style;
  private final boolean shares;

  ServingLoop(ProgramPlan plan, Steps predict, ServingNames names, Offsets offsets) {
    this.plan = plan;
    this.predict = predict;
    this.names = names;
    this.offsets = offsets;
    this.fixed = plan.serving().fixed() > 0;
    this.strips = plan.serving().strip() > 0;
    this.lengths = new PortLengths(plan.program().inputs(), List.of(plan.program().predict()));
    this.found = new ServingLengths(plan.program(), names, lengths, predict);
    this.pieces = new ServingPieces(plan);
    this.style =
        StepMethods.Style.whole(
            "private static",
            Stream.of(
                    List.of("workspace", "weights", "panels", "numbers", "rows"),
                    predict.lengths().stream().map(Symbol::variable).toList())
                .flatMap(List::stream)
                .toList());
    this.shares = plan.sharesRows();
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
    if (strips) {
      constant(
          members, "STRIP_PER_ROW", plan.serving().stripPerRow(), "Floats for each row of a strip");
      constant(members, "STRIP", plan.serving().strip(), "The most floats for a strip");
    }
    pieces.constants(members);
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
    List<String> declared = found.find(lines, (port, i) -> "inputs[" + i + "]", true);
    for (int i = 0; i < names.inputs.size(); i++) {
      if (!names.inputs.get(i).varies()) {
        lines.add(check(names.inputs.get(i), "inputs[" + i + "]"));
      }
    }
    for (int i = 0; i < names.outputs.size(); i++) {
      lines.add(check(names.outputs.get(i), "outputs[" + i + "]"));
    }
    Lines body = new Lines();
    open(body);
    for (int i = 0; i < names.inputs.size(); i++) {
      ServingPort input = names.inputs.get(i);
      body.add(
          "System.arraycopy(inputs[%s], %s, workspace, %s, %s);"
              .formatted(i, times("first", input), at(input), times("rows", input)));
    }
    compute(body);
    for (int i = 0; i < names.outputs.size(); i++) {
      body.add(copy("System.arraycopy", names.outputs.get(i), "outputs[" + i + "]"));
    }
    close(body);
    List<String> passed = lengthsIn(declared, body.toString());
    pieces.dispatch(lines, TENSORS, "inputs, outputs", passed);
    members.override(
        "public void",
        "predict",
        "float[][] inputs, int rows, float[][] outputs",
        lines.toString(),
        doc);
    pieces.add(members, TENSORS, "float[][] inputs, float[][] outputs", passed, body);
  }

  /** The body of a method that takes values of the data and fills the arrays of all outputs. */
  String values(Members members) {
    List<ServingPort> outputs = names.outputs;
    boolean one = outputs.size() == 1;
    Lines lines = new Lines();
    List<String> declared = found.find(lines, (port, i) -> port.java(), true);
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
    Lines body = new Lines();
    open(body);
    for (ServingPort input : names.inputs) {
      body.add(
          "%s.put(%s, first, rows%s, space, workspace, %s);"
              .formatted(
                  names.field(input),
                  input.java(),
                  input.varies() ? ", " + Sizes.of(input.width()) : "",
                  at(input)));
    }
    compute(body);
    for (ServingPort output : outputs) {
      String copy =
          copy(output.isIndex() ? "Indices.copy" : "System.arraycopy", output, output.java());
      if (one) {
        body.add(copy);
      } else {
        body.open("if (" + output.java() + " != null)");
        body.add(copy);
        body.close();
      }
    }
    close(body);
    List<String> passed = lengthsIn(declared, body.toString());
    pieces.dispatch(lines, VALUES, ports(ServingPort::java), passed);
    pieces.add(members, VALUES, ports(p -> p.array() + " " + p.java()), passed, body);
    return lines.toString();
  }

  private String ports(Function<ServingPort, String> text) {
    return Stream.concat(names.inputs.stream(), names.outputs.stream())
        .map(text)
        .collect(Collectors.joining(", "));
  }

  private static List<String> lengthsIn(List<String> declared, String body) {
    return declared.stream().filter(name -> Mentions.of(name, body)).toList();
  }

  private static String check(ServingPort port, String array) {
    return "Lengths.check(%s, %s, rows, %s);".formatted(port.text(), array, Sizes.of(port.width()));
  }

  /** Checks arrays that must not be longer, and finds out how long what varies is. */
  void checkAll(Lines lines) {
    found.find(lines, (port, i) -> port.java(), false);
    names.inputs.stream()
        .filter(i -> !i.varies())
        .forEach(i -> lines.add("%s.checkAll(%s, rows);".formatted(names.field(i), i.java())));
  }

  private void open(Lines lines) {
    lines.add("Workspace space = WORKSPACES.take();");
    lines.open("try");
    lines.add(
        "float[] workspace = space.floats(%sPER_ROW * rows + %sLayout.SLACK);"
            .formatted(
                fixed ? "FIXED + " : "", strips ? "Math.min(STRIP_PER_ROW * rows, STRIP) + " : ""));
  }

  private void compute(Lines lines) {
    if (predict.numberCount() > 0) {
      lines.add("float[] numbers = numbers(space, rows" + numbersLengths("") + ");");
    }
    if (shares) {
      lines.open("if (shares)");
      compute(lines, parts("share"));
      lines.reopen("else");
      compute(lines, parts("predict"));
      lines.close();
    } else {
      compute(lines, parts("predict"));
    }
  }

  private void compute(Lines lines, List<StepMethods.Part> parts) {
    StepMethods.calls(parts, part -> arguments(part).replace("weights", "weights.array()"))
        .lines()
        .forEach(lines::add);
  }

  private String copy(String call, ServingPort output, String array) {
    return "%s(workspace, %s, %s, %s, %s);"
        .formatted(call, offset(output), array, times("first", output), times("rows", output));
  }

  private static void close(Lines lines) {
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
          "Workspace space, int rows" + numbersLengths("int "),
          "float[] numbers = space.numbers("
              + predict.numberCount()
              + ");\n"
              + predict.numberStatements("space", "rows", "numbers")
              + "return numbers;\n",
          "");
    }
    StepMethods.add(members, parts("predict"), style, "The net on rows of the workspace");
    if (shares) {
      var shared = new StepMethods.Style("private", style.names(), ServingLoop::share);
      StepMethods.add(
          members, parts("share"), shared, "The net on few rows, whose kernels threads share");
    }
  }

  /** A kernel whose pieces threads share, if it has several. */
  private static String share(Steps.Step step) {
    var call = (Steps.Call) step;
    String piece = call.call("piece, pieces").replaceFirst(";$", "");
    return call.isWhole()
        ? call.call("0, 1")
        : "threads.run((kernel, piece, pieces) -> %s, 0, %s);".formatted(piece, call.pieces());
  }

  /** The lengths that numbers depend on, each with a comma before it. */
  private String numbersLengths(String type) {
    String statements = predict.numberStatements("space", "rows", "numbers");
    return predict.lengths().stream()
        .map(Symbol::variable)
        .filter(name -> Mentions.of(name, statements))
        .map(name -> ", " + type + name)
        .collect(Collectors.joining());
  }

  private String arguments(StepMethods.Part part) {
    return style.arguments(part.steps());
  }

  private List<StepMethods.Part> parts(String verb) {
    return StepMethods.parts(verb + "Rows", predict.steps());
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
