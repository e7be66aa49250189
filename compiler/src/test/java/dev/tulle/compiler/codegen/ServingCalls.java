package dev.tulle.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.InMemoryCompiler;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Java that calls a generated serving class, compiled beside it: javac judges the types. */
final class ServingCalls {
  private static final String CALLER =
      """
      package test;

      import dev.tulle.runtime.*;
      import dev.tulle.runtime.recipe.*;
      import java.awt.image.BufferedImage;
      import java.nio.file.Path;
      import java.util.*;

      public final class Caller implements java.util.concurrent.Callable<Object> {
        private static FittedColumn source(String... columns) {
          return new FittedColumn.Source(List.of(columns));
        }

        private static FittedColumn number(double value) {
          return new FittedColumn.Number(value);
        }

        private static Map<String, String> fields(Map<String, FittedColumn> fields) {
          return Map.of(FittedFields.KEY, new FittedFields(fields).toJson());
        }

        @Override
        public Object call() throws Exception {
          BODY
        }
      }
      """;

  private ServingCalls() {}

  static List<GeneratedFile> files(String net) {
    CompileResult result =
        TulleCompiler.compileSources(
            List.of(new SourceFile("net.net", "tulle 1\nmodule test\n" + net)),
            CompileOptions.DEFAULT);
    assertThat(result.diagnostics()).isEmpty();
    return JavaWriter.write(result.programs().get(0));
  }

  /** The text of the serving class. */
  static String text(String net) {
    return files(net).get(0).text();
  }

  /** What the statements return; the net's class is in their package. */
  static Object call(String net, String body) throws Exception {
    var files = new ArrayList<>(files(net));
    files.add(new GeneratedFile("test.Caller", CALLER.replace("BODY", body), false));
    Class<?> caller = InMemoryCompiler.load(files).loadClass("test.Caller");
    return ((Callable<?>) caller.getConstructor().newInstance()).call();
  }
}
