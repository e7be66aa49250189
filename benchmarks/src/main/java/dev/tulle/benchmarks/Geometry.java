package dev.tulle.benchmarks;

import static javax.lang.model.element.Modifier.FINAL;
import static javax.lang.model.element.Modifier.PUBLIC;
import static javax.lang.model.element.Modifier.STATIC;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.tulle.compiler.codegen.GeneratedFile;
import dev.tulle.compiler.codegen.product.Epilogue;
import dev.tulle.compiler.codegen.product.ProductCode;
import dev.tulle.compiler.codegen.product.ProductEmitter;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.ProductShape;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/**
 * The sizes and the layout of a product, and the kernel that the compiler emits for it.
 *
 * @param rows m
 * @param columns n
 * @param depth k
 * @param aByColumns whether A lies by columns
 * @param bByColumns whether B lies by columns
 */
record Geometry(int rows, int columns, int depth, boolean aByColumns, boolean bByColumns) {
  private static final String CLASS = "dev.tulle.benchmarks.generated.Product";

  /** Reads {@code 64x256x784:NN}. */
  static Geometry of(String text) {
    String[] parts = text.split("[x:]");
    return new Geometry(
        Integer.parseInt(parts[0]),
        Integer.parseInt(parts[1]),
        Integer.parseInt(parts[2]),
        parts[3].charAt(0) == 'T',
        parts[3].charAt(1) == 'T');
  }

  /** {@code (float[] a, float[] b, float[] c, int piece, int pieces)}, in vector form. */
  MethodHandle kernel() {
    var code =
        new ProductCode(
            "product",
            shape(),
            List.of(
                ParameterSpec.builder(float[].class, "a").build(),
                ParameterSpec.builder(float[].class, "b").build(),
                ParameterSpec.builder(float[].class, "c").build()),
            size -> CodeBlock.of("$L", size.value()),
            new ProductCode.Operand("a", CodeBlock.of("0")),
            new ProductCode.Operand("b", CodeBlock.of("0")),
            new StoreOnly(columns));
    var floatVector = ClassName.get("jdk.incubator.vector", "FloatVector");
    var species =
        ParameterizedTypeName.get(
            ClassName.get("jdk.incubator.vector", "VectorSpecies"), TypeName.get(Float.class));
    TypeSpec.Builder type =
        TypeSpec.classBuilder("Product")
            .addModifiers(PUBLIC, FINAL)
            .addField(
                FieldSpec.builder(species, "SPECIES", STATIC, FINAL)
                    .initializer("$T.SPECIES_PREFERRED", floatVector)
                    .build())
            .addField(
                FieldSpec.builder(int.class, "LANES", STATIC, FINAL)
                    .initializer("SPECIES.length()")
                    .build());
    ProductEmitter.vector(code)
        .forEach(
            m ->
                type.addMethod(
                    m.name().equals("product")
                        ? m.toBuilder().addModifiers(PUBLIC, STATIC).build()
                        : m));
    String text =
        JavaFile.builder("dev.tulle.benchmarks.generated", type.build()).build().toString();
    try {
      return MethodHandles.publicLookup()
          .findStatic(
              Nets.load(List.of(new GeneratedFile(CLASS, text, true)), CLASS),
              "product",
              MethodType.methodType(
                  void.class, float[].class, float[].class, float[].class, int.class, int.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private ProductShape shape() {
    return new ProductShape(
        Size.of(rows),
        Size.of(columns),
        Size.of(depth),
        Size.of(aByColumns ? 1 : depth),
        Size.of(aByColumns ? rows : 1),
        Size.of(bByColumns ? 1 : columns),
        Size.of(bByColumns ? depth : 1),
        List.of(),
        List.of());
  }

  /** Stores the sums as they are. */
  private record StoreOnly(int columns) implements Epilogue {
    @Override
    public boolean runsOver() {
      return true;
    }

    @Override
    public List<Store> vector(CodeBlock.Builder code, Place place, String value) {
      return List.of(
          new Store(
              CodeBlock.of("$L", value),
              "c",
              CodeBlock.of("$L * $L + $L", place.row(), columns, place.column())));
    }

    @Override
    public List<Store> scalar(CodeBlock.Builder code, Place place, String value) {
      return vector(code, place, value);
    }
  }
}
