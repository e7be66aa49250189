package com.acme;

import com.squareup.javapoet.ClassName;
import org.antlr.v4.runtime.RuntimeMetaData;

/** Uses libraries that the compiler of nets uses too, in versions of its own. */
public final class Tools {
  private Tools() {}

  public static String parser() {
    return RuntimeMetaData.getRuntimeVersion();
  }

  public static String writer() {
    return ClassName.class.getProtectionDomain().getCodeSource().getLocation().getPath();
  }
}
