package dev.tulle.benchmarks.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tulle.benchmarks.Nets;
import dev.tulle.compiler.InMemoryCompiler;
import dev.tulle.compiler.codegen.JavaWriter;
import dev.tulle.compiler.ir.Program;
import dev.tulle.runtime.Model;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How long an application with a net takes from the start of its virtual machine to its answer. */
final class ColdStart implements AutoCloseable {
  private static final int RUNS = 7;

  private final String serving;
  private final Path folder;
  private final Path weights;

  /** Compiles a model's serving classes to a folder, and weights beside them. */
  ColdStart(String model) throws IOException {
    Program program = Nets.program(model);
    serving = program.module() + "." + program.name();
    folder = Files.createTempDirectory("tulle-start");
    weights = folder.resolve("weights.safetensors");
    Map<String, byte[]> classes =
        InMemoryCompiler.compile(JavaWriter.write(program), System.getProperty("java.class.path"));
    for (Map.Entry<String, byte[]> type : classes.entrySet()) {
      Path file = folder.resolve(type.getKey().replace('.', '/') + ".class");
      Files.createDirectories(file.getParent());
      Files.write(file, type.getValue());
    }
    try {
      Object net =
          InMemoryCompiler.load(classes)
              .loadClass(serving)
              .getMethod("initial", long.class)
              .invoke(null, 1L);
      ((Model) net).weights().write(weights);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Medians of some starts, in milliseconds: {@code process} from start to end as seen from
   * outside, {@code answer} until the prediction was there, {@code cpu} what processors worked
   * until then.
   *
   * @param java options of the virtual machine
   */
  Answer measure(List<String> java) throws IOException {
    double[] process = new double[RUNS];
    double[] answer = new double[RUNS];
    double[] cpu = new double[RUNS];
    for (int run = 0; run < RUNS; run++) {
      // The virtual machine knows its own start to a second only.
      long start = System.currentTimeMillis();
      long begin = System.nanoTime();
      String[] said = start(java).split(" ");
      process[run] = (System.nanoTime() - begin) / 1e6;
      answer[run] = Double.parseDouble(said[0]) - start;
      cpu[run] = Double.parseDouble(said[1]);
    }
    return new Answer(
        Map.of(
            "process", TulleContestant.median(process),
            "answer", TulleContestant.median(answer),
            "cpu", TulleContestant.median(cpu)),
        "");
  }

  private String start(List<String> java) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(java);
    command.addAll(
        List.of(
            "-cp",
            String.join(
                File.pathSeparator,
                folder.toString(),
                home(Model.class).toString(),
                home(FirstPrediction.class).toString()),
            FirstPrediction.class.getName(),
            serving,
            weights.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    try {
      if (process.waitFor() != 0) {
        throw new IOException("`" + String.join(" ", command) + "` failed");
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return said;
  }

  /** The jar or the folder that a class comes from. */
  private static Path home(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
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
