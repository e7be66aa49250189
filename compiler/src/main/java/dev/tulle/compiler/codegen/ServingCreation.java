package dev.tulle.compiler.codegen;

import com.palantir.javapoet.ClassName;
import dev.tulle.compiler.codegen.product.Mentions;
import dev.tulle.compiler.ir.Program;
import java.util.List;

/** Writes how objects of a serving class come to be, and how they are kept. */
final class ServingCreation {
  private static final StepMethods.Style STYLE =
      StepMethods.Style.whole(
          "private static", List.of("workspace", "weights", "numbers", "rows", "seed", "step"));

  private final Program program;
  private final String type;
  private final Steps initial;
  private final ServingPanels panels;

  ServingCreation(Program program, ClassName name, Steps initial, ServingPanels panels) {
    this.panels = panels;
    this.program = program;
    this.type = TypedText.own(name);
    this.initial = initial;
  }

  void add(Members members) {
    String net = Literals.text(program.name());
    members.method(
        "public static " + type,
        "load",
        "Path file",
        "IOException",
        "return of(Weights.read(file));\n",
        """
        The net with the weights of a safetensors file.

        @throws IOException where the file cannot be read, is damaged, or holds another net's weights
        """);
    members.method(
        "public static " + type,
        "load",
        "String resource",
        "IOException",
        """
        try (InputStream stream = %1$s.class.getResourceAsStream(resource)) {
          return of(Weights.read(stream, resource, %1$s.class));
        }
        """
            .formatted(type),
        """
        The net with the weights of a safetensors file that lies in the same jar or folder as this class.

        @param resource as in {@link Class#getResource}: beside this class, or with a slash in front from
            the root
        @throws IOException where there is none, or as for a file
        """);
    members.method(
        "public static " + type,
        "of",
        "Weights weights",
        "IOException",
        """
        Weights bound = weights.bind(LAYOUT, %s, %s);
        return new %s(bound, %sFields.of(bound, INPUTS), Threads.single());
        """
            .formatted(net, program.edition(), type, panels.made("bound")),
        "The net with these weights.\n\n@throws IOException where they are another net's\n");
    members.method(
        "public static " + type,
        "initial",
        "long seed",
        """
        float[] values = new float[LAYOUT.length()];
        initialize(values, seed);
        return bound(values, Map.of());
        """,
        "The net before any training. The same seed gives the same weights.\n");
    members.method(
        "static " + type,
        "bound",
        "float[] values, Map<String, String> metadata",
        """
        Map<String, String> all = new HashMap<>(metadata);
        all.put(Weights.NET, %s);
        all.put(Weights.EDITION, "%s");
        Weights weights = new Weights(LAYOUT, values, all);
        return new %s(weights, %sFields.trained(weights, INPUTS), Threads.single());
        """
            .formatted(net, program.edition(), type, panels.made("weights")),
        "");
    members.method(
        "public void",
        "save",
        "Path file",
        "IOException",
        "weights.write(file);\n",
        """
        Writes the weights as a safetensors file, with what was fitted to the data.

        @throws IOException where the file cannot be written
        """);
    initialize(members);
  }

  private void initialize(Members members) {
    List<StepMethods.Part> parts = StepMethods.parts("initializeWeights", initial.steps());
    Lines lines = new Lines();
    if (parts.stream().anyMatch(p -> arguments(p).contains("workspace"))) {
      lines.add("float[] workspace = new float[FIXED + Layout.SLACK];");
    }
    if (initial.numberCount() > 0) {
      String numbers =
          initial.numberStatements("weights", "seed", "workspace", "rows", "step", "numbers");
      for (String zero : List.of("int rows", "long step")) {
        String name = zero.substring(zero.indexOf(' ') + 1);
        if (Mentions.of(name, numbers)) {
          lines.add(zero + " = 0;");
        }
      }
      lines.add("float[] numbers = new float[" + initial.numberCount() + "];");
      numbers.lines().forEach(lines::add);
    }
    StepMethods.calls(parts, p -> arguments(p).replaceAll("\\b(rows|step)\\b", "0"))
        .lines()
        .forEach(lines::add);
    members.method("static void", "initialize", "float[] weights, long seed", lines.toString(), "");
    StepMethods.add(members, parts, STYLE, "Random weights before any training");
  }

  private static String arguments(StepMethods.Part part) {
    return STYLE.arguments(part.steps());
  }
}
