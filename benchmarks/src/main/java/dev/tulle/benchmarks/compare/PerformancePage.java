package dev.tulle.benchmarks.compare;

import dev.tulle.benchmarks.Nets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The page of a comparison, in Markdown. */
record PerformancePage(
    Results results,
    List<String> models,
    List<Integer> threads,
    Map<String, String> versions,
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
    page.append(
        format(
            "Each had its turn %d times for %.1f s, one after the other; a figure is the median of the",
            rounds, seconds));
    page.append(" medians of its turns. A ratio above 1 means that Tulle is faster.\n");
    page.append(
        format(
            "A core multiplies and adds at most %.1f GFLOP/s in vectors from registers.\n", peak));
    for (int count : threads) {
      String many = count == 1 ? "one thread" : count + " threads";
      table(page, count, Task.TRAIN, "A training step, " + many);
      table(page, count, Task.BATCH, "Predictions for a batch, " + many);
      table(page, count, Task.ONE, "A prediction for one row, " + many);
    }
    scaling(page);
    memory(page);
    start(page);
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

  private void table(StringBuilder page, int count, Task task, String title) {
    List<String> contestants = results.contestants(task);
    if (contestants.isEmpty()) {
      return;
    }
    List<String> peers = contestants.subList(1, contestants.size());
    page.append("\n## ")
        .append(title)
        .append("\n\nMicroseconds, and the best peer's over Tulle's.\n\n");
    List<String> head = new ArrayList<>(List.of("net", "Tulle"));
    head.addAll(peers);
    head.addAll(List.of("ratio", "GFLOP/s"));
    if (task == Task.TRAIN) {
      head.add("warm after");
    }
    row(page, head);
    row(page, head.stream().map(cell -> "---").toList());
    for (String model : models) {
      ToDoubleFunction<String> micros =
          name -> results.number(new Results.Key(count, task, model, name), "micros");
      double own = micros.applyAsDouble(contestants.get(0));
      if (Double.isNaN(own)) {
        continue;
      }
      double best =
          peers.stream()
              .mapToDouble(micros)
              .filter(value -> !Double.isNaN(value))
              .min()
              .orElse(Double.NaN);
      List<String> cells = new ArrayList<>(List.of(model, number(own)));
      peers.forEach(peer -> cells.add(number(micros.applyAsDouble(peer))));
      cells.add(format("%.2f", best / own));
      cells.add(format("%.1f", Work.of(Nets.program(model)).flops(task) / own / 1e3));
      if (task == Task.TRAIN) {
        double warm =
            results.number(new Results.Key(count, task, model, contestants.get(0)), "warm");
        cells.add(format("%.1f s", warm));
      }
      row(page, cells);
    }
  }

  private void scaling(StringBuilder page) {
    if (!threads.contains(1) || !threads.contains(2)) {
      return;
    }
    page.append("\n## Two threads against one\n\nTime of one thread over that of two.\n\n");
    List<String> contestants = results.contestants(Task.TRAIN);
    List<String> head = new ArrayList<>(List.of("net"));
    head.addAll(contestants);
    row(page, head);
    row(page, head.stream().map(cell -> "---").toList());
    for (String model : models) {
      List<String> cells = new ArrayList<>(List.of(model));
      for (String name : contestants) {
        double one = results.number(new Results.Key(1, Task.TRAIN, model, name), "micros");
        double two = results.number(new Results.Key(2, Task.TRAIN, model, name), "micros");
        cells.add(ratio(one / two));
      }
      row(page, cells);
    }
  }

  private void memory(StringBuilder page) {
    List<String> contestants = results.contestants(Task.MEMORY);
    if (contestants.isEmpty()) {
      return;
    }
    page.append(
        """

        ## Memory of a training step

        MiB by which a new process that had trained a step of tiny_mlp, so that its libraries were loaded, grew at its
        highest while it made the net and trained one step, what its just-in-time compiler took included; for Tulle also
        what is planned: weights, gradients, the optimizer's memory and the workspace.

        """);
    List<String> head = new ArrayList<>(List.of("net", "planned"));
    head.addAll(contestants);
    row(page, head);
    row(page, head.stream().map(cell -> "---").toList());
    for (String model : models) {
      List<String> cells = new ArrayList<>(List.of(model));
      cells.add(mebibytes(model, contestants.get(0), "planned"));
      contestants.forEach(name -> cells.add(mebibytes(model, name, "bytes")));
      row(page, cells);
    }
  }

  private void start(StringBuilder page) {
    if (results.contestants(Task.START).isEmpty()) {
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
    for (String model : models) {
      List<String> cells = new ArrayList<>(List.of(model));
      for (String kernels : List.of(Compare.VECTORS, Compare.SCALARS)) {
        for (String what : STARTS) {
          double millis = results.number(new Results.Key(1, Task.START, model, kernels), what);
          cells.add(Double.isNaN(millis) ? "" : format("%.0f", millis));
        }
      }
      row(page, cells);
    }
  }

  private String mebibytes(String model, String contestant, String number) {
    double bytes = results.number(new Results.Key(1, Task.MEMORY, model, contestant), number);
    return Double.isNaN(bytes) ? "" : format("%.1f", bytes / (1 << 20));
  }

  /** The same page whatever the language of the system. */
  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private static String ratio(double value) {
    return Double.isNaN(value) ? "" : format("%.2f", value);
  }

  private static String number(double micros) {
    if (Double.isNaN(micros)) {
      return "";
    }
    return format(micros < 100 ? "%,.1f" : "%,.0f", micros);
  }

  private static void row(StringBuilder page, List<String> cells) {
    page.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
  }
}
