package dev.tulle.compiler.codegen;

import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeSpec;
import dev.tulle.compiler.ir.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/** Writes the methods that answer: one for each output, and one for all where there are several. */
final class ServingMethods {
  private final ServingNames names;
  private final ServingDocs docs;
  private final Members members;
  private final ServingLoop loop;

  ServingMethods(Program program, ServingNames names, Members members, ServingLoop loop) {
    this.names = names;
    this.docs = new ServingDocs(program, names);
    this.members = members;
    this.loop = loop;
  }

  void add() {
    names.outputs.forEach(this::output);
    if (names.outputs.size() > 1) {
      all();
    }
  }

  private static String join(List<ServingPort> ports, Function<ServingPort, String> text) {
    return ports.stream().map(text).collect(Collectors.joining(", "));
  }

  private void output(ServingPort output) {
    String method = output.member();
    forms(method, output.single(), output.array(), b -> docs.output(output, b));
    Lines lines = new Lines();
    loop.checkAll(lines);
    lines.add(fresh(output, length(output)));
    lines.add(call(method, output) + ";");
    lines.add("return " + output.java() + ";");
    members.method(
        "public " + output.array(),
        method,
        join(names.inputs, i -> i.array() + " " + i.java()) + ", int rows",
        lines.toString(),
        docs.output(output, ServingDocs.Form.ROWS));
    members.method(
        "public void",
        method,
        join(names.inputs, i -> i.array() + " " + i.java())
            + ", int rows, "
            + output.array()
            + " "
            + output.java(),
        names.outputs.size() == 1 ? loop.values(members) : call("predict", output) + ";\n",
        docs.output(output, ServingDocs.Form.FILL));
    if (names.takesRows()) {
      members.method(
          "public " + output.single(),
          method,
          "Map<String, ?> row",
          names.outputs.size() == 1
              ? byName() + "return " + answer(output) + ";\n"
              : "return predict(row).%s()%s;\n"
                  .formatted(output.java(), output.width().isOne() ? "[0]" : ""),
          docs.output(output, ServingDocs.Form.ROW_BY_NAME));
    }
  }

  /** The forms that take one row. */
  private void forms(
      String method, String single, String array, Function<ServingDocs.Form, String> doc) {
    String element = single.equals(array) ? "" : "[0]";
    members.method(
        "public " + single,
        method,
        join(names.inputs, i -> i.single() + " " + i.java()),
        "return %s(%s, 1)%s;\n".formatted(method, join(names.inputs, ServingPort::boxed), element),
        doc.apply(ServingDocs.Form.ROW));
    if (names.takesPictures()) {
      members.method(
          "public " + single,
          method,
          join(
              names.inputs,
              i -> (i.channels() > 0 ? "BufferedImage" : i.single()) + " " + i.java()),
          "return %s(%s);\n".formatted(method, join(names.inputs, ServingMethods::picture)),
          doc.apply(ServingDocs.Form.PICTURE));
    }
  }

  private static String picture(ServingPort input) {
    return input.channels() == 0
        ? input.java()
        : "Pictures.%s(%s, %s, %s, %s)"
            .formatted(
                pictures(input),
                input.text(),
                input.java(),
                input.row().get(0),
                input.row().get(1));
  }

  /** The method of the runtime that makes numbers of a picture. */
  private static String pictures(ServingPort input) {
    if (input.isResized()) {
      return input.channels() == 1 ? "resizedGrey" : "resizedRgb";
    }
    return input.channels() == 1 ? "grey" : "rgb";
  }

  private static String length(ServingPort output) {
    return "Lengths.of(%s, rows, %s)".formatted(output.text(), Sizes.of(output.width()));
  }

  private static String fresh(ServingPort output, String length) {
    return "%s %s = new %s[%s];".formatted(output.array(), output.java(), output.element(), length);
  }

  /** A call that fills one output. */
  private String call(String method, ServingPort output) {
    var arguments = new ArrayList<String>();
    names.inputs.forEach(i -> arguments.add(i.java()));
    arguments.add("rows");
    if (method.equals("predict")) {
      names.outputs.forEach(o -> arguments.add(o == output ? o.java() : "null"));
    } else {
      arguments.add(output.java());
    }
    return method + "(" + String.join(", ", arguments) + ")";
  }

  /** Statements that compute tensors of one row. */
  private String byName() {
    Lines lines = new Lines();
    for (ServingPort output : names.outputs) {
      lines.add("float[] %s = new float[%s];".formatted(output.java(), output.width()));
    }
    lines.add(
        "predict(fields.tensors(row), 1, new float[][] {%s});"
            .formatted(join(names.outputs, ServingPort::java)));
    return lines.toString();
  }

  private static String answer(ServingPort output) {
    if (output.width().isOne()) {
      return (output.isIndex() ? "(int) " : "") + output.java() + "[0]";
    }
    return output.isIndex() ? "Indices.of(" + output.java() + ")" : output.java();
  }

  private void all() {
    String type = names.record;
    forms("predict", type, type, docs::all);
    Lines lines = new Lines();
    loop.checkAll(lines);
    names.outputs.forEach(o -> lines.add(fresh(o, length(o))));
    lines.add(
        "predict(%s, rows, %s);"
            .formatted(
                join(names.inputs, ServingPort::java), join(names.outputs, ServingPort::java)));
    lines.add("return new %s(%s);".formatted(type, join(names.outputs, ServingPort::java)));
    String parameters = join(names.inputs, i -> i.array() + " " + i.java()) + ", int rows";
    members.method(
        "public " + type, "predict", parameters, lines.toString(), docs.all(ServingDocs.Form.ROWS));
    members.method(
        "public void",
        "predict",
        parameters + ", " + join(names.outputs, o -> o.array() + " " + o.java()),
        loop.values(members),
        docs.all(ServingDocs.Form.FILL));
    if (names.takesRows()) {
      members.method(
          "public " + type,
          "predict",
          "Map<String, ?> row",
          byName()
              + "return new %s(%s);\n"
                  .formatted(
                      type,
                      join(
                          names.outputs,
                          o -> o.isIndex() ? "Indices.of(" + o.java() + ")" : o.java())),
          docs.all(ServingDocs.Form.ROW_BY_NAME));
    }
  }

  /** The record of all outputs. */
  TypeSpec record() {
    MethodSpec.Builder components = MethodSpec.constructorBuilder();
    for (ServingPort output : names.outputs) {
      components.addParameter(
          ParameterSpec.builder(Members.type(output.array()), output.java()).build());
    }
    return TypeSpec.recordBuilder(names.record)
        .addModifiers(Modifier.PUBLIC)
        .addJavadoc("$L", Javadoc.wrapped(docs.record()))
        .recordConstructor(components.build())
        .build();
  }
}
