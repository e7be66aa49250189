package dev.tulle.benchmarks.compare;

import dev.tulle.benchmarks.Nets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs Tulle and its peers in turn, prints what they took and writes a page about it. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description =
        "Measures Tulle beside every peer that is installed, each in turn, several times.")
public final class Compare implements Callable<Integer> {
  /** Names of Tulle's two ways to start. */
  static final String VECTORS = "vectors";

  static final String SCALARS = "scalars";

  @Option(names = "--models", split = ",", description = "The nets.")
  private List<String> models = Nets.MODELS;

  @Option(names = "--tasks", split = ",", description = "Among ${COMPLETION-CANDIDATES}.")
  private List<Task> tasks = List.of(Task.values());

  @Option(names = "--threads", split = ",", description = "How many threads, one run each.")
  private List<Integer> threads = List.of(1, 2);

  @Option(names = "--rounds", description = "How often each contestant's turn comes.")
  private int rounds = 5;

  @Option(names = "--seconds", description = "How long a turn is.")
  private double seconds = 1;

  @Option(names = "--python", description = "The interpreter that has the peers.")
  private String python = "python3";

  @Option(names = "--peers", description = "The folder of the peers' scripts.")
  private Path peers = Path.of("benchmarks", "peers");

  @Option(names = "--java", description = "An option of Tulle's virtual machine.")
  private List<String> java = List.of();

  @Option(
      names = "--without",
      split = ",",
      description = "Peers that shall not take part, by the names they give themselves.")
  private List<String> without = List.of();

  @Option(names = "--output", description = "The page to write; none without.")
  private @Nullable Path output;

  private final Results results = new Results();
  private final Map<String, String> versions = new LinkedHashMap<>();
  private final Map<String, String> leftOut = new LinkedHashMap<>();
  private double peak;

  /** Exits with 0, or with what picocli thinks of the arguments. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Compare())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    for (int count : threads) {
      try (Contestants contestants = Contestants.start(count, peers, python, java, without)) {
        contestants.all().forEach(c -> versions.put(c.name(), c.version()));
        leftOut.putAll(contestants.leftOut());
        Answer answer = contestants.tulle().ask("peak");
        if (!answer.error().isEmpty()) {
          throw new IOException(Contestants.TULLE + " " + answer.error());
        }
        peak = Math.max(peak, answer.number("gflops"));
        System.out.printf("%d threads; peak of a core %.1f GFLOP/s%n", count, peak);
        for (String model : models) {
          for (Task task : tasks) {
            switch (task) {
              case TRAIN, BATCH, ONE -> time(contestants, count, task, model);
              case MEMORY -> {
                if (count == 1) {
                  memory(contestants, model);
                }
              }
              // Afterwards, when no contestant waits beside.
              case START -> {}
            }
          }
        }
      }
    }
    if (tasks.contains(Task.START)) {
      for (String model : models) {
        start(model);
      }
    }
    if (output != null) {
      new PerformancePage(results, models, threads, versions, leftOut, peak, rounds, seconds)
          .write(output);
    }
    return 0;
  }

  private void time(Contestants contestants, int count, Task task, String model) {
    List<Contestant> able = new ArrayList<>();
    for (Contestant contestant : contestants.all()) {
      Answer first = contestant.ask(task, model, 0);
      if (first.error().isEmpty()) {
        able.add(contestant); // the first turn makes the nets and is no measurement
      } else {
        results.add(new Results.Key(count, task, model, contestant.name()), first);
      }
    }
    for (int round = 0; round < rounds; round++) {
      for (Contestant contestant : able) {
        results.add(
            new Results.Key(count, task, model, contestant.name()),
            contestant.ask(task, model, seconds));
      }
    }
    var line = new StringBuilder("%-10s %-6s".formatted(model, task.word()));
    double own = micros(count, task, model, contestants.tulle());
    for (Contestant contestant : able) {
      double micros = micros(count, task, model, contestant);
      if (Double.isNaN(micros)) {
        continue;
      }
      line.append("  %s %.1f".formatted(contestant.name(), micros));
      if (contestant != contestants.tulle()) {
        line.append(" (%.2f)".formatted(micros / own));
      }
    }
    System.out.println(line);
  }

  private double micros(int count, Task task, String model, Contestant contestant) {
    return results.number(new Results.Key(count, task, model, contestant.name()), "micros");
  }

  /** In a process of its own for each contestant, which has not yet asked the system for memory. */
  private void memory(Contestants contestants, String model) {
    for (Contestant contestant : contestants.all()) {
      Answer answer;
      try (Contestant fresh = contestant.fresh()) {
        answer = fresh.ask(Task.MEMORY, model, 0);
      } catch (IOException e) {
        answer = Answer.error(String.valueOf(e.getMessage()));
      }
      results.add(new Results.Key(1, Task.MEMORY, model, contestant.name()), answer);
      if (answer.error().isEmpty()) {
        System.out.printf(
            "%-10s memory  %s %.1f MiB%n",
            model, contestant.name(), answer.number("bytes") / (1 << 20));
      }
    }
  }

  private void start(String model) throws IOException {
    try (var cold = new ColdStart(model)) {
      start(cold, model, VECTORS, List.of("--add-modules", "jdk.incubator.vector"));
      start(cold, model, SCALARS, List.of());
    }
  }

  private void start(ColdStart cold, String model, String kernels, List<String> java)
      throws IOException {
    Answer answer = cold.measure(java);
    results.add(new Results.Key(1, Task.START, model, kernels), answer);
    System.out.printf(
        "%-10s start   %s: first prediction after %.0f ms, %.0f ms of CPU; the process %.0f ms%n",
        model, kernels, answer.number("answer"), answer.number("cpu"), answer.number("process"));
  }
}
