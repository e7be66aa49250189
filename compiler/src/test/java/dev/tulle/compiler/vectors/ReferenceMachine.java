package dev.tulle.compiler.vectors;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.ir.Recipe;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.ir.Symbol;
import dev.tulle.compiler.reference.Bindings;
import dev.tulle.compiler.reference.ReferenceInterpreter;
import dev.tulle.compiler.reference.Results;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Runs a program in double. */
final class ReferenceMachine implements Machine {
  private static final long SEED = 1;

  private final Program program;
  private final Program.Training training;
  private final Map<String, double[]> parameters = new HashMap<>();
  private final Map<String, double[]> states = new HashMap<>();
  private final Map<String, double[]> slots = new HashMap<>();
  private long stalls;

  private final Map<Symbol, Integer> lengths;

  ReferenceMachine(Program program) {
    this(program, Map.of());
  }

  /**
   * @param lengths of the dims that vary
   */
  ReferenceMachine(Program program, Map<Symbol, Integer> lengths) {
    this.program = program;
    this.lengths = lengths;
    this.training = Objects.requireNonNull(program.training());
    Results first = ReferenceInterpreter.run(program.initial(), bindings());
    program
        .parameters()
        .forEach(p -> parameters.put(p.path(), first.get(Storage.PARAMETER, p.path())));
    program.states().forEach(s -> states.put(s.path(), first.get(Storage.STATE, s.path())));
    Results memories = ReferenceInterpreter.run(training.initial(), bindings());
    training.slots().forEach(s -> slots.put(s.path(), memories.get(Storage.SLOT, s.path())));
  }

  /** Of the parameters. */
  Set<String> paths() {
    return new TreeSet<>(parameters.keySet());
  }

  @Override
  public void set(String path, double[] elements) {
    Map<String, double[]> place = states.containsKey(path) ? states : parameters;
    if (place.replace(path, elements.clone()) == null) {
      throw new IllegalArgumentException("no parameter " + path + " in " + parameters.keySet());
    }
  }

  @Override
  public double[] get(String path) {
    double[] state = states.get(path);
    return Objects.requireNonNull(state == null ? parameters.get(path) : state, path);
  }

  @Override
  public double[] memory(String name) {
    return Objects.requireNonNull(slots.get(name), name);
  }

  @Override
  public void stalls(long count) {
    stalls = count;
  }

  @Override
  public Gradients gradient(Map<String, double[]> ports, int rows) {
    Results results = run(training.gradient(), ports, rows);
    var losses = new HashMap<String, Double>();
    training.losses().forEach(l -> losses.put(l, results.get(Storage.LOSS, l)[0]));
    var gradients = new HashMap<String, double[]>();
    states.replaceAll((path, before) -> results.get(Storage.STATE, path));
    training.trained().forEach(p -> gradients.put(p, results.get(Storage.GRADIENT, p)));
    return new Gradients(losses, gradients);
  }

  @Override
  public void update(Map<String, double[]> gradients, long step, long totalSteps) {
    Bindings bindings = bindings();
    gradients.forEach((path, elements) -> bindings.put(Storage.GRADIENT, path, elements));
    bindings.host("step", step).host("total_steps", totalSteps).host("epoch_steps", totalSteps);
    bindings.host("clip_scale", clipScale(gradients)).host("stalls:0", stalls);
    Results results = ReferenceInterpreter.run(training.update(), bindings);
    for (Graph.Write write : training.update().writes()) {
      double[] elements = results.get(write.storage(), write.name());
      (write.storage() == Storage.SLOT ? slots : parameters).put(write.name(), elements);
    }
  }

  private double clipScale(Map<String, double[]> gradients) {
    double squares =
        gradients.values().stream().flatMapToDouble(Arrays::stream).map(g -> g * g).sum();
    return training.clip().kind() == Recipe.Clip.Kind.NORM
        ? Math.min(1, training.clip().limit() / (Math.sqrt(squares) + 1e-6))
        : 1;
  }

  @Override
  public double[] predict(String output, Map<String, double[]> ports, int rows) {
    return run(program.predict(), ports, rows).get(Storage.OUTPUT, output);
  }

  private Results run(Graph graph, Map<String, double[]> ports, int rows) {
    Bindings bindings = bindings().rows(rows).random(SEED, 1);
    ports.forEach(
        (name, elements) -> {
          boolean input = program.inputs().stream().anyMatch(p -> p.name().equals(name));
          bindings.put(input ? Storage.INPUT : Storage.TARGET, name, elements);
        });
    return ReferenceInterpreter.run(graph, bindings);
  }

  private Bindings bindings() {
    Bindings bindings = new Bindings().random(SEED, 0);
    parameters.forEach((path, elements) -> bindings.put(Storage.PARAMETER, path, elements));
    states.forEach((path, elements) -> bindings.put(Storage.STATE, path, elements));
    slots.forEach((path, elements) -> bindings.put(Storage.SLOT, path, elements));
    lengths.forEach(bindings::size);
    return bindings;
  }
}
