package dev.tulle.cli;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.InMemoryCompiler;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.codegen.JavaWriter;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.runtime.Model;
import dev.tulle.runtime.kernel.Simd;
import java.io.File;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.tools.ToolProvider;

/**
 * Looks at the machine and the JVM that the command line runs on.
 *
 * @param environment of the process
 */
record Examination(Map<String, String> environment) {
  /** A net whose answer anybody can check: 1 + 2 + 3 + 4, and the maximum with 0. */
  private static final String NET =
      "tulle 1\nnet Probe {\n  input x: [4]\n  output y = max(sum(x), 0)\n}\n";

  /** In the order in which one thing needs the other. */
  List<Finding> findings() {
    return List.of(java(), compiler(), net(), vectors(), threads(), memory(), text(), maven());
  }

  private static Finding java() {
    String found =
        System.getProperty("java.version")
            + ", "
            + System.getProperty("java.vendor")
            + ", "
            + System.getProperty("java.vm.name")
            + ", in "
            + System.getProperty("java.home");
    // Older ones could not even load this class.
    return Finding.ok("Java", found);
  }

  private static Finding compiler() {
    return ToolProvider.getSystemJavaCompiler() != null
        ? Finding.ok("javac", "of the same JDK")
        : Finding.missing(
            "javac",
            "this is a Java without a compiler",
            "install a JDK 17 or later, and point JAVA_HOME to it");
  }

  /** The whole way from a text to a number. */
  private static Finding net() {
    String help = "this is a bug of Tulle, not a mistake of yours; please report these lines";
    if (ToolProvider.getSystemJavaCompiler() == null) {
      return Finding.missing("a net", "cannot be compiled without javac", "see above");
    }
    try {
      CompileResult result =
          TulleCompiler.compileSources(
              List.of(new SourceFile("probe.net", NET)), CompileOptions.DEFAULT);
      Model probe =
          (Model)
              InMemoryCompiler.load(JavaWriter.write(result.programs().get(0)))
                  .loadClass("Probe")
                  .getMethod("initial", long.class)
                  .invoke(null, 1L);
      float[] answer = new float[1];
      probe.predict(new float[][] {{1, 2, 3, 4}}, 1, new float[][] {answer});
      return answer[0] == 10
          ? Finding.ok("a net", "compiles and runs")
          : Finding.missing("a net", "1 + 2 + 3 + 4 gave " + answer[0], help);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return Finding.missing("a net", "cannot be compiled and run: " + e, help);
    }
  }

  private static Finding vectors() {
    if (Simd.available()) {
      return Finding.ok("vectors", Simd.lanes() + " floats wide");
    }
    boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    return Finding.better(
        "vectors",
        "scalar kernels, several times slower: " + Simd.reason(),
        present
            ? "HotSpot with its server compiler runs vectors: a JDK of OpenJDK's kind, 17 or later"
            : "java --add-modules jdk.incubator.vector …");
  }

  private static Finding threads() {
    int count = Runtime.getRuntime().availableProcessors();
    return Finding.ok(
        "threads", count == 1 ? "1 processor" : count + " processors; --threads sets fewer");
  }

  private static Finding memory() {
    long megabytes = Runtime.getRuntime().maxMemory() >> 20;
    String found = megabytes + " MB at most for the JVM";
    return megabytes >= 256
        ? Finding.ok("memory", found)
        : Finding.better("memory", found, "JAVA_TOOL_OPTIONS=-Xmx2g");
  }

  private Finding text() {
    String language =
        Optional.ofNullable(environment.get("LC_ALL"))
            .filter(value -> !value.isEmpty())
            .or(() -> Optional.ofNullable(environment.get("LANG")))
            .orElse("");
    String found =
        "messages are UTF-8; the locale is " + (language.isEmpty() ? "not set" : language);
    boolean expected = language.toUpperCase(java.util.Locale.ROOT).matches(".*UTF-?8.*");
    return expected || Charset.defaultCharset().equals(StandardCharsets.UTF_8)
        ? Finding.ok("text", found)
        : Finding.better("text", found, "export LC_ALL=C.UTF-8");
  }

  private Finding maven() {
    return onPath("mvn")
        .map(file -> Finding.ok("Maven", file.toString()))
        .orElse(
            Finding.better(
                "Maven",
                "no mvn on the PATH",
                "only projects that build with Tulle's plugin need it; 3.8 or later will do"));
  }

  private Optional<Path> onPath(String program) {
    String path = environment.getOrDefault("PATH", "");
    for (String folder : path.split(File.pathSeparator)) {
      try {
        for (String name : List.of(program, program + ".cmd")) {
          Path file = Path.of(folder).resolve(name);
          if (!folder.isEmpty() && Files.isRegularFile(file) && Files.isExecutable(file)) {
            return Optional.of(file);
          }
        }
      } catch (InvalidPathException e) {
        continue; // what is no folder holds no program
      }
    }
    return Optional.empty();
  }
}
