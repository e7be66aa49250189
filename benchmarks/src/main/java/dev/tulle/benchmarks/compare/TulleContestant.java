package dev.tulle.benchmarks.compare;

import dev.tulle.benchmarks.Nets;
import dev.tulle.compiler.ir.Program;
import dev.tulle.runtime.Model;
import dev.tulle.runtime.Port;
import dev.tulle.runtime.Threads;
import dev.tulle.runtime.TrainingNet;
import dev.tulle.runtime.json.JsonWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Tulle as a contestant. Usage: {@code TulleContestant THREADS}; then a line {@code TASK MODEL
 * SECONDS} for each question.
 */
public final class TulleContestant implements AutoCloseable {
  /** Steps of a training before it begins anew: later it knows its batch by heart. */
  private static final int STEPS = 500;

  /**
   * How long a task is repeated before it is timed: HotSpot compiles meanwhile, and a training step
   * has a hundred kernels and more.
   */
  private static double warmUpSeconds(Task task) {
    return task == Task.TRAIN ? 20 : 4;
  }

  /** What is repeated. */
  interface Step {
    void run();

    /** What is to be done before the next run, which nobody times. */
    default void between() {}
  }

  private final Threads threads;
  private String model = "";
  private final Map<Task, Step> steps = new HashMap<>();
  private final Map<Task, Double> warmUps = new HashMap<>();

  private TulleContestant(Threads threads) {
    this.threads = threads;
  }

  /** Of the virtual machine, with its options. */
  private static String version() {
    String options =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(a -> a.startsWith("-X"))
            .collect(Collectors.joining(" "));
    return Runtime.version().feature() + (options.isEmpty() ? "" : " with " + options);
  }

  /**
   * Answers until standard input ends.
   *
   * @param arguments how many threads
   */
  public static void main(String[] arguments) throws IOException {
    try (var contestant = new TulleContestant(Threads.of(Integer.parseInt(arguments[0])))) {
      System.out.println(
          JsonWriter.write(Map.of("name", Contestants.TULLE, "version", "on Java " + version())));
      var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] question = line.split(" ");
        Answer answer =
            question[0].equals("peak")
                ? Answer.of("gflops", FmaPeak.measure())
                : contestant.answer(
                    Task.valueOf(question[0].toUpperCase(Locale.ROOT)),
                    question[1],
                    Double.parseDouble(question[2]));
        System.out.println(answer.write());
      }
    }
  }

  private Answer answer(Task task, String model, double seconds) throws IOException {
    if (task == Task.MEMORY) {
      return memory(model);
    }
    if (!this.model.equals(model)) {
      steps.clear();
      warmUps.clear();
      this.model = model;
      make(model);
    }
    Step step = Objects.requireNonNull(steps.get(task), task.word());
    double warm = warmUps.computeIfAbsent(task, t -> warmUp(step, warmUpSeconds(task)));
    double[] times = times(step, seconds);
    return new Answer(
        Map.of("micros", median(times), "runs", (double) times.length, "warm", warm), "");
  }

  private void make(String model) {
    TrainingNet net = Nets.training(model, threads);
    net.initialize(1);
    Nets.fillRandomly(net);
    steps.put(Task.TRAIN, training(net));
    Model serving = net.model(Map.of()).on(threads);
    int batch = net.capacity;
    float[][] inputs = arrays(serving.inputs(), batch);
    var random = new Random(1);
    for (int i = 0; i < inputs.length; i++) {
      Port port = serving.inputs().get(i);
      for (int j = 0; j < inputs[i].length; j++) {
        inputs[i][j] =
            port.index() ? random.nextInt(port.classCount()) : (float) random.nextGaussian();
      }
    }
    float[][] outputs = arrays(serving.outputs(), batch);
    steps.put(Task.BATCH, () -> serving.predict(inputs, batch, outputs));
    steps.put(Task.ONE, () -> serving.predict(inputs, 1, outputs));
  }

  /** Steps that begin anew as the peers' do, which `answer.py` tells. */
  private static Step training(TrainingNet net) {
    long[] step = {0};
    return new Step() {
      @Override
      public void run() {
        step[0]++;
        net.gradient(net.capacity, 1, step[0]);
        net.update(step[0], 1_000_000, 1_000);
      }

      @Override
      public void between() {
        if (step[0] == STEPS) {
          net.initialize(1);
          step[0] = 0;
        }
      }
    };
  }

  private static float[][] arrays(List<Port> ports, int rows) {
    return ports.stream().map(port -> new float[rows * port.width()]).toArray(float[][]::new);
  }

  /**
   * Asks a virtual machine that has compiled nothing: pages of this one that a compiler had used
   * would serve the net.
   */
  private Answer memory(String model) throws IOException {
    try (var folder = new ClassFolder()) {
      List<String> arguments = new ArrayList<>(List.of(Integer.toString(threads.count())));
      for (String net : List.of("tiny_mlp", model)) {
        Program program = Nets.program(net);
        folder.add(program);
        arguments.add(Nets.trainingName(program));
      }
      String[] said =
          folder
              .run(
                  ManagementFactory.getRuntimeMXBean().getInputArguments(),
                  List.of(System.getProperty("java.class.path")),
                  FirstStep.class,
                  arguments.toArray(String[]::new))
              .split(" ");
      return memory(Double.parseDouble(said[0]), Double.parseDouble(said[1]));
    }
  }

  /** A process that grew by less than its arrays take had pages before: it says nothing. */
  static Answer memory(double grown, double planned) {
    return grown < planned
        ? Answer.error("grew by %.0f bytes and has %.0f in arrays".formatted(grown, planned))
        : new Answer(Map.of("bytes", grown, "planned", planned), "");
  }

  /** Seconds from the first run until runs are as fast, within a tenth, as they are at the end. */
  private static double warmUp(Step step, double seconds) {
    double[] times = times(step, seconds);
    double steady = 1.1 * median(Arrays.copyOfRange(times, times.length * 3 / 4, times.length));
    int window = Math.max(1, Math.min(20, times.length / 10));
    double spent = 0;
    for (int i = 0; i + window <= times.length; i++) {
      if (median(Arrays.copyOfRange(times, i, i + window)) <= steady) {
        return spent / 1e6;
      }
      spent += times[i];
    }
    return spent / 1e6;
  }

  /** Microseconds of each run. */
  static double[] times(Step step, double seconds) {
    double[] times = new double[1024];
    int count = 0;
    long end = System.nanoTime() + (long) (seconds * 1e9);
    long now = System.nanoTime();
    while (count < 3 || now < end) {
      step.run();
      long then = System.nanoTime();
      if (count == times.length) {
        times = Arrays.copyOf(times, 2 * count);
      }
      times[count++] = (then - now) / 1e3;
      step.between();
      now = System.nanoTime();
    }
    return Arrays.copyOf(times, count);
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  @Override
  public void close() {
    threads.close();
  }
}
