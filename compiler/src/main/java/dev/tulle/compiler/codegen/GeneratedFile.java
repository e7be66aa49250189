package dev.tulle.compiler.codegen;

/**
 * A Java source file.
 *
 * @param className the qualified name of its class
 * @param text what is in the file
 * @param vectorApi whether it needs {@code --add-modules jdk.incubator.vector} to compile; no other
 *     file names its class in code
 */
public record GeneratedFile(String className, String text, boolean vectorApi) {
  /** The path below a source root. */
  public String path() {
    return className.replace('.', '/') + ".java";
  }
}
