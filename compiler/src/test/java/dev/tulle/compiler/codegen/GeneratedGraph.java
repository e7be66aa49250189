package dev.tulle.compiler.codegen;

import dev.tulle.compiler.InMemoryCompiler;
import dev.tulle.compiler.Passes;
import dev.tulle.compiler.ir.DataSource;
import dev.tulle.compiler.ir.ElementType;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.ir.Recipe;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.ir.Sum;
import dev.tulle.compiler.ir.Symbol;
import dev.tulle.compiler.plan.Buffer;
import dev.tulle.compiler.plan.FunctionPlan;
import dev.tulle.compiler.plan.Place;
import dev.tulle.compiler.plan.ProgramPlan;
import dev.tulle.compiler.plan.ProgramPlanner;
import dev.tulle.compiler.reference.Bindings;
import dev.tulle.compiler.reference.RandomGraphs;
import dev.tulle.compiler.shape.GraphBuilder;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.source.Span;
import dev.tulle.runtime.Threads;
import dev.tulle.runtime.TrainingNet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/** Runs any graph as the `gradient` of a generated training class. */
public final class GeneratedGraph {
  static final Span NOWHERE = new Span(new SourceFile("folder/test.net", "a test\n"), 0, 1);
  static final long SEED = 11;
  static final long STEP = 3;
  private static final Pattern CHOICE =
      Pattern.compile(
          "Kernels\\.choose\\(MethodHandles\\.lookup\\(\\),\\s+\\w+\\.class,"
              + "\\s+\"(\\w+)\",\\s+new (\\w+)\\(\\)\\)");

  final List<GeneratedFile> files;
  final ProgramPlan plan;
  private final Graph graph;
  private final Graph source;
  private final int rows;
  private final int[] lengths;

  /** The classes, compiled once: with vector kernels, and with scalar ones. */
  private final Map<Boolean, ClassLoader> loaders;

  private final Map<String, double[]> inputs = new LinkedHashMap<>();
  private final Bindings bindings;

  /** Numbers for the reads: multiples of 1/8, indices below 5. */
  GeneratedGraph(Graph source, int rows) {
    this(Passes.run(source), source, rows);
  }

  /**
   * @param source reads all that {@code graph} reads, and perhaps more
   * @param lengths of {@link RandomGraphs#TIME} where it has that
   */
  GeneratedGraph(Graph graph, Graph source, int rows, int... lengths) {
    this(graph, source, program(graph), rows, lengths);
  }

  private GeneratedGraph(Graph graph, Graph source, Program program, int rows, int... lengths) {
    this(
        graph,
        source,
        ProgramPlanner.plan(program),
        JavaWriter.write(program),
        new HashMap<>(),
        rows,
        lengths);
  }

  private GeneratedGraph(
      Graph graph,
      Graph source,
      ProgramPlan plan,
      List<GeneratedFile> files,
      Map<Boolean, ClassLoader> loaders,
      int rows,
      int... lengths) {
    this.graph = graph;
    this.source = source;
    this.plan = plan;
    this.files = files;
    this.loaders = loaders;
    this.rows = rows;
    this.lengths = lengths;
    this.bindings = new Bindings().rows(rows).random(SEED, STEP);
    for (int length : lengths) {
      bindings.size(RandomGraphs.TIME, length);
    }
    var random = new SplittableRandom(rows);
    for (Node node : source.nodes()) {
      if (node.op() instanceof Op.Read read) {
        int count = count(read.shape().count());
        double[] elements =
            read.type() == ElementType.INDEX
                ? random.ints(count, 0, 5).asDoubleStream().toArray()
                : random.ints(count, -16, 17).mapToDouble(x -> x / 8.0).toArray();
        if (read.storage() == Storage.HOST) {
          elements = new double[] {STEP};
        }
        bindings.put(read.storage(), read.name(), elements);
        inputs.put(read.storage() + " " + read.name(), elements);
      }
    }
  }

  /** The same classes for other numbers. */
  GeneratedGraph at(int rows, int... lengths) {
    return new GeneratedGraph(graph, source, plan, files, loaders, rows, lengths);
  }

  Graph source() {
    return source;
  }

  int rows() {
    return rows;
  }

  @Override
  public String toString() {
    return "%d rows, lengths %s\n%s".formatted(rows, Arrays.toString(lengths), graph);
  }

  /** Other numbers for a read. */
  GeneratedGraph with(Storage storage, String name, double[] elements) {
    bindings.put(storage, name, elements);
    inputs.put(storage + " " + name, elements);
    return this;
  }

  Bindings bindings() {
    return bindings;
  }

  double[] input(Storage storage, String name) {
    return inputs.get(storage + " " + name);
  }

  FunctionPlan function() {
    return plan.training().gradient();
  }

  private int count(Size size) {
    return (int) Sum.of(size).value(s -> s.equals(Symbol.ROWS) ? rows : lengths[0]);
  }

