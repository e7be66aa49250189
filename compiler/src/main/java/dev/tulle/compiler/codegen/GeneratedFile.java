package dev.tulle.compiler.codegen;

/**
 * A Java source file.
 *
 * @param className the qualified name of its class
 * @param text what is in the file
 */
public record GeneratedFile(String className, String text) {
  /** The path below a source root. */
  public String path() {
    return className.replace('.', '/') + ".java";
  }
}
