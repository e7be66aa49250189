package dev.tulle.compiler.codegen;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.TypeSpec;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.ir.Symbol;
import dev.tulle.compiler.plan.Place;
import dev.tulle.compiler.plan.ProgramPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/** Writes the class that a training loop calls: losses, gradients, metrics and the optimizer. */
final class TrainingClass {
  private static final Set<String> CONSTANTS =
      Set.of("SLOTS", "TARGETS", "KERNELS", "FIXED", "PER_ROW", "DIMS");

  private final Program program;
  private final Program.Training training;
  private final ProgramPlan.Training planned;
  private final ClassName name;
  private final ClassName serving;
  private final KernelLibrary library;
  private final Offsets offsets;
  private final TrainingFacts facts;
  private final TrainingFunctions functions;
  private final PortLengths lengths;

  /**
   * @param weights where the serving class says that weights lie
   */
  TrainingClass(
      ProgramPlan plan,
      Program.Training training,
      ProgramPlan.Training planned,
      ClassName name,
      ClassName serving,
      Offsets weights,
      KernelLibrary library) {
    this.program = plan.program();
    this.training = training;
    this.planned = planned;
    this.name = name;
    this.serving = serving;
    this.library = library;
    offsets = new Offsets(library.names(), CONSTANTS, planned.workspace().fixed() > 0, "capacity");
    offsets.use(Place.Region.WEIGHTS, TypedText.own(serving), weights);
    offsets.use(Place.Region.GRADIENTS, TypedText.own(serving), weights);
    offsets.place(Place.Region.SLOTS, planned.slots());
    var ports = new ArrayList<>(program.inputs());
    ports.addAll(program.targets());
    lengths = new PortLengths(ports, List.of(training.gradient(), training.evaluate()));
    functions = new TrainingFunctions(planned, training, serving, library, offsets, lengths);
    facts = new TrainingFacts(plan, training, serving, offsets);
  }

  TypeSpec write() {
    TypeSpec.Builder type =
        TypeSpec.classBuilder(name)
            .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
            .superclass(ClassName.get("dev.tulle.runtime", "TrainingNet"))
            .addJavadoc(
                "The training of {@link $T} on {@code $L}: losses, their gradients, and the steps"
                    + " of the optimizer.\n",
                serving,
                training.data().name());
    if (!functions.shared().isEmpty()) {
      type.addSuperinterface(ClassName.get("dev.tulle.runtime", "Threads", "Kernels"));
    }
    Members members = new Members(type);
    offsets.declare(members, Place.Region.SLOTS, true);
    LayoutMembers.add(members, "SLOTS", planned.slots(), offsets, Place.Region.SLOTS, true);
    members.constant("List<Port>", "TARGETS", Literals.ports(program.targets()), true);
    if (!lengths.isEmpty()) {
      members.constant("List<Dim>", "DIMS", lengths.literal(), true);
    }
    type.addField(library.constant());
    if (planned.workspace().fixed() > 0) {
      members.field(
          "private static final",
          "int",
          "FIXED",
          Long.toString(planned.workspace().fixed()),
          "Floats of the workspace before those of the rows.");
    }
    members.field(
        "private static final",
        "int",
        "PER_ROW",
        Long.toString(planned.workspace().perRow()),
        "Floats of the workspace for each row.");
    functions.shared().constants(members, CONSTANTS);
    fields(type);
    constructor(members);
    facts.add(members);
    if (!lengths.isEmpty()) {
      members.override("public List<Dim>", "dims", "", "return DIMS;\n");
    }
    functions.add(members);
    functions.shared().add(members);
    facts.addMetrics(members);
    offsets.declare(members, Place.Region.WORKSPACE, true);
    offsets.declare(members, Place.Region.STRIP, true);
    return type.build();
  }

  private void fields(TypeSpec.Builder type) {
    if (functions.numberCount() > 0) {
      type.addField(
          FieldSpec.builder(float[].class, "numbers", Modifier.PRIVATE, Modifier.FINAL)
              .initializer("new float[$L]", functions.numberCount())
              .addJavadoc("What kernels need of the batch and the step.\n")
              .build());
    }
    for (String field : List.of("rows", "seed", "step")) {
      if (functions.names(field)) {
        type.addField(field.equals("rows") ? int.class : long.class, field, Modifier.PRIVATE);
      }
    }
    if (functions.hasStrips()) {
      type.addField(
          FieldSpec.builder(int.class, Steps.StripLoop.FIRST, Modifier.PRIVATE)
              .addJavadoc("Rows before those of the strip that kernels are at.\n")
              .build());
    }
    for (Symbol length : functions.lengthFields()) {
      type.addField(
          FieldSpec.builder(int.class, length.variable(), Modifier.PRIVATE)
              .addJavadoc("{@code $L} in the rows of the workspace.\n", length.name())
              .build());
    }
    Set<String> turning = new HashSet<>();
    for (Steps.Turns loop : functions.loops()) {
      loop.names().stream().filter(turning::add).forEach(n -> type.addField(turn(loop, n)));
    }
  }

  /** A field that kernels find out from which turn of a loop they are in. */
  private static FieldSpec turn(Steps.Turns loop, String name) {
    String doc;
    if (name.equals(loop.names().get(0))) {
      doc = "The position at which a loop over an axis is.\n";
    } else if (name.equals(loop.names().get(1))) {
      doc = "Which of two slots this turn of the loop reads.\n";
    } else {
      doc = "Which of two slots this turn of the loop writes.\n";
    }
    return FieldSpec.builder(int.class, name, Modifier.PRIVATE).addJavadoc(doc).build();
  }

  private void constructor(Members members) {
    String fixed = planned.workspace().fixed() > 0 ? "FIXED + " : "";
    ProgramPlan.Workspace space = planned.workspace();
    String strips =
        space.strip() > 0
            ? "Math.min(%sL * batch, %sL) + ".formatted(space.stripPerRow(), space.strip())
            : "";
    String sizes =
        "%s.LAYOUT.length(), SLOTS.length(), %s(long) PER_ROW * batch + %sLayout.SLACK, %s, %s"
            .formatted(
                TypedText.own(serving),
                fixed,
                strips,
                training.losses().size(),
                TrainingFacts.sumNames(training).size());
    List<String> bounds = lengths.symbols().stream().map(s -> Integer.toString(s.bound())).toList();
    int plateaus = training.recipe().plateaus().size();
    sizes +=
        plateaus == 0
            ? bounds.stream().map(b -> ", " + b).collect(Collectors.joining())
            : ", %s, new int[] {%s}".formatted(plateaus, String.join(", ", bounds));
    members.method(
        "public",
        "",
        "int batch, Threads threads",
        "super(batch, threads, %s);\n".formatted(sizes),
        """
        @param batch the most rows of a batch, at least 1
        @param threads who computes; the same bits come out of every pool
        @throws IllegalArgumentException where there are no rows, or more than an array can hold
        """);
  }
}
