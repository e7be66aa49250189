package dev.tulle.maven;

import dev.tulle.compiler.InMemoryCompiler;
import dev.tulle.compiler.codegen.GeneratedFile;
import java.lang.module.ModuleFinder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compiles vector kernels, so that the project's own compiler never sees the incubating module.
 *
 * <p>Always for Java 17, which the runtime needs anyway: the classes work on every later JDK and do
 * not depend on what the project compiles for.
 */
final class VectorKernels {
  static final String MODULE = "jdk.incubator.vector";
  private static final List<String> OPTIONS = List.of("--release", "17");

  private VectorKernels() {}

  /** Whether this Java has the Vector API. */
  static boolean available() {
    return ModuleFinder.ofSystem().find(MODULE).isPresent();
  }

  /**
   * The class files of vector kernels, by qualified name.
   *
   * @param files all files of the nets, which the kernels implement interfaces of
   * @param classPath with the runtime on it
   * @throws IllegalStateException where Maven runs on a Java without a compiler
   */
  static Map<String, byte[]> compile(List<GeneratedFile> files, String classPath) {
    var kernels = new TreeMap<String, byte[]>();
    List<String> names =
        files.stream().filter(GeneratedFile::vectorApi).map(GeneratedFile::className).toList();
    if (names.isEmpty()) {
      return kernels;
    }
    InMemoryCompiler.compile(files, classPath, OPTIONS)
        .forEach(
            (name, bytes) -> {
              if (names.stream().anyMatch(n -> name.equals(n) || name.startsWith(n + "$"))) {
                kernels.put(name, bytes);
              }
            });
    return kernels;
  }
}
