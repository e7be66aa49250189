package dev.tulle.benchmarks;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.InMemoryCompiler;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.codegen.GeneratedFile;
import dev.tulle.compiler.codegen.JavaWriter;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.runtime.Port;
import dev.tulle.runtime.Threads;
import dev.tulle.runtime.TrainingNet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** The reference models, from their {@code .net} files to classes. */
public final class Nets {
  /** The models: a `.net` file of the resources each, from the smallest on. */
  public static final List<String> MODELS =
      List.of(
          "tiny_mlp",
          "mnist_mlp",
          "wide_mlp",
          "lenet",
          "mnist_cnn",
          "resnet20",
          "lstm",
          "gpt_mini");

  private Nets() {}

  /** A net in training whose capacity is its recipe's batch. */
  public static TrainingNet training(String model, Threads threads) {
    return training(trainingClass(model), threads);
  }

  /** A net in training whose capacity is its recipe's batch. */
  public static TrainingNet training(Class<? extends TrainingNet> type, Threads threads) {
    return training(type, training(type, 1, threads).recipe().batch(), threads);
  }

  /** A net in training for batches of so many rows. */
  public static TrainingNet training(
      Class<? extends TrainingNet> type, int batch, Threads threads) {
    try {
      return type.getConstructor(int.class, Threads.class).newInstance(batch, threads);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The class that trains a model. */
  public static Class<? extends TrainingNet> trainingClass(String model) {
    Program program = program(model);
    try {
      return load(JavaWriter.write(program), trainingName(program)).asSubclass(TrainingNet.class);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the class is called that trains a net. */
  public static String trainingName(Program program) {
    return program.module() + "." + JavaWriter.trainingName(program);
  }

  /** A class of files that are compiled in memory. */
  static Class<?> load(List<GeneratedFile> files, String name) throws ClassNotFoundException {
    return InMemoryCompiler.load(files).loadClass(name);
  }

  /** Inputs and targets for a whole batch: normal numbers, and classes below the count. */
  public static void fillRandomly(TrainingNet net) {
    var random = new Random(1);
    net.inputs().forEach(port -> fill(net, port, random));
    net.targets().forEach(port -> fill(net, port, random));
  }

  private static void fill(TrainingNet net, Port port, Random random) {
    int from = net.offset(port.name());
    for (int i = from; i < from + net.capacity * port.width(); i++) {
      net.workspace[i] =
          port.index() ? random.nextInt(port.classCount()) : (float) random.nextGaussian();
    }
  }

  /** What a model compiles to. */
  public static Program program(String model) {
    String file = model + ".net";
    try (InputStream in = Objects.requireNonNull(Nets.class.getResourceAsStream(file), file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      CompileResult result =
          TulleCompiler.compileSources(List.of(new SourceFile(file, text)), CompileOptions.DEFAULT);
      if (result.failed()) {
        throw new IllegalStateException(result.diagnostics().toString());
      }
      return result.programs().get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
