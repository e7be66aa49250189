package dev.tulle.compiler.codegen;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.plan.Buffer;
import dev.tulle.compiler.plan.ProgramPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/** Writes the class that an application calls: weights that never change, and predictions. */
final class ServingClass {
  /** Names that the class has of its own. */
  private static final Set<String> CONSTANTS =
      Set.of("LAYOUT", "INPUTS", "OUTPUTS", "KERNELS", "FIXED", "PER_ROW", "CHUNK", "WORKSPACE");

  private final Program program;
  private final ProgramPlan plan;
  private final ClassName name;
  private final KernelLibrary library;
  private final Steps predict;
  private final Steps initial;

  ServingClass(ProgramPlan plan, ClassName name, KernelLibrary library) {
    this.plan = plan;
    this.program = plan.program();
    this.name = name;
    this.library = library;
    this.predict = new Steps(plan.predict(), library, 0);
    this.initial = new Steps(plan.initial(), library, 0);
  }

  TypeSpec write() {
    TypeSpec.Builder type =
        TypeSpec.classBuilder(name)
            .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
            .addSuperinterface(ClassName.get("dev.tulle.runtime", "Model"))
            .addJavadoc("$L", ServingDocs.ofClass(program));
    Members members = new Members(type);
    Set<String> constants = new HashSet<>(CONSTANTS);
    classCounts()
        .forEach(
            (dim, count) ->
                members.field(
                    "public static final",
                    "int",
                    Identifiers.unique(Identifiers.constant(dim), constants),
                    Integer.toString(count),
                    "The number of classes of {@code " + dim + "}."));
    LayoutMembers.add(members, "LAYOUT", plan.weights(), false);
    members.constant("List<Port>", "INPUTS", Literals.ports(program.inputs()), false);
    members.constant("List<Port>", "OUTPUTS", Literals.ports(program.outputs()), true);
    type.addField(library.constant());
    members.constant("int", "FIXED", Long.toString(plan.serving().fixed()), true);
    members.constant("int", "PER_ROW", Long.toString(plan.serving().perRow()), true);
    members.constant("int", "CHUNK", Integer.toString(plan.servingRows()), true);
    members.constant(
        "ThreadLocal<Workspace>", "WORKSPACE", "ThreadLocal.withInitial(Workspace::new)", true);
    type.addField(Members.type("Weights"), "weights", Modifier.PRIVATE, Modifier.FINAL);
    members.method(
        "private", name.simpleName(), "Weights weights", "this.weights = weights;\n", "");
    creation(members);
    members.override(
        "public String", "name", "", "return " + Literals.text(program.name()) + ";\n");
    members.override("public List<Port>", "inputs", "", "return INPUTS;\n");
    members.override("public List<Port>", "outputs", "", "return OUTPUTS;\n");
    members.override("public Weights", "weights", "", "return weights;\n");
    predictions(members);
    steps(
        members,
        "predict",
        predict,
        "float[] workspace, float[] weights, float[] numbers, int rows, int room");
    type.addType(workspace());
    return type.build();
  }

