package dev.tulle.compiler.codegen;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import dev.tulle.compiler.codegen.product.ProductCode;
import dev.tulle.compiler.codegen.product.ProductEmitter;
import dev.tulle.compiler.plan.Kernel;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/** The methods of one kernel, in both forms, the kernel's own first. */
record KernelMethods(List<MethodSpec> vector, List<MethodSpec> scalar) {
  KernelMethods {
    vector = List.copyOf(vector);
    scalar = List.copyOf(scalar);
  }

  /**
   * @param comment the lines that the kernel is made for, or the empty string
   */
  static KernelMethods of(Kernel kernel, Arguments arguments, String name, String comment) {
    if (kernel instanceof Kernel.Product product) {
      ProductCode code =
          new ProductCode(
              name,
              product.shape(),
              parameters(arguments),
              s -> CodeBlock.of("$L", Sizes.of(s)),
              operand(product.a(), arguments),
              operand(product.b(), arguments),
              new ProductEpilogue(product, arguments));
      return new KernelMethods(
          commented(ProductEmitter.vector(code), comment),
          commented(ProductEmitter.scalar(code), comment));
    }
    var loop = (Kernel.Loop) kernel;
    // What vectors cannot do, the scalar class does for both.
    List<MethodSpec> vector =
        LoopWriter.isVectorisable(loop)
            ? List.of(method(name, arguments, comment, LoopWriter.write(loop, arguments, true)))
            : List.of();
    return new KernelMethods(
        vector,
        List.of(method(name, arguments, comment, LoopWriter.write(loop, arguments, false))));
  }

  private static ProductCode.Operand operand(
      dev.tulle.compiler.plan.Value.Load load, Arguments arguments) {
    String array = arguments.array(load.buffer());
    long offset = load.at().offset();
    return new ProductCode.Operand(
        array,
        offset == 0 ? CodeBlock.of("$LAt", array) : CodeBlock.of("$LAt + $L", array, offset));
  }

  private static List<ParameterSpec> parameters(Arguments arguments) {
    var parameters = new ArrayList<ParameterSpec>();
    for (String[] parameter : arguments.parameters()) {
      TypeName type =
          switch (parameter[0]) {
            case "float[]" -> ArrayTypeName.of(TypeName.FLOAT);
            case "int" -> TypeName.INT;
            case "long" -> TypeName.LONG;
            default -> TypeName.FLOAT;
          };
      parameters.add(ParameterSpec.builder(type, parameter[1]).build());
    }
    return parameters;
  }

  private static MethodSpec method(String name, Arguments arguments, String comment, String body) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(name)
            .addModifiers(Modifier.STATIC)
            .addParameters(parameters(arguments))
            .addParameter(int.class, "piece")
            .addParameter(int.class, "pieces");
    if (!comment.isEmpty()) {
      method.addComment("$L", comment);
    }
    return method.addCode(TypedText.of(body)).build();
  }

  private static List<MethodSpec> commented(List<MethodSpec> methods, String comment) {
    var result = new ArrayList<>(methods);
    if (!comment.isEmpty()) {
      MethodSpec main = methods.get(0);
      result.set(
          0,
          MethodSpec.methodBuilder(main.name())
              .addModifiers(main.modifiers())
              .addParameters(main.parameters())
              .addComment("$L", comment)
              .addCode(main.code())
              .build());
    }
    return result;
  }
}
