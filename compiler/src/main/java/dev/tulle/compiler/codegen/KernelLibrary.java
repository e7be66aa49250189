package dev.tulle.compiler.codegen;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.tulle.compiler.codegen.product.Mentions;
import dev.tulle.compiler.plan.FunctionPlan;
import dev.tulle.compiler.plan.Kernel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Modifier;

/**
 * The kernels of one generated class: their interface, and a class of the same kernels in vector
 * and in scalar form each. Kernels that would read alike are one method.
 */
final class KernelLibrary {
  private static final String API = "jdk.incubator.vector";

  /** Constants of the class of vectors that kernels may name. */
  private static final List<String> CONSTANTS = List.of("LANES", "IOTA", "INT_IOTA");

  /** What parameters mean that many kernels have. */
  private static final String PARAMETERS =
      "<p>A tensor is an array and the place of its first float there: {@code x} begins at"
          + " {@code x[xAt]}. Threads may share a kernel: a call does the piece with the number"
          + " {@code piece}, from 0 on, of {@code pieces}; 0 of 1 is all. {@code rows} are those of"
          + " the batch.";

  /**
   * A kernel's method.
   *
   * @param arguments what it is called with
   * @param pieced whether it also takes which piece of how many it is to do
   * @param vector whether there is a vector form of it
   */
  record Entry(String name, Arguments arguments, boolean pieced, boolean vector) {}

  /** Kernels that share a method. */
  private record Group(
      String function, List<Kernel> kernels, List<Arguments> arguments, List<String> names) {}

  private final ClassName type;
  private final ClassName vectorClass;
  private final ClassName scalarClass;
  private final Map<String, Group> groups = new LinkedHashMap<>();

  /** The group of a form that was written, so that another kernel of it need not be. */
  private final Map<KernelForm, Group> forms = new HashMap<>();

  private final IdentityHashMap<Kernel, Entry> entries = new IdentityHashMap<>();
  private final Map<String, MethodSpec> common = new LinkedHashMap<>();
  private final Map<String, MethodSpec> vector = new LinkedHashMap<>();
  private final Map<String, MethodSpec> scalar = new LinkedHashMap<>();
  private final Set<String> constants = new HashSet<>();
  private final Set<String> taken = new HashSet<>();
  private final KernelNames names = new KernelNames();

  KernelLibrary(ClassName owner) {
    type = owner.peerClass(owner.simpleName() + "Kernels");
    vectorClass = owner.peerClass(owner.simpleName() + "Vector");
    scalarClass = owner.peerClass(owner.simpleName() + "Scalar");
  }

  /** The constant of the owner that holds the kernels which this VM runs. */
  FieldSpec constant() {
    return constant(type, "KERNELS")
        .initializer(
            "$T.choose($T.lookup(), $T.class, $S, new $T())",
            ClassName.get("dev.tulle.runtime.kernel", "Kernels"),
            ClassName.get("java.lang.invoke", "MethodHandles"),
            type,
            vectorClass.simpleName(),
            scalarClass)
        .addJavadoc("The kernels that this VM runs: vectors where it has them.\n")
        .build();
  }

  /** What tensors and kernels are called. */
  KernelNames names() {
    return names;
  }

  /** Takes the kernels of a function in; those of all functions are known before one is named. */
  void add(FunctionPlan plan) {
    for (Kernel kernel : plan.kernels()) {
      names.see(kernel);
      Arguments arguments = new Arguments(kernel);
      Group group =
          forms.computeIfAbsent(
              new KernelForm(kernel, arguments), form -> group(kernel, arguments, plan.name()));
      if (!group.kernels.isEmpty()) {
        arguments.dropAsIn(group.arguments.get(0));
      }
      group.kernels.add(kernel);
      group.arguments.add(arguments);
      group.names.add(names.of(kernel, plan.name()));
    }
  }

