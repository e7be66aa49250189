package dev.tulle.compiler.reference;

import static dev.tulle.compiler.ir.ScalarFunction.ADD;
import static dev.tulle.compiler.ir.ScalarFunction.MAXIMUM;
import static dev.tulle.compiler.ir.ScalarFunction.MULTIPLY;
import static dev.tulle.compiler.ir.ScalarFunction.SUBTRACT;
import static dev.tulle.compiler.ir.ScalarFunction.TANH;

import dev.tulle.compiler.ad.ReverseMode;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.shape.GraphBuilder;
import dev.tulle.compiler.shape.ScanBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Loops of several kinds, for all that has to treat them alike. */
public final class Scans {
  private Scans() {}

  /**
   * A loop under test.
   *
   * @param shapes of the inputs
   * @param function from the inputs to a tensor
   */
  public record Case(
      String name, List<Shape> shapes, BiFunction<GraphBuilder, List<Node>, Node> function) {
    @Override
    public String toString() {
      return name;
    }

    /** The result, and the gradient of the weighted sum of its elements by each input. */
    public Graph graph() {
      var b = new GraphBuilder();
      var inputs = new ArrayList<Node>();
      var given = new ArrayList<Node>();
      for (Shape shape : shapes) {
        Storage storage = shape.isKnown() ? Storage.PARAMETER : Storage.INPUT;
        // What is given from outside begins with the rows, what a loop reads with the steps.
        boolean turned = !shape.isKnown() && shape.rank() == 3;
        Shape outside = turned ? Shape.of(shape.size(1), shape.size(0), shape.size(2)) : shape;
        Node input = b.read(storage, "x" + inputs.size(), outside);
        inputs.add(input);
        given.add(turned ? b.transpose(input, List.of(1, 0, 2)) : input);
      }
      Node y = function.apply(b, given);
      Node weights = b.random(Op.Random.Distribution.NORMAL, y.shape(), 0);
      Node loss = b.sum(b.map(MULTIPLY, y, weights));
      List<Node> gradients = ReverseMode.gradients(b, loss, inputs);
      var writes = new ArrayList<Graph.Write>(List.of(new Graph.Write(Storage.OUTPUT, "y", y)));
      for (int i = 0; i < inputs.size(); i++) {
        Node gradient = gradients.get(i);
        if (gradient != null && shapes.get(i).isKnown()) {
          writes.add(new Graph.Write(Storage.GRADIENT, "x" + i, gradient));
        } else if (gradient != null) {
          writes.add(new Graph.Write(Storage.OUTPUT, "gradient" + i, gradient));
        }
      }
      return b.build("gradient", writes);
    }
  }

  private static final long UNITS = 5;
  private static final long WIDTH = 3;

  public static Stream<Case> cases() {
    Shape x = Shape.of(Size.of(4), Size.ROWS, Size.of(WIDTH));
    Shape h = Shape.of(Size.ROWS, Size.of(UNITS));
    Shape w = Shape.of(WIDTH, UNITS);
    Shape u = Shape.of(UNITS, UNITS);
    Shape bias = Shape.of(UNITS);
    List<Shape> all = List.of(x, h, w, u, bias);
    return Stream.of(
        new Case("all states", all, (b, i) -> rnn(b, i, 4, false).get(1)),
        new Case("the last state", all, (b, i) -> rnn(b, i, 4, false).get(0)),
        new Case("reverse", all, (b, i) -> rnn(b, i, 4, true).get(1)),
        new Case("both ways", all, Scans::bothWays),
        new Case(
            "one step",
            List.of(Shape.of(Size.of(1), Size.ROWS, Size.of(WIDTH)), h, w, u, bias),
            (b, i) -> rnn(b, i, 1, false).get(1)),
        new Case("an output besides", all, Scans::outputs),
        new Case("two states", List.of(x, h, h, w, u), Scans::twoStates),
        new Case("a state that only counts", List.of(x), Scans::counting),
        new Case("a state that is not used", List.of(x, h), Scans::unused),
        new Case("two sequences", List.of(x, x), Scans::twoSequences),
        new Case("nothing is carried", List.of(x, w), Scans::nothingCarried),
        new Case("within another", List.of(x, w, u), Scans::nested),
        new Case("a sum over rows", List.of(x, Shape.of(WIDTH)), Scans::acrossRows),
        new Case("a maximum", List.of(x, w, h), Scans::maximum),
        new Case("random numbers", List.of(x), Scans::random),
        new Case("positions", List.of(x, Shape.of(7, WIDTH)), Scans::positions),
        new Case("movements", List.of(x, w), Scans::movements));
  }

