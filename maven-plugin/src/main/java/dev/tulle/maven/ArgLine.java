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
}
