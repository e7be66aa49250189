package dev.tulle.compiler.codegen;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.tulle.compiler.plan.Kernel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;

/**
 * The kernels of one generated class: a class of vector kernels and one of the same kernels in
 * scalar form. Kernels that would read alike are one method.
 */
final class KernelLibrary {
  private static final String API = "jdk.incubator.vector";

  /** A kernel's method: its name, its arguments, and whether vectors do it. */
  record Entry(String name, Arguments arguments, boolean vector) {}

  private final ClassName vectorClass;
  private final ClassName scalarClass;
  private final Map<String, Entry> byText = new HashMap<>();
  private final Map<String, MethodSpec> vector = new LinkedHashMap<>();
  private final Map<String, MethodSpec> scalar = new LinkedHashMap<>();
  private final Map<String, Integer> names = new HashMap<>();

  KernelLibrary(ClassName owner) {
    vectorClass = owner.peerClass(owner.simpleName() + "Vector");
    scalarClass = owner.peerClass(owner.simpleName() + "Scalar");
  }

  ClassName vectorClass() {
    return vectorClass;
  }

  ClassName scalarClass() {
    return scalarClass;
  }

  /** The kernel's method, which may be another kernel's too. */
  Entry add(Kernel kernel) {
    Arguments arguments = new Arguments(kernel);
    String text = KernelMethods.of(kernel, arguments, "kernel", "").toString();
    Entry known = byText.get(text);
    if (known != null) {
      return new Entry(known.name(), arguments, known.vector());
    }
    String name = unique(Identifiers.kernel(kernel.name()));
    KernelMethods methods =
        KernelMethods.of(kernel, arguments, name, Origins.comment(kernel.origin()));
    methods.vector().forEach(m -> vector.putIfAbsent(key(m, name), m));
    methods.scalar().forEach(m -> scalar.putIfAbsent(key(m, name), m));
    Entry entry = new Entry(name, arguments, !methods.vector().isEmpty());
    byText.put(text, entry);
    return entry;
  }

  /** Shared helpers are told apart by name; parameters may differ. */
  private static String key(MethodSpec method, String kernel) {
    return method.name() + method.parameters() + (method.name().startsWith(kernel) ? kernel : "");
  }

  private String unique(String base) {
    int count = names.merge(base, 1, Integer::sum);
    return count == 1 ? base : unique(base + count);
  }

  List<TypeSpec> classes(String net) {
    return List.of(vectors(net), scalars(net));
  }

  private TypeSpec vectors(String net) {
    ClassName floats = ClassName.get(API, "FloatVector");
    ClassName ints = ClassName.get(API, "IntVector");
    ClassName species = ClassName.get(API, "VectorSpecies");
    TypeSpec.Builder type =
        TypeSpec.classBuilder(vectorClass)
            .addModifiers(Modifier.FINAL)
            .addJavadoc("The kernels of $L as vectors of the machine's width.\n", net)
            .addField(
                constant(
                        com.palantir.javapoet.ParameterizedTypeName.get(
                            species, ClassName.get(Float.class)),
                        "SPECIES")
                    .initializer("$T.SPECIES_PREFERRED", floats)
                    .build())
            .addField(
                constant(com.palantir.javapoet.TypeName.INT, "LANES")
                    .initializer("SPECIES.length()")
                    .build())
            .addField(
                constant(floats, "IOTA")
                    .initializer("$T.zero(SPECIES).addIndex(1)", floats)
                    .build())
            .addField(
                constant(ints, "INT_IOTA")
                    .initializer("$T.zero($T.SPECIES_PREFERRED).addIndex(1)", ints, ints)
                    .build())
            .addMethod(hidden());
    vector.values().forEach(type::addMethod);
    return type.build();
  }

  private TypeSpec scalars(String net) {
    TypeSpec.Builder type =
        TypeSpec.classBuilder(scalarClass)
            .addModifiers(Modifier.FINAL)
            .addJavadoc("The kernels of $L where the Vector API is absent.\n", net)
            .addMethod(hidden());
    scalar.values().forEach(type::addMethod);
    return type.build();
  }

  private static com.palantir.javapoet.FieldSpec.Builder constant(
      com.palantir.javapoet.TypeName type, String name) {
    return com.palantir.javapoet.FieldSpec.builder(
        type, name, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL);
  }

  static MethodSpec hidden() {
    return MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build();
  }
}
