package dev.tulle.maven;

import java.util.Properties;

/** The property that Surefire and Failsafe start a test's VM with. */
final class ArgLine {
  private static final String NAME = "argLine";
  private static final String FLAG = "--add-modules " + VectorKernels.MODULE;

  private ArgLine() {}

  /** Adds the Vector API to what is there, once. */
  static void addVectors(Properties properties) {
    String line = properties.getProperty(NAME, "").strip();
    if (!line.contains(VectorKernels.MODULE)) {
      properties.setProperty(NAME, line.isEmpty() ? FLAG : line + " " + FLAG);
    }
  }

  /**
   * What is to be said of a line on Maven's command line, which takes the place of the project's
   * property; empty where all is well.
   */
  static String warning(Properties commandLine) {
    String line = commandLine.getProperty(NAME);
    if (line == null || line.contains(VectorKernels.MODULE)) {
      return "";
    }
    String both = line.isBlank() ? FLAG : line.strip() + " " + FLAG;
    return "-D%1$s on the command line takes the place of the build's own, so that tests run on scalar kernels; for vector kernels write -D%1$s=\"%2$s\""
        .formatted(NAME, both);
  }
}