  /** The kernels that read like this one; leaves out of its arguments what no text names. */
  private Group group(Kernel kernel, Arguments arguments, String function) {
    String text = KernelMethods.of(kernel, arguments, "kernel").ownText();
    CONSTANTS.stream().filter(c -> Mentions.of(c, text)).forEach(constants::add);
    return groups.computeIfAbsent(
        text, t -> new Group(function, new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
  }

  /** How many kernels were written to compare them; the others are of the form of one of these. */
  int compared() {
    return forms.size();
  }

  /** The kernel's method, which may be another kernel's too. */
  Entry entry(Kernel kernel) {
    if (entries.isEmpty()) {
      groups.values().forEach(this::write);
    }
    Entry entry = entries.get(kernel);
    if (entry == null) {
      throw new IllegalStateException("kernel " + kernel.name() + " was not added");
    }
    return entry;
  }

  /** All kernels and their methods; kernels are told apart by identity. */
  Map<Kernel, Entry> entries() {
    return entries;
  }

  private void write(Group group) {
    String name = name(group);
    Kernel kernel = group.kernels.get(0);
    List<String> arguments = names.arguments(group.arguments, kernel, group.function);
    KernelMethods methods = KernelMethods.of(kernel, group.arguments.get(0).named(arguments), name);
    for (int i = 0; i < group.kernels.size(); i++) {
      Arguments own = group.arguments.get(i).named(arguments);
      entries.put(
          group.kernels.get(i),
          new Entry(name, own, methods.pieced(), !methods.vector().isEmpty()));
    }
    MethodSpec first = methods.scalar().get(0);
    MethodSpec.Builder declared =
        MethodSpec.methodBuilder(name)
            .addModifiers(Modifier.PUBLIC)
            .addParameters(first.parameters())
            .addJavadoc("$L\n", KernelDocs.of(group.kernels, group.arguments.get(0), arguments));
    if (methods.vector().isEmpty()) {
      declared.addModifiers(Modifier.DEFAULT).addCode(first.code());
    } else {
      declared.addModifiers(Modifier.ABSTRACT);
      add(methods.vector(), vector);
      add(methods.scalar(), scalar);
    }
    common.put(name, declared.build());
  }

  /** A kernel of evaluation that another method's kernel is named like computes it differently. */
  private String name(Group group) {
    String base = Identifiers.kernel(Words.camel(KernelNames.common(group.names)));
    if (taken.add(base)) {
      return base;
    }
    String other = group.function.equals("evaluate") ? base + "Evaluation" : base;
    String name = other;
    for (int i = 2; !taken.add(name); i++) {
      name = Identifiers.another(other, i);
    }
    return name;
  }

  private static void add(List<MethodSpec> methods, Map<String, MethodSpec> all) {
    MethodSpec own = methods.get(0);
    all.put(
        own.name(),
        own.toBuilder().addAnnotation(Override.class).addModifiers(Modifier.PUBLIC).build());
    // Shared helpers are told apart by name; parameters may differ.
    methods.stream().skip(1).forEach(m -> all.putIfAbsent(m.name() + m.parameters(), m));
  }

  /** The interface and the class of scalar kernels. */
  List<TypeSpec> classes(String net) {
    TypeSpec.Builder kernels =
        TypeSpec.interfaceBuilder(type)
            .addJavadoc("What $L computes: a method for each kernel.\n\n", net)
            .addJavadoc("$L\n", Javadoc.wrapped(PARAMETERS))
            .addMethods(common.values());
    TypeSpec.Builder scalars =
        TypeSpec.classBuilder(scalarClass)
            .addModifiers(Modifier.FINAL)
            .addSuperinterface(type)
            .addJavadoc("The kernels of $L where the Vector API is absent.\n", net)
            .addMethods(scalar.values());
    return List.of(kernels.build(), scalars.build());
  }

  /** The class of vector kernels, which alone needs the Vector API. */
  TypeSpec vectors(String net) {
    ClassName floats = ClassName.get(API, "FloatVector");
    ClassName ints = ClassName.get(API, "IntVector");
    ClassName species = ClassName.get(API, "VectorSpecies");
    TypeSpec.Builder builder =
        TypeSpec.classBuilder(vectorClass)
            .addModifiers(Modifier.FINAL)
            .addSuperinterface(type)
            .addJavadoc("The kernels of $L as vectors of the machine's width.\n", net)
            .addField(
                constant(ParameterizedTypeName.get(species, ClassName.get(Float.class)), "SPECIES")
                    .initializer("$T.SPECIES_PREFERRED", floats)
                    .build())
            .addMethods(vector.values());
    if (constants.contains("LANES")) {
      builder.addField(constant(TypeName.INT, "LANES").initializer("SPECIES.length()").build());
    }
    if (constants.contains("IOTA")) {
      builder.addField(
          constant(floats, "IOTA").initializer("$T.zero(SPECIES).addIndex(1)", floats).build());
    }
    if (constants.contains("INT_IOTA")) {
      builder.addField(
          constant(ints, "INT_IOTA")
              .initializer("$T.zero($T.SPECIES_PREFERRED).addIndex(1)", ints, ints)
              .build());
    }
    return builder.build();
  }

  private static FieldSpec.Builder constant(TypeName type, String name) {
    return FieldSpec.builder(type, name, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL);
  }
}
