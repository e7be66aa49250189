package dev.tulle.benchmarks;

import dev.tulle.compiler.InMemoryCompiler;
import dev.tulle.compiler.codegen.JavaWriter;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.listing.PlanListing;
import dev.tulle.compiler.listing.PlanListings;
import dev.tulle.runtime.Threads;
import dev.tulle.runtime.TrainingNet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A reference net, compiled once for all tests.
 *
 * @param classes the bytes of each by name
 * @param training with the kernels that this VM chooses
 * @param listing of its kernels: predictions of one row, and the recipe's batch in training
 */
record CompiledNet(
    Map<String, byte[]> classes, Class<? extends TrainingNet> training, PlanListing listing) {
  private static final Map<String, CompiledNet> COMPILED = new ConcurrentHashMap<>();

  static CompiledNet of(String model) {
    return COMPILED.computeIfAbsent(model, CompiledNet::compile);
  }

  private static CompiledNet compile(String model) {
    Program program = Nets.program(model);
    Map<String, byte[]> classes =
        InMemoryCompiler.compile(JavaWriter.write(program), System.getProperty("java.class.path"));
    return new CompiledNet(
        classes, load(classes, Nets.trainingName(program)), PlanListings.of(program, 0));
  }

  private static Class<? extends TrainingNet> load(Map<String, byte[]> classes, String name) {
    try {
      return InMemoryCompiler.load(classes).loadClass(name).asSubclass(TrainingNet.class);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The training class where nobody delivered the vector kernels. */
  Class<? extends TrainingNet> scalarTraining() {
    var scalar = new HashMap<>(classes);
    scalar.keySet().removeIf(name -> name.endsWith("Vector"));
    return load(scalar, training.getName());
  }

  /** A net with weights and a batch, the same each time. */
  static TrainingNet start(Class<? extends TrainingNet> training, int batch, Threads threads) {
    TrainingNet net = Nets.training(training, batch, threads);
    net.initialize(1);
    Nets.fillRandomly(net);
    return net;
  }

  List<PlanListing.Kernel> kernels(String function) {
    return function(function).kernels();
  }

  PlanListing.Function function(String name) {
    return listing.functions().stream()
        .filter(f -> f.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
