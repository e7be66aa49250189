package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.ClassName;

/** The classes that generated products name. */
final class Names {
  static final ClassName FLOAT_VECTOR = ClassName.get("jdk.incubator.vector", "FloatVector");
  static final ClassName PIECES = ClassName.get("dev.tulle.runtime.kernel", "Pieces");
  static final ClassName PANELS = ClassName.get("dev.tulle.runtime.kernel", "Panels");
  static final ClassName SCRATCH = ClassName.get("dev.tulle.runtime.kernel", "Scratch");

  private Names() {}
}