  /** {@code h = tanh(x w + h u + b)}: the last state, then all. */
  private static List<Node> rnn(GraphBuilder b, List<Node> in, long length, boolean reverse) {
    var scan = new ScanBuilder(b, Size.of(length), reverse);
    GraphBuilder s = scan.step();
    Node h = scan.carry(in.get(1));
    Node x = scan.element(in.get(0));
    Node sum =
        s.map(
            ADD,
            s.map(
                ADD,
                product(s, x, scan.capture(in.get(2))),
                product(s, h, scan.capture(in.get(3)))),
            s.broadcastTo(scan.capture(in.get(4)), h.shape()));
    Node next = s.map(TANH, sum);
    scan.next(next);
    scan.stack(next);
    return scan.offer().build();
  }

  private static Node bothWays(GraphBuilder b, List<Node> in) {
    Node there = rnn(b, in, 4, false).get(1);
    Node back = rnn(b, in, 4, true).get(1);
    return b.concat(List.of(there, back), 2);
  }

  /** A product of the state that the next state does not need. */
  private static Node outputs(GraphBuilder b, List<Node> in) {
    var scan = new ScanBuilder(b, Size.of(4), false);
    GraphBuilder s = scan.step();
    Node h = scan.carry(in.get(1));
    Node x = scan.element(in.get(0));
    Node next = s.map(TANH, s.map(ADD, h, product(s, x, scan.capture(in.get(2)))));
    scan.next(next);
    Node y = product(s, next, scan.capture(in.get(3)));
    int at =
        scan.stack(s.map(TANH, s.map(ADD, y, s.broadcastTo(scan.capture(in.get(4)), y.shape()))));
    return scan.offer().build().get(at);
  }

  /** Like a long short-term memory: one state is the other's memory. */
  private static Node twoStates(GraphBuilder b, List<Node> in) {
    var scan = new ScanBuilder(b, Size.of(4), false);
    GraphBuilder s = scan.step();
    Node h = scan.carry(in.get(1));
    Node c = scan.carry(in.get(2));
    Node x = scan.element(in.get(0));
    Node gate =
        s.map(
            TANH,
            s.map(
                ADD,
                product(s, x, scan.capture(in.get(3))),
                product(s, h, scan.capture(in.get(4)))));
    Node memory = s.map(ADD, s.map(MULTIPLY, gate, c), s.map(MULTIPLY, h, gate));
    Node next = s.map(MULTIPLY, gate, s.map(TANH, memory));
    scan.next(next);
    scan.next(memory);
    int at = scan.stack(next);
    List<Node> results = scan.offer().build();
    // Also the last memory, so that both kinds of results pass adjoints on.
    Node memories = b.broadcastTo(results.get(1), results.get(at).shape());
    return b.map(ADD, results.get(at), memories);
  }

  private static Node counting(GraphBuilder b, List<Node> in) {
    var scan = new ScanBuilder(b, Size.of(4), false);
    GraphBuilder s = scan.step();
    Node n = scan.carry(b.constant(0));
    Node x = scan.element(in.get(0));
    scan.next(s.map(ADD, n, s.constant(1)));
    int at = scan.stack(s.map(MULTIPLY, x, n));
    return scan.offer().build().get(at);
  }

  private static Node unused(GraphBuilder b, List<Node> in) {
    var scan = new ScanBuilder(b, Size.of(4), false);
    GraphBuilder s = scan.step();
    Node x = scan.element(in.get(0));
    Node sum = scan.carry(b.constant(0, x.shape()));
    Node idle = scan.carry(in.get(1));
    Node next = s.map(ADD, sum, s.map(MULTIPLY, x, x));
    scan.next(next);
    scan.next(s.map(TANH, idle));
    int at = scan.stack(next);
    return scan.offer().build().get(at);
  }

  private static Node twoSequences(GraphBuilder b, List<Node> in) {
    var scan = new ScanBuilder(b, Size.of(4), true);
    GraphBuilder s = scan.step();
    Node x = scan.element(in.get(0));
    Node y = scan.element(in.get(1));
    Node h = scan.carry(b.constant(0.5, x.shape()));
    Node next = s.map(ADD, s.map(MULTIPLY, h, x), y);
    scan.next(next);
    int at = scan.stack(s.map(SUBTRACT, next, h));
    return scan.offer().build().get(at);
  }

  private static Node nothingCarried(GraphBuilder b, List<Node> in) {
    var scan = new ScanBuilder(b, Size.of(4), false);
    Node x = scan.element(in.get(0));
    int at = scan.stack(scan.step().map(TANH, product(scan.step(), x, scan.capture(in.get(1)))));
    return scan.offer().build().get(at);
  }

