package dev.tulle.compiler;

import dev.tulle.compiler.codegen.GeneratedFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Compiles generated Java and loads its classes without touching a disk. */
public final class InMemoryCompiler {
  private InMemoryCompiler() {}

  /** The bytes of every class of the files, by qualified name. */
  public static Map<String, byte[]> compile(List<GeneratedFile> files, String classPath) {
    return compile(files, classPath, List.of());
  }

  /**
   * As {@link #compile(List, String)}.
   *
   * @param options further options of javac
   */
  public static Map<String, byte[]> compile(
      List<GeneratedFile> files, String classPath, List<String> options) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IllegalStateException("this Java has no compiler; a JDK is needed, not a JRE");
    }
    var log = new StringWriter();
    try (var manager =
        new Memory(compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8))) {
      var all = new ArrayList<>(options);
      all.addAll(
          List.of(
              "-proc:none",
              "-nowarn",
              "-Xlint:none",
              "-XDuseUnsharedTable=true",
              "--add-modules",
              "jdk.incubator.vector",
              "-cp",
              classPath));
      List<JavaFileObject> sources = files.stream().<JavaFileObject>map(Source::new).toList();
      if (!compiler.getTask(log, manager, null, all, null, sources).call()) {
        throw new IllegalStateException("generated Java does not compile:\n" + log);
      }
      Map<String, byte[]> classes = new HashMap<>();
      manager.outputs.forEach((name, output) -> classes.put(name, output.bytes.toByteArray()));
      return classes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compiles against the classes this VM runs with, and loads the result beside them. */
  public static ClassLoader load(List<GeneratedFile> files) {
    return load(compile(files, System.getProperty("java.class.path", "")));
  }

  /** Loads compiled classes beside those this VM runs with. */
  public static ClassLoader load(Map<String, byte[]> classes) {
    return new Loader(classes, InMemoryCompiler.class.getClassLoader());
  }

  private static final class Loader extends ClassLoader {
    private final Map<String, byte[]> classes;

    Loader(Map<String, byte[]> classes, @Nullable ClassLoader parent) {
      super(parent);
      this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = classes.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(GeneratedFile file) {
      super(URI.create("string:///" + file.path()), Kind.SOURCE);
      this.text = file.text();
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Output extends SimpleJavaFileObject {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Output(String name) {
      super(URI.create("mem:///" + name.replace('.', '/') + ".class"), Kind.CLASS);
    }

    @Override
    public OutputStream openOutputStream() {
      return bytes;
    }
  }

  private static final class Memory extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final Map<String, Output> outputs = new HashMap<>();

    Memory(StandardJavaFileManager manager) {
      super(manager);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        JavaFileManager.Location location,
        String className,
        JavaFileObject.Kind kind,
        @Nullable FileObject sibling) {
      return outputs.computeIfAbsent(className, Output::new);
    }
  }
}