  private Map<String, Integer> classCounts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    var ports = new ArrayList<>(program.inputs());
    ports.addAll(program.targets());
    ports.addAll(program.outputs());
    for (Program.Port port : ports) {
      if (port.classes() != null) {
        counts.putIfAbsent(port.classes(), port.classCount());
      }
    }
    return counts;
  }

  private void creation(Members members) {
    String net = Literals.text(program.name());
    String type = TypedText.own(name);
    members.method(
        "public static " + type,
        "load",
        "Path file",
        "IOException",
        "return of(Weights.read(file));\n",
        "The net with the weights of a safetensors file.\n\n@throws IOException where the file"
            + " cannot be read or holds other weights\n");
    members.method(
        "public static " + type,
        "of",
        "Weights weights",
        "IOException",
        "return new %s(weights.bind(LAYOUT, %s, %d));\n".formatted(type, net, program.edition()),
        "The net with these weights.\n\n@throws IOException where they are another net's\n");
    members.method(
        "public static " + type,
        "initial",
        "long seed",
        "float[] values = new float[LAYOUT.length()];\ninitialize(values, seed);\n"
            + "return bound(values, Map.of());\n",
        "The net before any training: weights as the seed says.\n");
    members.method(
        "static " + type,
        "bound",
        "float[] values, Map<String, String> metadata",
        """
        Map<String, String> all = new HashMap<>(metadata);
        all.put(Weights.NET, %s);
        all.put(Weights.EDITION, "%d");
        return new %s(new Weights(LAYOUT, values, all));
        """
            .formatted(net, program.edition(), type),
        "");
    members.method(
        "public void",
        "save",
        "Path file",
        "IOException",
        "weights.write(file);\n",
        "Writes the weights as a safetensors file.\n");
    String numbers = "float[] numbers = new float[" + initial.numberCount() + "];\n";
    members.method(
        "static void",
        "initialize",
        "float[] weights, long seed",
        """
        Workspace space = new Workspace();
        float[] workspace = space.floats(0);
        int rows = 0;
        int room = 0;
        long step = 0;
        """
            + numbers
            + initial.numberStatements()
            + StepMethods.calls(
                "initialize",
                initial.steps(),
                "workspace, weights, numbers, rows, room, seed, step"),
        "");
    StepMethods.add(
        members,
        "initialize",
        initial.steps(),
        "static",
        "float[] workspace, float[] weights, float[] numbers, int rows, int room, long seed, long step");
  }

  private void predictions(Members members) {
    List<Program.Port> inputs = program.inputs();
    List<Program.Port> outputs = program.outputs();
    var in = new ArrayList<String>();
    for (int i = 0; i < inputs.size(); i++) {
      in.add("inputs[" + i + "]");
    }
    var out = new ArrayList<String>();
    for (int i = 0; i < outputs.size(); i++) {
      out.add("outputs[" + i + "]");
    }
    var all = new ArrayList<>(in);
    all.add("rows");
    all.addAll(out);
    var checks = new Lines();
    for (int i = 0; i < outputs.size(); i++) {
      checks.add(
          "Lengths.check(%s, outputs[%d].length, rows, %d);"
              .formatted(Literals.text(outputs.get(i).name()), i, width(outputs.get(i))));
    }
    members.override(
        "public void",
        "predict",
        "float[][] inputs, int rows, float[][] outputs",
        checks + "run(" + String.join(", ", all) + ");\n");
    Set<String> methods = new HashSet<>(Set.of("run"));
    for (int i = 0; i < outputs.size(); i++) {
      String method = Identifiers.unique(Identifiers.camel(outputs.get(i).name()), methods);
      output(members, method, outputs, i);
    }
    run(members, inputs, outputs);
  }

  static long width(Program.Port port) {
    return port.shape().count().coefficient();
  }

  private void output(Members members, String method, List<Program.Port> outputs, int index) {
    Program.Port output = outputs.get(index);
    List<Program.Port> inputs = program.inputs();
    List<String> names = Identifiers.parameters(inputs, "rows", "result");
    String result = names.contains(method) || method.equals("rows") ? method + "Out" : method;
    String parameters = names.stream().map(n -> "float[] " + n).collect(Collectors.joining(", "));
    String arguments = String.join(", ", names);
    String doc = ServingDocs.ofOutput(program, output);
    long width = width(output);
    members.method(
        "public float[]",
        method,
        parameters,
        "return %s(%s, 1);\n".formatted(method, arguments),
        doc + ServingDocs.inputs(inputs, names, false));
    members.method(
        "public float[]",
        method,
        parameters + ", int rows",
        "float[] result = new float[Math.multiplyExact(rows, %d)];\n%s(%s, rows, result);\nreturn result;\n"
            .formatted(width, method, arguments),
        doc + ServingDocs.inputs(inputs, names, true));
    var all = new ArrayList<>(names);
    all.add("rows");
    for (int i = 0; i < outputs.size(); i++) {
      all.add(i == index ? result : "null");
    }
    members.method(
        "public void",
        method,
        parameters + ", int rows, float[] " + result,
        "Lengths.check(%s, %s.length, rows, %d);\nrun(%s);\n"
            .formatted(Literals.text(output.name()), result, width, String.join(", ", all)),
        doc
            + ServingDocs.inputs(inputs, names, true)
            + "@param "
            + result
            + " filled: "
            + width
            + " floats a row\n");
  }

  private void run(Members members, List<Program.Port> inputs, List<Program.Port> outputs) {
    var parameters = new ArrayList<String>();
    for (int i = 0; i < inputs.size(); i++) {
      parameters.add("float[] input" + i);
    }
    parameters.add("int count");
    for (int i = 0; i < outputs.size(); i++) {
      parameters.add("float[] output" + i);
    }
    Lines lines = new Lines();
    for (int i = 0; i < inputs.size(); i++) {
      lines.add(
          "Lengths.check(%s, input%d.length, count, %d);"
              .formatted(Literals.text(inputs.get(i).name()), i, width(inputs.get(i))));
    }
    lines.add("Workspace space = WORKSPACE.get();");
    lines.open("for (int first = 0; first < count; first += CHUNK)");
    lines.add("int rows = Math.min(CHUNK, count - first);");
    lines.add("int room = (rows + 15) / 16 * 16;");
    lines.add("float[] workspace = space.floats(room);");
    for (int i = 0; i < inputs.size(); i++) {
      long width = width(inputs.get(i));
      Long offset = plan.ports().get(inputs.get(i).name());
      lines.add(
          "System.arraycopy(input%d, first * %d, workspace, %s, rows * %d);"
              .formatted(i, width, Steps.rows(offset == null ? 0 : offset), width));
    }
    if (predict.numberCount() > 0) {
      lines.add("float[] numbers = space.numbers;");
      predict.numberStatements().lines().forEach(lines::add);
    }
    String numbers = predict.numberCount() > 0 ? "numbers" : "space.numbers";
    StepMethods.calls(
            "predict", predict.steps(), "workspace, weights.array(), " + numbers + ", rows, room")
        .lines()
        .forEach(lines::add);
    for (int i = 0; i < outputs.size(); i++) {
      long width = width(outputs.get(i));
      lines.open("if (output" + i + " != null)");
      lines.add(
          "System.arraycopy(workspace, %s, output%d, first * %d, rows * %d);"
              .formatted(outputOffset(outputs.get(i)), i, width, width));
      lines.close();
    }
    lines.close();
    members.method("private void", "run", String.join(", ", parameters), lines.toString(), "");
  }

  private String outputOffset(Program.Port output) {
    for (Buffer buffer : plan.predict().places().keySet()) {
      if (buffer.storage() == Storage.OUTPUT && buffer.name().equals(output.name())) {
        return predict.offset(buffer);
      }
    }
    throw new IllegalStateException("nothing computes " + output.name());
  }

  private void steps(Members members, String method, Steps steps, String parameters) {
    StepMethods.add(members, method, steps.steps(), "private static", parameters);
  }

  private TypeSpec workspace() {
    TypeSpec.Builder type =
        TypeSpec.classBuilder("Workspace")
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
            .addJavadoc("What a thread needs for its predictions.\n")
            .addField(float[].class, "floats", Modifier.PRIVATE);
    type.addField(
        com.palantir.javapoet.FieldSpec.builder(
                float[].class, "numbers", Modifier.PRIVATE, Modifier.FINAL)
            .initializer("new float[$L]", predict.numberCount())
            .build());
    type.addMethod(
        MethodSpec.constructorBuilder()
            .addModifiers(Modifier.PRIVATE)
            .addCode(CodeBlock.of("floats = new float[0];\n"))
            .build());
    new Members(type)
        .method(
            "private float[]",
            "floats",
            "int room",
            """
            int length = FIXED + PER_ROW * room + Layout.SLACK;
            if (floats.length < length) {
              floats = new float[length];
            }
            return floats;
            """,
            "");
    return type.build();
  }
}
