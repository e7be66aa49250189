package dev.tulle.benchmarks.compare;

import dev.tulle.benchmarks.Nets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The page of a comparison, in Markdown.
 *
 * @param leftOut why others took no part, by their names
 */
record PerformancePage(
    Results results,
    List<String> models,
    List<Integer> threads,
    Map<String, String> versions,
    Map<String, String> leftOut,
    double peak,
    int rounds,
    double seconds) {

  private static final List<String> STARTS = List.of("answer", "cpu", "process");

  void write(Path file) throws IOException {
    Files.writeString(file, text(LocalDate.now().toString(), processor()));
  }

  /** The page as of a day, on a processor. */
  String text(String day, String processor) {
    var page = new StringBuilder();
    page.append("# Performance\n\n");
    page.append("`benchmarks/compare` wrote this page on %s".formatted(day));
    page.append(" on %s; what it says was measured in that run.\n\n".formatted(processor));
    page.append(
        versions.entrySet().stream()
            .map(e -> e.getKey() + " " + e.getValue())
            .collect(Collectors.joining(", ", "Contestants: ", ".\n")));
    if (!leftOut.isEmpty()) {
      page.append(
          leftOut.entrySet().stream()
              .map(e -> e.getKey() + " (" + e.getValue() + ")")
              .collect(Collectors.joining(", ", "Left out: ", ".\n")));
    }
    page.append(
        format(
            "Each had its turn %d times for %.1f s, one after the other; a figure is the median of the",
            rounds, seconds));
    page.append(" medians of its turns. A ratio above 1 means that Tulle is faster.\n");
    page.append(
        format("A core multiplies and adds at most %.1f GFLOP/s in vectors from registers;", peak));
    page.append(
        " convolutions that take fewer multiplications than their sums have may compute more.\n");
    Map<String, Work> works = new HashMap<>();
    for (int count : threads) {
      String many = count == 1 ? "one thread" : count + " threads";
      table(page, count, Task.TRAIN, "A training step, " + many, works);
      table(page, count, Task.BATCH, "Predictions for a batch, " + many, works);
      table(page, count, Task.ONE, "A prediction for one row, " + many, works);
    }
    scaling(page);
    memory(page);
    start(page);
    errors(page);
    return page.toString();
  }

  /** The name that the system gives the processor. */
  private static String processor() throws IOException {
    Path file = Path.of("/proc/cpuinfo");
    if (!Files.exists(file)) {
      return System.getProperty("os.arch");
    }
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  /** Names of Tulle, first, and of the peers that answered a question of a task. */
  private List<String> contestants(int count, Task task) {
    List<String> contestants = new ArrayList<>(results.contestants(count, task));
    contestants.remove(Contestants.TULLE);
    contestants.add(0, Contestants.TULLE);
    return contestants;
  }

  /** The models of which a question of a task was answered. */
  private List<String> answered(int count, Task task) {
    return models.stream()
        .filter(
            model ->
                results.contestants(count, task).stream()
                    .anyMatch(name -> results.has(new Results.Key(count, task, model, name))))
        .toList();
  }

  private void table(
      StringBuilder page, int count, Task task, String title, Map<String, Work> works) {
    List<String> answered = answered(count, task);
    if (answered.isEmpty()) {
      return;
    }
    List<String> contestants = contestants(count, task);
    List<String> peers = contestants.subList(1, contestants.size());
    page.append("\n## ")
        .append(title)
        .append("\n\nMicroseconds, and the best peer's over Tulle's.\n\n");
    List<String> head = new ArrayList<>(List.of("net"));
    head.addAll(contestants);
    head.addAll(List.of("ratio", "GFLOP/s"));
    if (task == Task.TRAIN) {
      head.add("warm after");
    }
    row(page, head);
    row(page, head.stream().map(cell -> "---").toList());
    for (String model : answered) {
      ToDoubleFunction<String> micros =
          name -> results.number(new Results.Key(count, task, model, name), "micros");
      double own = micros.applyAsDouble(Contestants.TULLE);
      double best =
          peers.stream()
              .mapToDouble(micros)
              .filter(value -> !Double.isNaN(value))
              .min()
              .orElse(Double.NaN);
      List<String> cells = new ArrayList<>(List.of(model, number(own)));
      peers.forEach(peer -> cells.add(number(micros.applyAsDouble(peer))));
      cells.add(ratio(best / own));
      Work work = works.computeIfAbsent(model, m -> Work.of(Nets.program(m)));
      cells.add(figure(work.flops(task) / own / 1e3, "%.1f"));
      if (task == Task.TRAIN) {
        double warm =
            results.number(new Results.Key(count, task, model, Contestants.TULLE), "warm");
        cells.add(figure(warm, "%.1f s"));
      }
      row(page, cells);
    }
  }

  private void scaling(StringBuilder page) {
    List<String> contestants = contestants(2, Task.TRAIN);
    List<List<String>> rows = new ArrayList<>();
    for (String model : models) {
      List<String> cells = new ArrayList<>(List.of(model));
      for (String name : contestants) {
        double one = results.number(new Results.Key(1, Task.TRAIN, model, name), "micros");
        double two = results.number(new Results.Key(2, Task.TRAIN, model, name), "micros");
        cells.add(ratio(one / two));
      }
      if (cells.stream().skip(1).anyMatch(cell -> !cell.isEmpty())) {
        rows.add(cells);
      }
    }
    if (rows.isEmpty()) {
      return;
    }
    page.append("\n## Two threads against one\n\nTime of one thread over that of two.\n\n");
    List<String> head = new ArrayList<>(List.of("net"));
    head.addAll(contestants);
    row(page, head);
    row(page, head.stream().map(cell -> "---").toList());
    rows.forEach(cells -> row(page, cells));
  }

  private void memory(StringBuilder page) {
    List<String> answered = answered(1, Task.MEMORY);
    if (answered.isEmpty()) {
      return;
    }
    List<String> contestants = contestants(1, Task.MEMORY);
    page.append(
        """

        ## Memory of a training step

        MiB by which a new process that had trained a step of tiny_mlp, so that its libraries were loaded, grew at its
        highest while it made the net and trained one step, what its just-in-time compiler took included; for Tulle also
        what is planned: weights, gradients, the optimizer's memory and the workspace. Tulle's resnet20 computes four blocks
        again in backward, which is in its times as well; their arithmetic is counted once.

        """);
    List<String> head = new ArrayList<>(List.of("net", "planned"));
    head.addAll(contestants);
    row(page, head);
    row(page, head.stream().map(cell -> "---").toList());
    for (String model : answered) {
      List<String> cells = new ArrayList<>(List.of(model));
      cells.add(mebibytes(model, Contestants.TULLE, "planned"));
      contestants.forEach(name -> cells.add(mebibytes(model, name, "bytes")));
      row(page, cells);
    }
  }

  private void start(StringBuilder page) {
    List<String> answered = answered(1, Task.START);
    if (answered.isEmpty()) {
      return;
    }
    page.append(
        """

        ## From the start of the virtual machine to the first prediction

        Milliseconds of an application that loads weights, predicts one row and ends, with vector kernels and with
        scalar ones: until the answer is there, what processors worked until then, and until the process has ended.
        Medians of several starts.

        """);
    List<String> head = new ArrayList<>(List.of("net"));
    for (String kernels : List.of(Compare.VECTORS, Compare.SCALARS)) {
      for (String what : STARTS) {
        head.add(kernels + ": " + what);
      }
    }
    row(page, head);
    row(page, head.stream().map(cell -> "---").toList());
    for (String model : answered) {
      List<String> cells = new ArrayList<>(List.of(model));
      for (String kernels : List.of(Compare.VECTORS, Compare.SCALARS)) {
        for (String what : STARTS) {
          double millis = results.number(new Results.Key(1, Task.START, model, kernels), what);
          cells.add(figure(millis, "%.0f"));
        }
      }
      row(page, cells);
    }
  }

  private void errors(StringBuilder page) {
    if (!results.errors().isEmpty()) {
      page.append("\n## What failed\n\n");
      results.errors().forEach(error -> page.append("- ").append(error).append(".\n"));
    }
  }

  private String mebibytes(String model, String contestant, String number) {
    double bytes = results.number(new Results.Key(1, Task.MEMORY, model, contestant), number);
    return figure(bytes / (1 << 20), "%.1f");
  }

  /** The same page whatever the language of the system. */
  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /** A cell that is empty where nothing was measured. */
  private static String figure(double value, String pattern) {
    return Double.isNaN(value) ? "" : format(pattern, value);
  }

  private static String ratio(double value) {
    return figure(value, "%.2f");
  }

  private static String number(double micros) {
    return figure(micros, micros < 100 ? "%,.1f" : "%,.0f");
  }

  private static void row(StringBuilder page, List<String> cells) {
    page.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
  }
}
