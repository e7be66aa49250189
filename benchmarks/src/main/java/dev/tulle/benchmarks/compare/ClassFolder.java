package dev.tulle.benchmarks.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tulle.compiler.InMemoryCompiler;
import dev.tulle.compiler.codegen.JavaWriter;
import dev.tulle.compiler.ir.Program;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Classes of nets in a folder, for virtual machines that have not compiled them. */
final class ClassFolder implements AutoCloseable {
  private final Path folder = Files.createTempDirectory("tulle-classes");

  ClassFolder() throws IOException {}

  /** Compiles a net's classes into the folder. */
  Map<String, byte[]> add(Program program) throws IOException {
    Map<String, byte[]> classes =
        InMemoryCompiler.compile(JavaWriter.write(program), System.getProperty("java.class.path"));
    for (Map.Entry<String, byte[]> type : classes.entrySet()) {
      Path file = folder.resolve(type.getKey().replace('.', '/') + ".class");
      Files.createDirectories(file.getParent());
      Files.write(file, type.getValue());
    }
    return classes;
  }

  /** A file beside the classes. */
  Path file(String name) {
    return folder.resolve(name);
  }

  /**
   * Runs a class in a virtual machine of its own that finds the folder's classes: what it prints.
   *
   * @param java options of the virtual machine
   * @param path where it finds classes besides
   */
  String run(List<String> java, List<String> path, Class<?> main, String... arguments)
      throws IOException {
    List<String> places = new ArrayList<>(List.of(folder.toString()));
    places.addAll(path);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(java);
    command.addAll(List.of("-cp", String.join(File.pathSeparator, places), main.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).start();
    var lastWords = new LastWords(process);
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    try {
      if (process.waitFor() != 0) {
        throw new IOException("`" + main.getSimpleName() + "` failed: " + lastWords.text());
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return said;
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