  /** At each step, a loop over the units that starts from what is carried. */
  private static Node nested(GraphBuilder b, List<Node> in) {
    var scan = new ScanBuilder(b, Size.of(4), false);
    GraphBuilder s = scan.step();
    Node x = scan.element(in.get(0));
    Node w = scan.capture(in.get(1));
    Node u = scan.capture(in.get(2));
    Node y = s.map(TANH, product(s, x, w));
    Node h = scan.carry(b.constant(0, Shape.of(Size.ROWS, Size.of(UNITS))));
    var inner = new ScanBuilder(s, Size.of(UNITS), false);
    GraphBuilder t = inner.step();
    Node z = inner.carry(h);
    Node row = inner.element(u);
    Node step =
        t.map(
            TANH,
            t.map(
                ADD,
                t.map(MULTIPLY, z, t.broadcastTo(row, z.shape())),
                product(t, inner.capture(y), inner.capture(u))));
    inner.next(step);
    int every = inner.stack(step);
    List<Node> found = inner.offer().build();
    scan.next(found.get(0));
    int at = scan.stack(s.sum(found.get(every), List.of(0)));
    return scan.offer().build().get(at);
  }

  private static Node acrossRows(GraphBuilder b, List<Node> in) {
    var scan = new ScanBuilder(b, Size.of(4), false);
    GraphBuilder s = scan.step();
    Node x = scan.element(in.get(0));
    Node m = scan.carry(in.get(1));
    Node next = s.map(TANH, s.map(ADD, m, s.sum(x, List.of(0))));
    scan.next(next);
    int at = scan.stack(s.map(SUBTRACT, x, s.broadcastTo(next, x.shape())));
    return scan.offer().build().get(at);
  }

  private static Node maximum(GraphBuilder b, List<Node> in) {
    var scan = new ScanBuilder(b, Size.of(4), false);
    GraphBuilder s = scan.step();
    Node x = product(s, scan.element(in.get(0)), scan.capture(in.get(1)));
    Node h = scan.carry(in.get(2));
    Node most = s.reduce(Op.Reduce.Reduction.MAXIMUM, s.map(ADD, x, h), List.of(1));
    Node next =
        s.map(
            TANH, s.map(MULTIPLY, s.map(MAXIMUM, h, x), s.broadcast(most, h.shape(), List.of(0))));
    scan.next(next);
    int at = scan.stack(next);
    return scan.offer().build().get(at);
  }

  private static Node random(GraphBuilder b, List<Node> in) {
    var scan = new ScanBuilder(b, Size.of(4), true);
    GraphBuilder s = scan.step();
    Node x = scan.element(in.get(0));
    Node h = scan.carry(b.constant(0, x.shape()));
    Node noise = s.random(Op.Random.Distribution.UNIFORM, x.shape(), 100);
    Node next = s.map(ADD, s.map(MULTIPLY, h, noise), x);
    scan.next(next);
    int at = scan.stack(next);
    return scan.offer().build().get(at);
  }

  /** Looks each step's rows up in a table. */
  private static Node positions(GraphBuilder b, List<Node> in) {
    var scan = new ScanBuilder(b, Size.of(4), false);
    GraphBuilder s = scan.step();
    Node x = scan.element(in.get(0));
    Node h = scan.carry(b.constant(0, x.shape()));
    Node place = s.map(ADD, s.iota(Shape.of(Size.ROWS), 0), s.constant(2));
    Node picked = s.gather(scan.capture(in.get(1)), place, 0);
    Node next = s.map(ADD, s.map(MULTIPLY, h, picked), x);
    scan.next(next);
    int at = scan.stack(next);
    return scan.offer().build().get(at);
  }

  private static Node movements(GraphBuilder b, List<Node> in) {
    var scan = new ScanBuilder(b, Size.of(4), false);
    GraphBuilder s = scan.step();
    Node x = scan.element(in.get(0));
    Node h = scan.carry(b.constant(0, Shape.of(Size.ROWS, Size.of(8))));
    Node y = product(s, x, scan.capture(in.get(1)));
    Node joined = s.concat(List.of(x, s.map(TANH, y)), 1);
    Node part = s.slice(h, Shape.of(0, 2).sizes(), Shape.of(Size.ROWS, Size.of(4)));
    Node padded = s.pad(part, Shape.of(0, 3).sizes(), h.shape());
    Node turned =
        s.reshape(
            s.transpose(
                s.reshape(joined, Shape.of(Size.ROWS, Size.of(2), Size.of(4))), List.of(0, 2, 1)),
            h.shape());
    Node next = s.map(TANH, s.map(ADD, s.map(MULTIPLY, padded, turned), joined));
    scan.next(next);
    int at = scan.stack(next);
    return scan.offer().build().get(at);
  }

  private static Node product(GraphBuilder b, Node x, Node w) {
    return b.contract(x, w, List.of(0, 1), List.of(1, 2), List.of(0, 2));
  }
}
