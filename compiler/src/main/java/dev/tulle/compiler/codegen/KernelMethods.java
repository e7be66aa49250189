package dev.tulle.compiler.codegen;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import dev.tulle.compiler.codegen.product.Mentions;
import dev.tulle.compiler.codegen.product.PanelsEmitter;
import dev.tulle.compiler.codegen.product.ProductCode;
import dev.tulle.compiler.codegen.product.ProductEmitter;
import dev.tulle.compiler.ir.Sum;
import dev.tulle.compiler.ir.Symbol;
import dev.tulle.compiler.plan.Kernel;
import dev.tulle.compiler.plan.ProductShape;
import dev.tulle.compiler.plan.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The methods of one kernel, in both forms, the kernel's own first.
 *
 * @param vector empty where vectors cannot do it
 * @param pieced whether it can be done in pieces, and takes which of how many
 */
record KernelMethods(List<MethodSpec> vector, List<MethodSpec> scalar, boolean pieced) {
  KernelMethods {
    vector = List.copyOf(vector);
    scalar = List.copyOf(scalar);
  }

  /** All that is the kernel's own; of helpers that it shares their names, which say all of them. */
  String ownText() {
    String name = scalar.get(0).name();
    return Stream.concat(vector.stream(), scalar.stream())
        .map(m -> m.name().startsWith(name) ? m.toString() : m.name() + m.parameters())
        .collect(Collectors.joining());
  }

  /**
   * @param name of the kernel's own method
   */
  static KernelMethods of(Kernel kernel, Arguments arguments, String name) {
    if (kernel instanceof Kernel.Product product) {
      return of(product, arguments, name);
    }
    if (kernel instanceof Kernel.Panels panels) {
      arguments.dropRows();
      return of(panels, arguments, name);
    }
    var loop = (Kernel.Loop) kernel;
    String scalar = LoopWriter.write(loop, arguments, false);
    String vector = Vectorisable.is(loop) ? LoopWriter.write(loop, arguments, true) : "";
    dropUnused(arguments, scalar + vector);
    boolean pieced = Mentions.of("piece", scalar);
    return new KernelMethods(
        vector.isEmpty() ? List.of() : List.of(method(name, arguments, vector, pieced)),
        List.of(method(name, arguments, scalar, pieced)),
        pieced);
  }

  private static KernelMethods of(Kernel.Product product, Arguments arguments, String name) {
    ProductCode code = code(product, arguments, name);
    List<MethodSpec> scalar = ProductEmitter.scalar(code);
    List<MethodSpec> vector = ProductEmitter.vector(code);
    if (dropUnused(arguments, scalar.get(0).code() + "" + vector.get(0).code())) {
      return of(product, arguments, name);
    }
    return new KernelMethods(vector, scalar, true);
  }

  private static KernelMethods of(Kernel.Panels panels, Arguments arguments, String name) {
    List<ParameterSpec> parameters = parameters(arguments);
    ProductCode.Operand from = operand(panels.from(), arguments);
    String array = arguments.array(panels.to());
    var to = new ProductCode.Operand(array, CodeBlock.of("$LAt", array));
    ProductShape shape = panels.shape();
    return new KernelMethods(
        PanelsEmitter.vector(name, shape, parameters, from, to),
        List.of(PanelsEmitter.scalar(name, shape, parameters, from, to)),
        true);
  }

  /** Leaves out the rows and the lengths that no text names; says whether there were such. */
  private static boolean dropUnused(Arguments arguments, String texts) {
    boolean dropped = arguments.takesRows() && !Mentions.of("rows", texts);
    if (dropped) {
      arguments.dropRows();
    }
    for (Symbol length : List.copyOf(arguments.lengths())) {
      if (!Mentions.of(length.variable(), texts)) {
        arguments.drop(length);
        dropped = true;
      }
    }
    return dropped;
  }

  private static ProductCode code(Kernel.Product product, Arguments arguments, String name) {
    return new ProductCode(
        name,
        product.shape(),
        parameters(arguments),
        s -> CodeBlock.of("$L", Sizes.of(s)),
        operand(product.a(), arguments),
        operand(product.b(), arguments),
        new ProductEpilogue(product, arguments));
  }

  private static ProductCode.Operand operand(Value.Load load, Arguments arguments) {
    String array = arguments.array(load.buffer());
    Sum offset = load.at().offset();
    return new ProductCode.Operand(
        array,
        offset.equals(Sum.of(0))
            ? CodeBlock.of("$LAt", array)
            : CodeBlock.of("$LAt + $L", array, offset.text()));
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

  private static MethodSpec method(String name, Arguments arguments, String body, boolean pieced) {
    MethodSpec.Builder method = MethodSpec.methodBuilder(name).addParameters(parameters(arguments));
    if (pieced) {
      method.addParameter(int.class, "piece").addParameter(int.class, "pieces");
    }
    return method.addCode(TypedText.of(body)).build();
  }
}
