package dev.tulle.compiler.codegen;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns plain Java text into code whose known class names are imported. */
final class TypedText {
  private static final String VECTOR = "jdk.incubator.vector";
  private static final String RUNTIME = "dev.tulle.runtime";
  private static final String KERNEL = RUNTIME + ".kernel";
  private static final Map<String, ClassName> CLASSES =
      Map.ofEntries(
          entry(VECTOR, "FloatVector"),
          entry(VECTOR, "IntVector"),
          entry(VECTOR, "VectorMask"),
          entry(VECTOR, "VectorOperators"),
          entry(VECTOR, "VectorSpecies"),
          entry("java.awt.image", "BufferedImage"),
          entry("java.io", "InputStream"),
          entry("java.io", "IOException"),
          entry("java.nio.file", "Path"),
          entry("java.util", "Arrays"),
          entry("java.util", "List"),
          entry("java.util", "Map"),
          entry("java.util", "HashMap"),
          entry("java.util", "Optional"),
          entry("java.util.stream", "Stream"),
          entry(RUNTIME, "Dim"),
          entry(RUNTIME, "Layout"),
          entry(RUNTIME, "Model"),
          entry(RUNTIME, "Port"),
          entry(RUNTIME, "Threads"),
          entry(RUNTIME, "Weights"),
          entry(RUNTIME + ".recipe", "Column"),
          entry(RUNTIME + ".recipe", "DataSource"),
          entry(RUNTIME + ".recipe", "Recipe"),
          entry(RUNTIME + ".serving", "Classes"),
          entry(RUNTIME + ".serving", "Fields"),
          entry(RUNTIME + ".serving", "Indices"),
          entry(RUNTIME + ".serving", "Input"),
          entry(RUNTIME + ".serving", "Pictures"),
          entry(RUNTIME + ".serving", "TextInput"),
          entry(KERNEL, "Workspace"),
          entry(KERNEL, "Workspaces"),
          entry(KERNEL, "Lengths"),
          entry(KERNEL, "Pieces"),
          entry(KERNEL, "ProductPieces"),
          entry(KERNEL, "Simd"),
          entry(KERNEL, "RandomNumbers"),
          entry(KERNEL, "ScalarMath"),
          entry(KERNEL, "Positions"),
          entry(KERNEL, "Scratch"),
          entry(KERNEL + ".vector", "Lanes"));
  private static final Pattern NAME =
      Pattern.compile("//[^\\n]*|" + "\"(?:[^\"\\\\]|\\\\.)*\"|(?<![\\w.])[A-Z]\\w*\\b");

  private TypedText() {}

  private static Map.Entry<String, ClassName> entry(String packageName, String name) {
    return Map.entry(name, ClassName.get(packageName, name));
  }

  /** A generated class as text: with its package where its name alone would mean another class. */
  static String own(ClassName name) {
    return CLASSES.containsKey(name.simpleName()) ? name.canonicalName() : name.simpleName();
  }

  static CodeBlock of(String qualified) {
    String text = qualified.replace(KERNEL + ".", "");
    CodeBlock.Builder code = CodeBlock.builder();
    Matcher matcher = NAME.matcher(text);
    int start = 0;
    while (matcher.find()) {
      ClassName type = CLASSES.get(matcher.group());
      if (type != null) {
        code.add("$L", text.substring(start, matcher.start()));
        code.add("$T", type);
        start = matcher.end();
      }
    }
    return code.add("$L", text.substring(start)).build();
  }
}
