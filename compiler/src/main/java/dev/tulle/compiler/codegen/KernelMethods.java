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
import java.util.regex.Pattern;

/**
 * The methods of one kernel, in both forms, the kernel's own first.
 *
 * @param vector empty where vectors cannot do it
 */
record KernelMethods(List<MethodSpec> vector, List<MethodSpec> scalar) {
  private static final Pattern ROWS = Pattern.compile("\\brows\\b");

  KernelMethods {
    vector = List.copyOf(vector);
    scalar = List.copyOf(scalar);
  }

  /**
   * @param name of the kernel's own method
   */
  static KernelMethods of(Kernel kernel, Arguments arguments, String name) {
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
      return new KernelMethods(ProductEmitter.vector(code), ProductEmitter.scalar(code));
    }
    var loop = (Kernel.Loop) kernel;
    String scalar = LoopWriter.write(loop, arguments, false);
    String vector = LoopWriter.isVectorisable(loop) ? LoopWriter.write(loop, arguments, true) : "";
    if (!ROWS.matcher(scalar + vector).find()) {
      arguments.dropRows();
    }
    return new KernelMethods(
        vector.isEmpty() ? List.of() : List.of(method(name, arguments, vector)),
        List.of(method(name, arguments, scalar)));
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

  private static MethodSpec method(String name, Arguments arguments, String body) {
    return MethodSpec.methodBuilder(name)
        .addParameters(parameters(arguments))
        .addParameter(int.class, "piece")
        .addParameter(int.class, "pieces")
        .addCode(TypedText.of(body))
        .build();
  }
}
