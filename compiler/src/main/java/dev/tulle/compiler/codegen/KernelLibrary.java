package dev.tulle.compiler.codegen;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.tulle.compiler.plan.Kernel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;

/**
 * The kernels of one generated class: their interface, and a class of the same kernels in vector
 * and in scalar form each. Kernels that would read alike are one method.
 */
final class KernelLibrary {
  private static final String API = "jdk.incubator.vector";

  /** A kernel's method: its name and its arguments. */
  record Entry(String name, Arguments arguments) {}

  private final ClassName type;
  private final ClassName vectorClass;
  private final ClassName scalarClass;
  private final Map<String, Entry> byText = new HashMap<>();
  private final Map<String, MethodSpec> common = new LinkedHashMap<>();
  private final Map<String, MethodSpec> vector = new LinkedHashMap<>();
  private final Map<String, MethodSpec> scalar = new LinkedHashMap<>();
  private final Map<String, Integer> names = new HashMap<>();

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
        .build();
  }

  /** The kernel's method, which may be another kernel's too. */
  Entry add(Kernel kernel) {
    Arguments arguments = new Arguments(kernel);
    String text = KernelMethods.of(kernel, arguments, "kernel").toString();
    Entry known = byText.get(text);
    if (known != null) {
      return new Entry(known.name(), arguments);
    }
    String name = unique(Identifiers.kernel(kernel.name()));
    KernelMethods methods = KernelMethods.of(kernel, arguments, name);
    MethodSpec first = methods.scalar().get(0);
    MethodSpec.Builder declared =
        MethodSpec.methodBuilder(name)
            .addModifiers(Modifier.PUBLIC)
            .addParameters(first.parameters())
            .addJavadoc("$L\n", Origins.comment(kernel.origin()));
    if (methods.vector().isEmpty()) {
      declared.addModifiers(Modifier.DEFAULT).addCode(first.code());
    } else {
      declared.addModifiers(Modifier.ABSTRACT);
      add(methods.vector(), vector);
      add(methods.scalar(), scalar);
    }
    common.put(name, declared.build());
    Entry entry = new Entry(name, arguments);
    byText.put(text, entry);
    return entry;
  }

  private static void add(List<MethodSpec> methods, Map<String, MethodSpec> all) {
    MethodSpec own = methods.get(0);
    all.put(
        own.name(),
        own.toBuilder().addAnnotation(Override.class).addModifiers(Modifier.PUBLIC).build());
    // Shared helpers are told apart by name; parameters may differ.
    methods.stream().skip(1).forEach(m -> all.putIfAbsent(m.name() + m.parameters(), m));
  }

  private String unique(String base) {
    int count = names.merge(base, 1, Integer::sum);
    return count == 1 ? base : unique(base + count);
  }

  /** The interface and the class of scalar kernels. */
  List<TypeSpec> classes(String net) {
    TypeSpec.Builder kernels =
        TypeSpec.interfaceBuilder(type)
            .addJavadoc("What $L computes: a method for each kernel.\n", net)
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
    String text = vector.values().toString();
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
    if (mentions(text, "LANES")) {
      builder.addField(constant(TypeName.INT, "LANES").initializer("SPECIES.length()").build());
    }
    if (mentions(text, "IOTA")) {
      builder.addField(
          constant(floats, "IOTA").initializer("$T.zero(SPECIES).addIndex(1)", floats).build());
    }
    if (mentions(text, "INT_IOTA")) {
      builder.addField(
          constant(ints, "INT_IOTA")
              .initializer("$T.zero($T.SPECIES_PREFERRED).addIndex(1)", ints, ints)
              .build());
    }
    return builder.build();
  }

  private static boolean mentions(String text, String name) {
    return Pattern.compile("\\b" + name + "\\b").matcher(text).find();
  }

  private static FieldSpec.Builder constant(TypeName type, String name) {
    return FieldSpec.builder(type, name, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL);
  }
}
