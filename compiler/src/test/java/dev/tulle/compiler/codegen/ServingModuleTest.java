package dev.tulle.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A user's named module that holds a net and its weights, and requires nothing but the runtime's:
 * it compiles although its class can take pictures, and runs in an image without the module of
 * pictures.
 */
@Tag("jdk")
class ServingModuleTest {
  private static final String NET =
      "net Seen {\n input image: [2, 2, 1]\n output y = image * 2\n}\n";

  private static final String MAIN =
      """
      package test;

      public final class Main {
        public static void main(String[] arguments) throws Exception {
          Seen.initial(1).save(java.nio.file.Path.of(arguments[0], "seen.safetensors"));
          Seen net = Seen.load("seen.safetensors");
          System.out.println(
              net.y(new float[] {1, 2, 3, 4})[3]
                  + " "
                  + ModuleLayer.boot().findModule("java.desktop").isPresent());
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void aModuleWithoutPicturesCompilesAndRuns() throws Exception {
    Path sources = folder.resolve("src");
    Path classes = folder.resolve("classes");
    var files = new ArrayList<String>();
    files.add(
        write(sources.resolve("module-info.java"), "module app { requires dev.tulle.runtime; }"));
    files.add(write(sources.resolve("test/Main.java"), MAIN));
    for (GeneratedFile file : ServingCalls.files(NET)) {
      if (!file.vectorApi()) {
        files.add(write(sources.resolve(file.path()), file.text()));
      }
    }
    String runtime = runtime().toString();
    var javac =
        new ArrayList<>(List.of(tool("javac"), "-Xlint:all", "-Werror", "-p", runtime, "-d"));
    javac.add(classes.toString());
    javac.addAll(files);
    assertThat(run(javac)).isEmpty();

    String output =
        run(
            List.of(
                tool("java"),
                "--limit-modules",
                "dev.tulle.runtime",
                "-p",
                runtime + java.io.File.pathSeparator + classes,
                "-m",
                "app/test.Main",
                classes.resolve("test").toString()));
    assertThat(output).contains("8.0 false");
  }

  private static String write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text).toString();
  }

  /** Where the runtime's module is: its classes in a build of this checkout, otherwise its jar. */
  private static Path runtime() throws URISyntaxException {
    return Path.of(
        dev.tulle.runtime.Model.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
