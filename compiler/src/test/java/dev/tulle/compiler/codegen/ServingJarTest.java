package dev.tulle.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.compiler.InMemoryCompiler;
import dev.tulle.runtime.Model;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes and weights of a net in one jar. */
@Tag("jdk")
class ServingJarTest {
  private static final String NET =
      "net Packed {\n input x: [4]\n output y = x -> Dense(3) -> tanh\n}\n";

  @TempDir Path folder;
  private Path jar;
  private float[] wanted;

  @BeforeEach
  void pack() throws Exception {
    Map<String, byte[]> classes =
        InMemoryCompiler.compile(
            ServingCalls.files(NET), System.getProperty("java.class.path"), List.of());
    ClassLoader loader = InMemoryCompiler.load(ServingCalls.files(NET));
    Model model =
        (Model) loader.loadClass("test.Packed").getMethod("initial", long.class).invoke(null, 9L);
    wanted = y(model);
    Path weights = folder.resolve("w.safetensors");
    model.getClass().getMethod("save", Path.class).invoke(model, weights);
    jar = folder.resolve("packed.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      for (Map.Entry<String, byte[]> type : classes.entrySet()) {
        put(out, type.getKey().replace('.', '/') + ".class", type.getValue());
      }
      put(out, "test/packed.safetensors", Files.readAllBytes(weights));
      put(out, "models/packed.safetensors", Files.readAllBytes(weights));
      put(out, "test/damaged.safetensors", new byte[] {1, 2, 3});
    }
  }

  private static void put(JarOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(bytes);
    out.closeEntry();
  }

  private static float[] y(Model model) {
    float[] y = new float[3];
    model.predict(new float[][] {{1, 2, 3, 4}}, 1, new float[][] {y});
    return y;
  }

  private float[] load(String resource) throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader())) {
      return y(
          (Model)
              loader
                  .loadClass("test.Packed")
                  .getMethod("load", String.class)
                  .invoke(null, resource));
    } catch (InvocationTargetException e) {
      throw (Exception) e.getCause();
    }
  }

  @Test
  void weightsLieBesideTheClassOrAnywhereInTheJar() throws Exception {
    assertThat(load("packed.safetensors")).isEqualTo(wanted);
    assertThat(load("/models/packed.safetensors")).isEqualTo(wanted);
  }

  @Test
  void whatIsMissingSaysWhereItWasLookedFor() {
    assertThatThrownBy(() -> load("other.safetensors"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "there is no resource `test/other.safetensors` where test.Packed was loaded from (file:")
        .hasMessageContaining("packed.jar")
        .hasMessageEndingWith("with a slash in front, a name begins at the root");
    assertThatThrownBy(() -> load("/other.safetensors"))
        .hasMessageStartingWith("there is no resource `other.safetensors` where");
  }

  @Test
  void whatIsDamagedSaysSo() {
    assertThatThrownBy(() -> load("damaged.safetensors"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "the resource `test/damaged.safetensors` is not a sound safetensors file: it has 3 bytes");
  }
}
