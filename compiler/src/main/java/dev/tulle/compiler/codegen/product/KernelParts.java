package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The methods that a product becomes, gathered while its kernel is written: the kernel, the
 * epilogue that it calls, and helpers that several products of a class share.
 */
final class KernelParts {
  private final ProductCode product;
  private final MethodSpec epilogue;
  private final CodeBlock.Builder code = CodeBlock.builder();

  /** By name, in the order in which the kernel first needs them. */
  private final Map<String, MethodSpec> helpers = new LinkedHashMap<>();

  KernelParts(ProductCode product, MethodSpec epilogue) {
    this.product = product;
    this.epilogue = epilogue;
  }

  /**
   * Those of the vector form.
   *
   * @param finished the product as its epilogue sees it
   */
  static KernelParts ofVectors(ProductText finished, Units units) {
    return new KernelParts(finished.code(), VectorEpilogue.method(finished, units));
  }

  /** The text of the kernel, to which its writer adds. */
  CodeBlock.Builder code() {
    return code;
  }

  /**
   * Keeps a helper that the kernel calls.
   *
   * @return its name
   */
  String helper(MethodSpec method) {
    helpers.put(method.name(), method);
    return method.name();
  }

  /**
   * Writes the call of the epilogue.
   *
   * @param given what stands for a parameter, where that is not its own name
   */
  void finish(Map<String, String> given) {
    code.addStatement(ProductText.call(epilogue, given));
  }

  /** The kernel, its epilogue, and the helpers. */
  List<MethodSpec> methods() {
    var methods = new ArrayList<MethodSpec>();
    methods.add(
        MethodSpec.methodBuilder(product.name())
            .addParameters(product.parameters())
            .addParameter(int.class, "piece")
            .addParameter(int.class, "pieces")
            .addCode(code.build())
            .build());
    methods.add(epilogue);
    methods.addAll(helpers.values());
    return methods;
  }
}
