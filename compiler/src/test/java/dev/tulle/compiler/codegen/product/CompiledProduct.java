package dev.tulle.compiler.codegen.product;

import static javax.lang.model.element.Modifier.FINAL;
import static javax.lang.model.element.Modifier.PUBLIC;
import static javax.lang.model.element.Modifier.STATIC;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Symbol;
import dev.tulle.compiler.plan.ProductShape;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A product emitted, compiled in memory and ready to run.
 *
 * @param text the generated class
 * @param handle {@code (float[] a, int x, float[] b, int y, float[] c, float[] bias, int rows, int
 *     piece, int pieces)}
 */
record CompiledProduct(String text, MethodHandle handle) {
  private static final ClassName FLOAT_VECTOR =
      ClassName.get("jdk.incubator.vector", "FloatVector");

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  /** Shared, since it reads the whole JDK's index. */
  private static final StandardJavaFileManager FILES =
      COMPILER.getStandardFileManager(null, null, null);

  /** The size that {@code rows} stands for. */
  static final Size ROWS = Size.of(Symbol.ROWS);

  /**
   * Compiles a product of {@code a} from {@code x} on and {@code b} from {@code y} on.
   *
   * @param vector which form
   */
  static CompiledProduct of(ProductShape shape, Epilogue epilogue, boolean vector) {
    var code =
        new ProductCode(
            "product",
            shape,
            List.of(
                ParameterSpec.builder(float[].class, "a").build(),
                ParameterSpec.builder(int.class, "x").build(),
                ParameterSpec.builder(float[].class, "b").build(),
                ParameterSpec.builder(int.class, "y").build(),
                ParameterSpec.builder(float[].class, "c").build(),
                ParameterSpec.builder(float[].class, "bias").build(),
                ParameterSpec.builder(int.class, "rows").build()),
            CompiledProduct::size,
            new ProductCode.Operand("a", CodeBlock.of("x")),
            new ProductCode.Operand("b", CodeBlock.of("y")),
            epilogue);
    TypeSpec.Builder type = TypeSpec.classBuilder("Generated").addModifiers(PUBLIC, FINAL);
    if (vector) {
      type.addField(
          FieldSpec.builder(
                  ParameterizedTypeName.get(
                      ClassName.get("jdk.incubator.vector", "VectorSpecies"),
                      TypeName.get(Float.class)),
                  "SPECIES",
                  STATIC,
                  FINAL)
              .initializer("$T.SPECIES_PREFERRED", FLOAT_VECTOR)
              .build());
      type.addField(
          FieldSpec.builder(int.class, "LANES", STATIC, FINAL)
              .initializer("SPECIES.length()")
              .build());
    }
    List<MethodSpec> methods = vector ? ProductEmitter.vector(code) : ProductEmitter.scalar(code);
    methods.forEach(
        m ->
            type.addMethod(
                m.name().equals("product")
                    ? m.toBuilder().addModifiers(PUBLIC, STATIC).build()
                    : m));
    String text = JavaFile.builder("", type.build()).skipJavaLangImports(true).build().toString();
    byte[] bytes = compile(text);
    try {
      Class<?> loaded =
          new ClassLoader(CompiledProduct.class.getClassLoader()) {
            Class<?> define() {
              return defineClass("Generated", bytes, 0, bytes.length);
            }
          }.define();
      MethodHandle handle =
          MethodHandles.publicLookup()
              .findStatic(
                  loaded,
                  "product",
                  MethodType.methodType(
                      void.class,
                      float[].class,
                      int.class,
                      float[].class,
                      int.class,
                      float[].class,
                      float[].class,
                      int.class,
                      int.class,
                      int.class));
      return new CompiledProduct(text, handle);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(text, e);
    }
  }

  void run(float[] a, int x, float[] b, int y, float[] c, float[] bias, int rows, int pieces) {
    for (int piece = 0; piece < pieces; piece++) {
      try {
        handle.invokeExact(a, x, b, y, c, bias, rows, piece, pieces);
      } catch (Throwable e) {
        throw new AssertionError(text, e);
      }
    }
  }

  private static CodeBlock size(Size size) {
    if (size.isKnown()) {
      return CodeBlock.of("$L", size.value());
    }
    return size.coefficient() == 1
        ? CodeBlock.of("rows")
        : CodeBlock.of("$L * rows", size.coefficient());
  }

  private static byte[] compile(String text) {
    var bytes = new ByteArrayOutputStream();
    var source =
        new SimpleJavaFileObject(
            URI.create("string:///Generated.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
          }
        };
    var target =
        new SimpleJavaFileObject(
            URI.create("bytes:///Generated.class"), JavaFileObject.Kind.CLASS) {
          @Override
          public OutputStream openOutputStream() {
            return bytes;
          }
        };
    JavaFileManager files =
        new ForwardingJavaFileManager<JavaFileManager>(FILES) {
          @Override
          public JavaFileObject getJavaFileForOutput(
              Location location,
              String className,
              JavaFileObject.Kind kind,
              javax.tools.FileObject sibling) {
            return target;
          }
        };
    var problems = new ArrayList<String>();
    boolean compiled =
        COMPILER
            .getTask(
                null,
                files,
                d -> problems.add(d.toString()),
                List.of(
                    "--add-modules", "jdk.incubator.vector", "-proc:none", "-XDignore.symbol.file"),
                null,
                List.of(source))
            .call();
    if (!compiled) {
      throw new AssertionError(problems + "\n" + text);
    }
    return bytes.toByteArray();
  }
}
