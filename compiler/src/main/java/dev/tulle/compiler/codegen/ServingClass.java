package dev.tulle.compiler.codegen;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.TypeSpec;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.plan.Place;
import dev.tulle.compiler.plan.ProgramPlan;
import javax.lang.model.element.Modifier;

/** Writes the class that an application calls: weights that never change, and predictions. */
final class ServingClass {
  private final Program program;
  private final ProgramPlan plan;
  private final ClassName name;
  private final KernelLibrary library;
  private final Steps initial;
  private final ServingNames names;
  private final ServingLoop loop;
  private final ServingPanels panels;
  private final Offsets offsets;

  ServingClass(ProgramPlan plan, ClassName name, KernelLibrary library) {
    this.plan = plan;
    this.program = plan.program();
    this.name = name;
    this.library = library;
    this.names = new ServingNames(program, plan.predict().kernels().size());
    this.offsets =
        new Offsets(library.names(), names.allConstants(), plan.serving().fixed() > 0, "rows");
    offsets.place(Place.Region.WEIGHTS, plan.weights());
    this.initial = new Steps(plan.initial(), library, offsets, 0);
    this.panels = new ServingPanels(plan, new Steps(plan.served().load(), library, offsets, 0));
    Steps predict = new Steps(plan.predict(), library, offsets, 0);
    this.loop = new ServingLoop(plan, predict, names, offsets);
  }

  /** Where weights lie. */
  Offsets offsets() {
    return offsets;
  }

  TypeSpec write() {
    TypeSpec.Builder type =
        TypeSpec.classBuilder(name)
            .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
            .addSuperinterface(ClassName.get("dev.tulle.runtime", "Model"))
            .addJavadoc("$L", Javadoc.wrapped(ServingDocs.ofClass(program)));
    Members members = new Members(type);
    constants(members);
    type.addField(library.constant());
    loop.constants(members);
    fields(type, members);
    new ServingCreation(program, name, initial, panels).add(members);
    panels.add(members);
    facts(members);
    ServingMethods methods = new ServingMethods(program, names, members, loop);
    methods.add();
    names.dims.forEach(dim -> ServingClasses.add(members, dim));
    loop.tensors(members, new ServingDocs(program, names).tensors());
    loop.steps(members);
    offsets.declare(members, Place.Region.WORKSPACE, true);
    offsets.declare(members, Place.Region.STRIP, true);
    offsets.declare(members, Place.Region.PANELS, true);
    if (names.outputs.size() > 1) {
      type.addType(methods.record());
    }
    return type.build();
  }

  private void constants(Members members) {
    names.constants.forEach(
        (dim, constant) ->
            members.field(
                "public static final",
                "int",
                constant,
                String.valueOf(names.counts.get(dim)),
                "The number of classes of {@code " + dim + "}."));
    offsets.declare(members, Place.Region.WEIGHTS, false);
    LayoutMembers.add(members, "LAYOUT", plan.weights(), offsets, Place.Region.WEIGHTS, false);
    members.constant("List<Port>", "INPUTS", Literals.ports(program.inputs()), false);
    members.constant("List<Port>", "OUTPUTS", Literals.ports(program.outputs()), true);
  }

  /** The weights and what they say of the data, and the constructor that takes it apart. */
  private void fields(TypeSpec.Builder type, Members members) {
    Lines body = new Lines();
    field(type, "Weights", "weights");
    body.add("this.weights = weights;");
    if (!panels.isEmpty()) {
      field(type, "float[]", "panels");
      body.add("this.panels = panels;");
    }
    field(type, "Fields", "fields");
    body.add("this.fields = fields;");
    field(type, "Threads", "threads");
    body.add("this.threads = threads;");
    for (int i = 0; i < names.inputs.size(); i++) {
      ServingPort input = names.inputs.get(i);
      field(type, input.isTexts() ? "TextInput" : "Input", input.member());
      String how =
          switch (input.form()) {
            case VALUES -> "input";
            case TEXT, TEXTS -> "texts";
            case PREPARED -> "prepared";
          };
      body.add("%s = fields.%s(%s);".formatted(input.member(), how, i));
    }
    for (ServingNames.Dim dim : names.dims) {
      field(type, "Classes", dim.field());
      body.add(
          "%s = fields.classes(%s, %s);"
              .formatted(dim.field(), Literals.text(dim.dim()), dim.constant()));
    }
    members.method(
        "private",
        name.simpleName(),
        "Weights weights, %sFields fields, Threads threads"
            .formatted(panels.isEmpty() ? "" : "float[] panels, "),
        body.toString(),
        "");
  }

  private static void field(TypeSpec.Builder type, String fieldType, String field) {
    type.addField(Members.type(fieldType), field, Modifier.PRIVATE, Modifier.FINAL);
  }

  private void facts(Members members) {
    members.override(
        "public String", "name", "", "return " + Literals.text(program.name()) + ";\n");
    members.override("public List<Port>", "inputs", "", "return INPUTS;\n");
    members.override("public List<Port>", "outputs", "", "return OUTPUTS;\n");
    members.override("public Weights", "weights", "", "return weights;\n");
    members.override(
        "public " + TypedText.own(name),
        "on",
        "Threads threads",
        "return new %s(weights, %sfields, threads);\n"
            .formatted(TypedText.own(name), panels.isEmpty() ? "" : "panels, "));
    if (!loop.lengths().isEmpty()) {
      members.override("public List<Dim>", "dims", "", "return DIMS;\n");
    }
  }
}
