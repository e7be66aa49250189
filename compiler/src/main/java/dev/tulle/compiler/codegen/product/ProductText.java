package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.ProductShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.lang.model.element.Modifier;

/** Expressions that the vector and the scalar form of a product share. */
record ProductText(ProductCode code) {
  /** Rows of a unit of work: their sums stay in the nearest cache until the epilogue takes them. */
  static final int BLOCK = 64;

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
  CodeBlock ceiling(Size size, int divisor) {
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

  /** The number of products. */
  Size batches() {
    return shape().batch().stream().map(ProductShape.Batch::count).reduce(Size.ONE, Size::times);
  }

  /** The local that holds the index along each batch axis. */
  List<String> batchNames() {
    return IntStream.range(0, shape().batch().size()).mapToObj(i -> "batch" + i).toList();
  }

  private CodeBlock firstOfA() {
    CodeBlock at = step(code.a().offset(), "unitRow", shape().aRow());
    for (int i = 0; i < shape().batch().size(); i++) {
      at = step(at, "batch" + i, shape().batch().get(i).a());
    }
    return at;
  }

  private CodeBlock firstOfB() {
    CodeBlock at = step(code.b().offset(), "unitColumn", shape().bColumn());
    for (int i = 0; i < shape().batch().size(); i++) {
      at = step(at, "batch" + i, shape().batch().get(i).b());
    }
    return at;
  }

  /**
   * Opens the loop over the units of a piece, blocks of rows within panels of columns within the
   * batch, and declares where each begins and how large it is.
   *
   * @param width columns of a panel
   * @param scratch floats of the scratch array that it declares, in terms of {@code unitWidth}
   */
  void openUnits(MethodSpec.Builder method, CodeBlock width, CodeBlock scratch) {
    method.addStatement("int unitWidth = $L", width);
    method.addStatement("int unitBlocks = $L", ceiling(shape().rows(), BLOCK));
    method.addStatement(
        "int unitPanels = ($L + unitWidth - 1) / unitWidth", size(shape().columns()));
    method.addStatement(
        "int unitCount = $LunitPanels * unitBlocks",
        batches().isOne() ? "" : CodeBlock.of("$L * ", size(batches())));
    method.addStatement("int unitFirst = $T.from(unitCount, piece, pieces, 1)", Names.PIECES);
    method.addStatement("int unitEnd = $T.from(unitCount, piece + 1, pieces, 1)", Names.PIECES);
    method.addStatement("float[] tileSums = $T.floats($L)", Names.SCRATCH, scratch);
    method.beginControlFlow("for (int unit = unitFirst; unit < unitEnd; unit++)");
    method.addStatement("int unitRow = unit % unitBlocks * $L", BLOCK);
    method.addStatement("int unitColumn = unit / unitBlocks % unitPanels * unitWidth");
    CodeBlock rest = CodeBlock.of("unit / (unitBlocks * unitPanels)");
    for (int i = shape().batch().size() - 1; i > 0; i--) {
      CodeBlock count = size(shape().batch().get(i).count());
      method.addStatement("int batch$L = $L % $L", i, rest, count);
      if (i > 1) {
        method.addStatement("int batchRest$L = $L / $L", i, rest, count);
        rest = CodeBlock.of("batchRest$L", i);
      } else {
        rest = CodeBlock.of("$L / $L", rest, count);
      }
    }
    if (!shape().batch().isEmpty()) {
      method.addStatement("int batch0 = $L", rest);
    }
    method.addStatement("int tileHeight = Math.min($L, $L - unitRow)", BLOCK, size(shape().rows()));
    method.addStatement(
        "int tileWidth = Math.min(unitWidth, $L - unitColumn)", size(shape().columns()));
    method.addStatement("int tileA = $L", firstOfA());
    method.addStatement("int tileB = $L", firstOfB());
  }

  /** Whether an epilogue names a local. */
  static boolean names(String local, CodeBlock.Builder body, List<Epilogue.Store> stores) {
    Pattern name = Pattern.compile("\\b" + local + "\\b");
    return name.matcher(body.build() + " " + stores).find();
  }

  /** A method that takes what its code names of the kernel's parameters, the batch, and others. */
  MethodSpec method(String name, List<ParameterSpec> others, CodeBlock code) {
    var parameters = new ArrayList<>(code().parameters());
    batchNames().forEach(batch -> parameters.add(ParameterSpec.builder(int.class, batch).build()));
    parameters.addAll(others);
    String text = code.toString();
    return MethodSpec.methodBuilder(name)
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .addParameters(
            parameters.stream()
                .filter(p -> Pattern.compile("\\b" + p.name() + "\\b").matcher(text).find())
                .toList())
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
