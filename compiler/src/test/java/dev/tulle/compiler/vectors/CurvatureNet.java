package dev.tulle.compiler.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.Passes;
import dev.tulle.compiler.ad.ForwardMode;
import dev.tulle.compiler.ad.ReverseMode;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.lower.Differentiation;
import dev.tulle.compiler.lower.Lowering;
import dev.tulle.compiler.sema.TypedNet;
import dev.tulle.compiler.shape.GraphBuilder;
import dev.tulle.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The perceptron of a case as two programs: one of gradients, one of products of the Hessian. */
final class CurvatureNet {
  /** Before the path of a parameter: how it changes. A parameter of the program of products. */
  private static final String ALONG = "along.";

  /** Of the largest eigenvalue. */
  private static final double TOLERANCE = 1e-3;

  private final VectorCase vectors;
  private final List<Piece> pieces = new ArrayList<>();
  private final SourceFile file;

  /** A parameter of shape [inputs, outputs]; from {@code start} on the case has it transposed. */
  private record Piece(String path, int inputs, int outputs, int start) {
    int count() {
      return inputs * outputs;
    }

    /** Where the case's flat parameters have our element. */
    int place(int element) {
      return start + element % outputs * inputs + element / outputs;
    }
  }

  CurvatureNet(VectorCase vectors) {
    this.vectors = vectors;
    Attributes attributes = vectors.attributes();
    List<Integer> widths =
        Arrays.stream(attributes.numbers("dims")).mapToObj(d -> (int) d).toList();
    String activation = attributes.any("activation");
    attributes.assertAllTaken();
    int layers = widths.size() - 1;
    var text = new NetText(vectors.module()).dim("kind", widths.get(layers));
    text.port("input", "x", widths.subList(0, 1)).classes("label", "kind", List.of());
    var pipeline = new StringBuilder("x");
    int start = 0;
    for (int i = 0; i < layers; i++) {
      int inputs = widths.get(i);
      int outputs = widths.get(i + 1);
      String name = "layer" + i;
      text.line("let %s = Dense(%s)".formatted(name, i == layers - 1 ? "kind" : outputs));
      pipeline.append(i == 0 ? "" : " -> " + activation).append(" -> ").append(name);
      pieces.add(new Piece(name + ".w", inputs, outputs, start));
      start += inputs * outputs;
      pieces.add(new Piece(name + ".b", 1, outputs, start));
      start += outputs;
    }
    text.line("output logits = " + pipeline).line("loss fit = cross_entropy(logits, label)");
    file = text.file();
  }

  SourceFile file() {
    return file;
  }

  /** What writes gradients. */
  Program gradients() {
    return program(ReverseMode::gradients);
  }

  /** The same with products of the Hessian where gradients were. */
  Program products() {
    Program program =
        program(
            (builder, loss, wrt, held) ->
                ForwardMode.hessianProduct(
                    builder, loss, wrt, wrt.stream().map(w -> along(builder, w)).toList(), held));
    var parameters = new ArrayList<>(program.parameters());
    var writes = new ArrayList<>(program.initial().writes());
    var builder = new GraphBuilder(program.initial());
    for (Program.Stored stored : program.parameters()) {
      String path = ALONG + stored.path();
      parameters.add(new Program.Stored(path, stored.shape(), stored.span()));
      writes.add(new Graph.Write(Storage.PARAMETER, path, builder.constant(0, stored.shape())));
    }
    return new Program(
        program.module(),
        program.name() + "Curvature",
        program.doc(),
        program.edition(),
        program.span(),
        program.inputs(),
        program.targets(),
        program.outputs(),
        parameters,
        program.states(),
        program.predict(),
        builder.build("initial", writes),
        program.training());
  }

  private static Node along(GraphBuilder builder, Node parameter) {
    var read = (Op.Read) parameter.op();
    return builder.read(Storage.PARAMETER, ALONG + read.name(), read.shape());
  }

  private Program program(Differentiation differentiation) {
    TypedNet net = Compiled.result(file).nets().get(0);
    var sink = new DiagnosticSink();
    Program program = Lowering.lower(net, differentiation, sink);
    assertThat(sink.sorted()).isEmpty();
    return new Program(
        program.module(),
        program.name(),
        program.doc(),
        program.edition(),
        program.span(),
        program.inputs(),
        program.targets(),
        program.outputs(),
        program.parameters(),
        program.states(),
        Passes.run(program.predict()),
        Passes.run(program.initial()),
        optimised(Objects.requireNonNull(program.training())));
  }

  private static Program.Training optimised(Program.Training training) {
    return new Program.Training(
        training.losses(),
        training.slots(),
        training.trained(),
        training.evaluated(),
        training.metrics(),
        Passes.run(training.gradient()),
        Passes.run(training.initial()),
        Passes.run(training.evaluate()),
        Passes.run(training.update()),
        training.clip(),
        training.average(),
        training.recipe(),
        training.data());
  }

  /** Holds loss, gradient, a product, the whole Hessian and its eigenvalues against the case's. */
  void check(Machine gradients, Machine products) {
    var comparison = new Comparison(vectors, TOLERANCE);
    double[] eigenvalues = comparison.wanted("out.eigenvalues");
    double largest = Arrays.stream(eigenvalues).map(Math::abs).max().orElseThrow();
    var ports = Map.of("x", comparison.given("in.x"), "label", comparison.given("in.label"));
    double[] parameters = comparison.given("in.parameters");
    set(gradients, "", parameters);
    set(products, "", parameters);
    Machine.Gradients got = run(gradients, ports);
    var found = new LinkedHashMap<String, double[]>();
    found.put("out.loss", new double[] {got.loss("fit")});
    found.put("out.gradient", flat(got));
    found.put("out.hvp", product(products, ports, comparison.given("in.vector")));
    int n = eigenvalues.length;
    double[] hessian = new double[n * n];
    for (int i = 0; i < n; i++) {
      double[] unit = new double[n];
      unit[i] = 1;
      System.arraycopy(product(products, ports, unit), 0, hessian, i * n, n);
    }
    found.put("out.hessian", hessian);
    found.put("out.eigenvalues", Eigenvalues.ofSymmetric(hessian, n));
    found.forEach(
        (tensor, elements) ->
            Agreement.within(tensor, elements, comparison.wanted(tensor), TOLERANCE * largest));
    comparison.finish();
  }

  private double[] product(Machine machine, Map<String, double[]> ports, double[] direction) {
    set(machine, ALONG, direction);
    return flat(run(machine, ports));
  }

  private Machine.Gradients run(Machine machine, Map<String, double[]> ports) {
    return machine.gradient(ports, vectors.shape("in.x").get(0));
  }

  private void set(Machine machine, String prefix, double[] flat) {
    for (Piece piece : pieces) {
      double[] elements = new double[piece.count()];
      Arrays.setAll(elements, e -> flat[piece.place(e)]);
      machine.set(prefix + piece.path(), elements);
    }
  }

  private double[] flat(Machine.Gradients gradients) {
    double[] flat = new double[pieces.stream().mapToInt(Piece::count).sum()];
    for (Piece piece : pieces) {
      double[] elements = gradients.of(piece.path());
      for (int e = 0; e < elements.length; e++) {
        flat[piece.place(e)] = elements[e];
      }
    }
    return flat;
  }
}