  /** The files with one kind of kernel, whatever this VM can do, and without the other kind. */
  public static List<GeneratedFile> forced(List<GeneratedFile> files, boolean vector) {
    return files.stream()
        .filter(f -> vector ? !f.className().endsWith("Scalar") : !f.vectorApi())
        .map(
            f ->
                new GeneratedFile(
                    f.className(),
                    CHOICE.matcher(f.text()).replaceAll(vector ? "new $1()" : "new $2()"),
                    f.vectorApi()))
        .toList();
  }

  static TrainingNet net(ClassLoader loader, String name, int batch, Threads threads) {
    try {
      return (TrainingNet)
          loader
              .loadClass(name)
              .getConstructor(int.class, Threads.class)
              .newInstance(batch, threads);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** What the graph writes, by storage and name; all places that it may write hold junk before. */
  Map<String, double[]> run(boolean vector, Threads threads, int capacity) {
    ClassLoader loader =
        loaders.computeIfAbsent(vector, v -> InMemoryCompiler.load(forced(files, v)));
    TrainingNet net = net(loader, "test.NetTraining", capacity, threads);
    Arrays.fill(net.workspace, Float.NaN);
    for (Map.Entry<Buffer, Place> entry : function().places().entrySet()) {
      double[] elements = inputs.get(entry.getKey().storage() + " " + entry.getKey().name());
      if (elements != null) {
        fill(net, entry.getKey(), entry.getValue(), elements, capacity);
      }
    }
    if (!net.dims().isEmpty()) {
      net.lengths(lengths);
    }
    net.gradient(rows, SEED, STEP);
    Map<String, double[]> results = new LinkedHashMap<>();
    for (Graph.Write write : graph.writes()) {
      for (Map.Entry<Buffer, Place> entry : function().places().entrySet()) {
        Buffer buffer = entry.getKey();
        if (buffer.storage() == write.storage() && buffer.name().equals(write.name())) {
          double[] found = new double[count(buffer.count())];
          int at = at(buffer, entry.getValue(), capacity);
          for (int i = 0; i < found.length; i++) {
            found[i] = array(net, entry.getValue())[at + i];
          }
          results.put(write.storage() + " " + write.name(), found);
        }
      }
    }
    return results;
  }

  private void fill(TrainingNet net, Buffer buffer, Place place, double[] elements, int capacity) {
    int at = at(buffer, place, capacity);
    for (int i = 0; i < elements.length; i++) {
      array(net, place)[at + i] = (float) elements[i];
    }
  }

  private int at(Buffer buffer, Place place, int capacity) {
    boolean perRow =
        buffer.count().symbols().contains(Symbol.ROWS) && place.region() == Place.Region.WORKSPACE;
    return (int)
        (perRow ? plan.training().workspace().fixed() + place.perRow() * capacity : place.fixed());
  }

  private static float[] array(TrainingNet net, Place place) {
    return switch (place.region()) {
      case WORKSPACE, STRIP -> net.workspace;
      case WEIGHTS -> net.weights;
      case GRADIENTS -> net.gradients;
      case SLOTS -> net.slots;
      case PANELS -> throw new IllegalStateException("training has no panels of its own");
    };
  }

  /** A program whose gradient is that graph. */
  static Program program(Graph graph) {
    Map<String, Program.Port> inputs = new LinkedHashMap<>();
    Map<String, Program.Port> targets = new LinkedHashMap<>();
    Map<String, Program.Stored> parameters = new LinkedHashMap<>();
    Map<String, Program.Stored> states = new LinkedHashMap<>();
    var losses = new ArrayList<String>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Op.Read read) {
        var port = new Program.Port(read.name(), read.shape(), read.type(), null, 0, "", NOWHERE);
        var stored = new Program.Stored(read.name(), read.shape(), NOWHERE);
        switch (read.storage()) {
          case INPUT -> inputs.put(read.name(), port);
          case TARGET -> targets.put(read.name(), port);
          case PARAMETER -> parameters.put(read.name(), stored);
          case STATE -> states.put(read.name(), stored);
          default -> {}
        }
      }
    }
    for (Graph.Write write : graph.writes()) {
      var stored = new Program.Stored(write.name(), write.value().shape(), NOWHERE);
      switch (write.storage()) {
        case STATE -> states.putIfAbsent(write.name(), stored);
        case GRADIENT -> parameters.putIfAbsent(write.name(), stored);
        case LOSS -> losses.add(write.name());
        default -> {}
      }
    }
    Graph nothing = new GraphBuilder().build("nothing", List.of());
    var training =
        new Program.Training(
            losses,
            List.of(),
            new ArrayList<>(parameters.keySet()),
            List.of(),
            List.of(),
            graph,
            nothing,
            nothing,
            nothing,
            Recipe.Clip.NONE,
            "",
            new Recipe(1, 0, 16, 1, 0, new Recipe.Validation.OfSplit(), null, null, List.of()),
            new DataSource("Data", DataSource.Format.CSV, "data.csv", null, List.of()));
    return new Program(
        "test",
        "Net",
        "",
        1,
        NOWHERE,
        new ArrayList<>(inputs.values()),
        new ArrayList<>(targets.values()),
        List.of(),
        new ArrayList<>(parameters.values()),
        new ArrayList<>(states.values()),
        nothing,
        nothing,
        training);
  }
}
