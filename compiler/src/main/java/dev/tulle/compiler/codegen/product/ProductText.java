package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.ProductShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.lang.model.element.Modifier;

/** Expressions that the vector and the scalar form of a product share. */
record ProductText(ProductCode code) {
  ProductShape shape() {
    return code.shape();
  }

  ProductCode.Operand a() {
    return code.a();
  }

  /** A size as an operand of any operator. */
  CodeBlock size(Size size) {
    CodeBlock expression = code.sizes().apply(size);
    return expression.toString().contains(" ") ? CodeBlock.of("($L)", expression) : expression;
  }

  /** {@code size / divisor}, rounded up. */
  CodeBlock ceiling(Size size, long divisor) {
    return size.isKnown()
        ? CodeBlock.of("$L", (size.value() + divisor - 1) / divisor)
        : CodeBlock.of("($L + $L) / $L", size(size), divisor - 1, divisor);
  }

  /** {@code at + index * stride}, as short as the stride allows. */
  CodeBlock step(CodeBlock at, String index, Size stride) {
    if (stride.isKnown() && stride.value() == 0) {
      return at;
    }
    return stride.isOne()
        ? CodeBlock.of("$L + $L", at, index)
        : CodeBlock.of("$L + $L * $L", at, index, size(stride));
  }

  /**
   * Where a column of B is, from where the first is: in a panel of its own, if B lies in panels.
   *
   * @param index that of the first column of some that lie behind each other
   */
  CodeBlock column(CodeBlock at, String index) {
    if (!shape().panels()) {
      return step(at, index, shape().bColumn());
    }
    int panel = ProductShape.PANEL;
    return shape().columns().isKnown() && shape().columns().value() <= panel
        ? CodeBlock.of("$L + $L", at, index)
        : CodeBlock.of(
            "$1L + $2L / $3L * $4L + $2L % $3L", at, index, panel, size(shape().panel()));
  }

  /** The local that holds the index along each batch axis. */
  List<String> batchNames() {
    return IntStream.range(0, shape().batch().size()).mapToObj(i -> "batch" + i).toList();
  }

  /** Whether an epilogue names a local. */
  static boolean names(String local, CodeBlock.Builder body, List<Epilogue.Store> stores) {
    return Mentions.of(local, body.build() + " " + stores);
  }

  /**
   * A method that takes what its code names of the kernel's parameters, the batch, and others.
   *
   * @param own an axis of the batch that it walks itself; empty for none
   */
  MethodSpec method(String name, String own, List<ParameterSpec> others, CodeBlock code) {
    var parameters = new ArrayList<>(code().parameters());
    batchNames().stream()
        .filter(b -> !b.equals(own))
        .forEach(batch -> parameters.add(ParameterSpec.builder(int.class, batch).build()));
    parameters.addAll(others);
    String text = code.toString();
    return MethodSpec.methodBuilder(name)
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .addParameters(parameters.stream().filter(p -> Mentions.of(p.name(), text)).toList())
        .addCode(code)
        .build();
  }

  /**
   * A call of it.
   *
   * @param given what stands for a parameter, where that is not its own name
   */
  static CodeBlock call(MethodSpec method, Map<String, String> given) {
    return CodeBlock.of(
        "$L($L)",
        method.name(),
        method.parameters().stream()
            .map(p -> given.getOrDefault(p.name(), p.name()))
            .collect(Collectors.joining(", ")));
  }
}
