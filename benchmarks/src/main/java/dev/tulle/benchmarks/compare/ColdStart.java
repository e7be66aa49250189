package dev.tulle.benchmarks.compare;

import dev.tulle.benchmarks.Nets;
import dev.tulle.compiler.InMemoryCompiler;
import dev.tulle.compiler.ir.Program;
import dev.tulle.runtime.Model;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How long an application with a net takes from the start of its virtual machine to its answer. */
final class ColdStart implements AutoCloseable {
  private static final int RUNS = 7;

  private final String serving;
  private final ClassFolder folder = new ClassFolder();
  private final Path weights = folder.file("weights.safetensors");

  /** Compiles a model's serving classes to a folder, and weights beside them. */
  ColdStart(String model) throws IOException {
    Program program = Nets.program(model);
    serving = program.module() + "." + program.name();
    try {
      Object net =
          InMemoryCompiler.load(folder.add(program))
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
    return folder.run(
        java,
        List.of(home(Model.class).toString(), home(FirstPrediction.class).toString()),
        FirstPrediction.class,
        serving,
        weights.toString());
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
    folder.close();
  }
}
