package dev.tulle.compiler.codegen;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import com.palantir.javapoet.WildcardTypeName;
import java.util.Locale;
import java.util.Map;
import javax.lang.model.element.Modifier;

/** Adds members, given as text, to a class. */
final class Members {
  private static final String RUNTIME = "dev.tulle.runtime";
  private static final Map<String, TypeName> TYPES =
      Map.ofEntries(
          Map.entry("void", TypeName.VOID),
          Map.entry("boolean", TypeName.BOOLEAN),
          Map.entry("int", TypeName.INT),
          Map.entry("int[]", ArrayTypeName.of(TypeName.INT)),
          Map.entry("float", TypeName.FLOAT),
          Map.entry("long", TypeName.LONG),
          Map.entry("double", TypeName.DOUBLE),
          Map.entry("float[]", ArrayTypeName.of(TypeName.FLOAT)),
          Map.entry("double[]", ArrayTypeName.of(TypeName.DOUBLE)),
          Map.entry("float[][]", ArrayTypeName.of(ArrayTypeName.of(TypeName.FLOAT))),
          Map.entry("String", ClassName.get(String.class)),
          Map.entry("String[]", ArrayTypeName.of(ClassName.get(String.class))),
          Map.entry("BufferedImage", ClassName.get("java.awt.image", "BufferedImage")),
          Map.entry("Path", ClassName.get("java.nio.file", "Path")),
          Map.entry("IOException", ClassName.get("java.io", "IOException")),
          Map.entry("Layout", ClassName.get(RUNTIME, "Layout")),
          Map.entry("Model", ClassName.get(RUNTIME, "Model")),
          Map.entry("Port", ClassName.get(RUNTIME, "Port")),
          Map.entry("List<Dim>", list(ClassName.get(RUNTIME, "Dim"))),
          Map.entry("Threads", ClassName.get(RUNTIME, "Threads")),
          Map.entry("Weights", ClassName.get(RUNTIME, "Weights")),
          Map.entry("Classes", ClassName.get(RUNTIME + ".serving", "Classes")),
          Map.entry("Fields", ClassName.get(RUNTIME + ".serving", "Fields")),
          Map.entry("Input", ClassName.get(RUNTIME + ".serving", "Input")),
          Map.entry("TextInput", ClassName.get(RUNTIME + ".serving", "TextInput")),
          Map.entry("Workspace", ClassName.get(RUNTIME + ".kernel", "Workspace")),
          Map.entry("Workspaces", ClassName.get(RUNTIME + ".kernel", "Workspaces")),
          Map.entry("Recipe", ClassName.get(RUNTIME + ".recipe", "Recipe")),
          Map.entry("DataSource", ClassName.get(RUNTIME + ".recipe", "DataSource")),
          Map.entry("List<Port>", list(ClassName.get(RUNTIME, "Port"))),
          Map.entry("List<Layout.Entry>", list(ClassName.get(RUNTIME, "Layout", "Entry"))),
          Map.entry("List<String>", list(ClassName.get(String.class))),
          Map.entry(
              "Map<String, ?>",
              ParameterizedTypeName.get(
                  ClassName.get(Map.class),
                  ClassName.get(String.class),
                  WildcardTypeName.subtypeOf(Object.class))),
          Map.entry(
              "Map<String, String>",
              ParameterizedTypeName.get(Map.class, String.class, String.class)));

  private static final Map<String, String> DOCS =
      Map.of(
          "LAYOUT", "Where each weight lies in their array.",
          "SLOTS", "Where what the optimizer remembers lies in its array.",
          "DIMS", "What varies from call to call.",
          "INPUTS", "What the net takes.",
          "TARGETS", "What training compares with.",
          "OUTPUTS", "What the net answers.",
          "WORKSPACES", "Memory for those who predict at once.");

  private final TypeSpec.Builder type;

  Members(TypeSpec.Builder type) {
    this.type = type;
  }

  private static TypeName list(TypeName element) {
    return ParameterizedTypeName.get(ClassName.get(java.util.List.class), element);
  }

  /** The type of that simple name; one that is unknown is the net's own. */
  static TypeName type(String name) {
    TypeName known = TYPES.get(name);
    if (known != null) {
      return known;
    }
    return ClassName.get("", name);
  }

  /** A constant of the class's own; those that all classes have say what they are. */
  void constant(String fieldType, String name, String value, boolean isPrivate) {
    String doc = DOCS.getOrDefault(name, "");
    field(isPrivate ? "private static final" : "static final", fieldType, name, value, doc);
  }

  void field(String modifiers, String fieldType, String name, String value, String doc) {
    FieldSpec.Builder field =
        FieldSpec.builder(type(fieldType), name, modifiers(modifiers))
            .initializer("$L", TypedText.of(value));
    if (!doc.isEmpty()) {
      field.addJavadoc("$L\n", doc);
    }
    type.addField(field.build());
  }

  private static Modifier[] modifiers(String text) {
    return java.util.Arrays.stream(text.trim().split(" "))
        .filter(m -> !m.isEmpty())
        .map(m -> Modifier.valueOf(m.toUpperCase(Locale.ROOT)))
        .toArray(Modifier[]::new);
  }

  /** A method, or a constructor where {@code head} is modifiers alone. */
  void method(String head, String name, String parameters, String body, String doc) {
    method(head, name, parameters, "", body, doc);
  }

  void method(String head, String name, String parameters, String thrown, String body, String doc) {
    type.addMethod(build(head, name, parameters, thrown, body, doc).build());
  }

  void override(String head, String name, String parameters, String body) {
    override(head, name, parameters, body, "");
  }

  void override(String head, String name, String parameters, String body, String doc) {
    type.addMethod(
        build(head, name, parameters, "", body, doc).addAnnotation(Override.class).build());
  }

  private static MethodSpec.Builder build(
      String head, String name, String parameters, String thrown, String body, String doc) {
    int cut = head.lastIndexOf(' ');
    String last = head.substring(cut + 1);
    boolean constructor = last.equals("private") || last.equals("public") || last.isEmpty();
    MethodSpec.Builder method;
    if (constructor) {
      method = MethodSpec.constructorBuilder().addModifiers(modifiers(head));
    } else {
      method =
          MethodSpec.methodBuilder(name)
              .addModifiers(modifiers(cut < 0 ? "" : head.substring(0, cut)))
              .returns(type(last));
    }
    for (String parameter : parameters.split(", (?!String>|\\?>)")) {
      if (!parameter.isBlank()) {
        int space = parameter.lastIndexOf(' ');
        method.addParameter(
            ParameterSpec.builder(
                    type(parameter.substring(0, space)), parameter.substring(space + 1))
                .build());
      }
    }
    if (!thrown.isEmpty()) {
      method.addException(type(thrown));
    }
    if (!doc.isEmpty()) {
      method.addJavadoc("$L", Javadoc.wrapped(doc));
    }
    return method.addCode(CodeBlock.of("$L", TypedText.of(body)));
  }
}
