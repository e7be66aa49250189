package dev.tulle.compiler.reference;

import dev.tulle.compiler.ir.ElementType;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Op.Reduce.Reduction;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.ir.Sum;
import dev.tulle.compiler.ir.Symbol;
import dev.tulle.compiler.shape.GraphBuilder;
import dev.tulle.compiler.shape.ScanBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Graphs of random operators, the same for the same seed.
 *
 * <p>Values stay small and continuous: what jumps (comparisons, floor, sign, modulo) is applied to
 * inputs alone, which are multiples of 1/8, so that rounding never decides. No tensor has the axis
 * of rows twice.
 */
public final class RandomGraphs {
  private final SplittableRandom random;
  private final GraphBuilder b = new GraphBuilder();
  private final List<Node> pool = new ArrayList<>();
  private final List<Node> exact = new ArrayList<>();

  /** A length that varies from 1 to its bound. */
  public static final Symbol TIME = new Symbol("time", 9);

  private final boolean varies;
  private int streams;

  private RandomGraphs(long seed, boolean varies) {
    this.random = new SplittableRandom(seed);
    this.varies = varies;
  }

  /**
   * A graph that writes up to three results: to OUTPUT where rows come first, to LOSS for scalars,
   * and to STATE else.
   *
   * @param nodes how many random steps
   */
  public static Graph graph(long seed, int nodes) {
    return new RandomGraphs(seed, false).grow(nodes);
  }

  /** As {@link #graph}, with axes of {@link #TIME} and of sums of it. */
  public static Graph varying(long seed, int nodes) {
    return new RandomGraphs(seed, true).grow(nodes);
  }

  /** Numbers for all reads of {@code graph}: multiples of 1/8 from -2 to 2, indices below 5. */
  public static Bindings bindings(Graph graph, int rows, long seed) {
    return bindings(graph, rows, 1, seed);
  }

  /** As the other {@code bindings}, where {@link #TIME} is {@code length}. */
  public static Bindings bindings(Graph graph, int rows, int length, long seed) {
    var random = new SplittableRandom(seed);
    var bindings = new Bindings().rows(rows).size(TIME, length).random(seed, 3);
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Op.Read read) {
        int count = (int) Sum.of(read.shape().count()).value(s -> s.equals(TIME) ? length : rows);
        double[] elements =
            read.type() == ElementType.INDEX
                ? random.ints(count, 0, 5).asDoubleStream().toArray()
                : random.ints(count, -16, 17).mapToDouble(x -> x / 8.0).toArray();
        bindings.put(read.storage(), read.name(), elements);
      }
    }
    return bindings;
  }

  private Graph grow(int nodes) {
    Size rows = Size.ROWS;
    read(Storage.INPUT, "x", ElementType.FLOAT, rows, Size.of(5));
    read(Storage.INPUT, "image", ElementType.FLOAT, rows, Size.of(3), Size.of(2));
    read(Storage.TARGET, "label", ElementType.INDEX, rows);
    if (varies) {
      read(Storage.INPUT, "line", ElementType.FLOAT, rows, Size.of(TIME));
      read(Storage.INPUT, "sequence", ElementType.FLOAT, rows, Size.of(TIME), Size.of(3));
    }
    read(Storage.PARAMETER, "w", ElementType.FLOAT, Size.of(5), Size.of(7));
    read(Storage.PARAMETER, "v", ElementType.FLOAT, Size.of(7), Size.of(5));
    read(Storage.PARAMETER, "b", ElementType.FLOAT, Size.of(7));
    read(Storage.PARAMETER, "one", ElementType.FLOAT, Size.of(1));
    read(Storage.HOST, "step", ElementType.FLOAT);
    pool.addAll(exact);
    add(b.constant(random.nextInt(-4, 5) / 4.0), true);
    add(b.iota(Shape.of(Size.of(5)), 0), true);
    for (int i = 0; i < nodes; i++) {
      step();
    }
    var writes = new ArrayList<Graph.Write>();
    for (int i = 0; i < 3; i++) {
      Node value = pool.get(pool.size() - 1 - i);
      Storage storage = Storage.STATE;
      if (value.shape().rank() == 0) {
        storage = Storage.LOSS;
      } else if (value.shape().size(0).equals(Size.ROWS)) {
        storage = Storage.OUTPUT;
      }
      writes.add(new Graph.Write(storage, "y" + i, value));
    }
    if (varies) {
      // Some input says how long it is.
      Node line = b.map(ScalarFunction.NEGATE, exact.get(3));
      writes.add(new Graph.Write(Storage.OUTPUT, "line", line));
    }
    return b.build("random", writes);
  }

  private void read(Storage storage, String name, ElementType type, Size... sizes) {
    exact.add(b.read(storage, name, Shape.of(sizes), type));
  }

  private void add(Node node, boolean isExact) {
    pool.add(node);
    if (isExact) {
      exact.add(node);
    }
  }

  private Node any() {
    // The youngest nodes first, so that the graph grows deep.
    int back = Math.min(random.nextInt(pool.size()), random.nextInt(pool.size()));
    return pool.get(pool.size() - 1 - back);
  }

  private Node anyExact() {
    return exact.get(random.nextInt(exact.size()));
  }

  private void step() {
    switch (random.nextInt(14)) {
      case 0, 1 -> add(unary(any()), false);
      case 2, 3, 4 -> binary();
      case 5 -> jump();
      case 6 -> broadcast();
      case 7 -> reduce();
      case 8, 9 -> product();
      case 10 -> movement();
      case 11 -> lookUp();
      case 12 -> scan();
      default -> {
        Shape shape = any().shape();
        add(b.random(pick(Op.Random.Distribution.values()), shape, streams++), false);
      }
    }
  }

  private Node unary(Node x) {
    ScalarFunction function =
        pick(
            ScalarFunction.NEGATE,
            ScalarFunction.ABS,
            ScalarFunction.EXP,
            ScalarFunction.LOG,
            ScalarFunction.SQRT,
            ScalarFunction.TANH,
            ScalarFunction.ERF,
            ScalarFunction.SIN,
            ScalarFunction.COS);
    return switch (function) {
      case EXP -> b.map(function, b.map(ScalarFunction.TANH, x));
      case LOG, SQRT -> b.map(function, positive(x));
      default -> b.map(function, x);
    };
  }

  private Node positive(Node x) {
    return b.map(ScalarFunction.ADD, b.map(ScalarFunction.ABS, x), b.constant(0.5));
  }

  private void binary() {
    Node x = any();
    Node y = partner(x);
    ScalarFunction function =
        pick(
            ScalarFunction.ADD,
            ScalarFunction.SUBTRACT,
            ScalarFunction.MULTIPLY,
            ScalarFunction.DIVIDE,
            ScalarFunction.MINIMUM,
            ScalarFunction.MAXIMUM,
            ScalarFunction.POWER);
    add(
        switch (function) {
          case MULTIPLY -> b.map(function, b.map(ScalarFunction.TANH, x), y);
          case DIVIDE -> b.map(function, x, positive(y));
          case POWER -> {
            double exponent = random.nextInt(-4, 6) / 2.0;
            yield b.map(function, positive(b.map(ScalarFunction.TANH, x)), b.constant(exponent));
          }
          default -> b.map(function, x, y);
        },
        false);
  }

  /** A node that goes with {@code x}: of its shape, or a scalar, or made so. */
  private Node partner(Node x) {
    List<Node> same =
        pool.stream().filter(node -> node.shape().equals(x.shape()) && node != x).toList();
    return switch (random.nextInt(4)) {
      case 0 -> b.constant(random.nextInt(-4, 5) / 2.0);
      case 1 -> x;
      default -> same.isEmpty() ? b.constant(2) : same.get(random.nextInt(same.size()));
    };
  }

  private void jump() {
    Node x = anyExact();
    Node limit = b.constant(random.nextInt(-4, 5) / 4.0);
    switch (random.nextInt(4)) {
      case 0 -> {
        Node condition =
            b.map(
                pick(ScalarFunction.LESS, ScalarFunction.LESS_EQUAL, ScalarFunction.EQUAL),
                x,
                limit);
        if (random.nextBoolean()) {
          Node other = b.map(ScalarFunction.LESS, limit, x);
          condition = b.map(pick(ScalarFunction.AND, ScalarFunction.OR), condition, other);
        }
        if (random.nextBoolean()) {
          condition = b.map(ScalarFunction.NOT, condition);
        }
        add(b.map(ScalarFunction.SELECT, condition, x, unary(x)), false);
      }
      case 1 -> add(b.map(ScalarFunction.FLOOR, x), true);
      case 2 -> add(b.map(ScalarFunction.SIGN, x), true);
      default -> add(b.map(ScalarFunction.MODULO, x, b.constant(0.75)), false);
    }
  }

  private void broadcast() {
    Node x = any();
    if (x.shape().rank() >= 3) {
      return;
    }
    var sizes = new ArrayList<>(x.shape().sizes());
    int place = random.nextInt(sizes.size() + 1);
    boolean rows = !sizes.contains(Size.ROWS) && place == 0 && random.nextBoolean();
    boolean time = varies && !rows && random.nextInt(3) == 0;
    sizes.add(place, rows ? Size.ROWS : time ? Size.of(TIME) : Size.of(pick(1, 2, 3, 5, 7)));
    var axes = new ArrayList<Integer>();
    for (int axis = 0; axis < sizes.size(); axis++) {
      if (axis != place) {
        axes.add(axis);
      }
    }
    add(b.broadcast(x, new Shape(sizes), axes), exact.contains(x));
  }

  private void reduce() {
    Node x = any();
    var axes = new TreeSet<Integer>();
    for (int axis = 0; axis < x.shape().rank(); axis++) {
      if (random.nextBoolean()) {
        axes.add(axis);
      }
    }
    if (!axes.isEmpty()) {
      Reduction reduction = pick(Reduction.SUM, Reduction.SUM, pick(Reduction.values()));
      Node reduced = b.reduce(reduction, x, axes);
      add(b.map(ScalarFunction.MULTIPLY, reduced, b.constant(0.25)), false);
    }
  }

  /** A contraction, or a sum of a product that is one. */
  private void product() {
    Node x = b.map(ScalarFunction.TANH, any());
    Node y = any();
    var left = new ArrayList<Integer>();
    var right = new ArrayList<Integer>();
    for (int axis = 0; axis < x.shape().rank(); axis++) {
      left.add(axis);
    }
    for (int axis = 0; axis < y.shape().rank(); axis++) {
      int label = 10 + axis;
      for (int other = 0; other < left.size(); other++) {
        boolean fits = x.shape().size(other).equals(y.shape().size(axis));
        // The rows of both inputs are one label, for the result must not have them twice.
        boolean wanted = y.shape().size(axis).equals(Size.ROWS) || random.nextInt(3) > 0;
        if (fits && wanted && !right.contains(other)) {
          label = other;
          break;
        }
      }
      right.add(label);
    }
    var all = new TreeSet<>(left);
    all.addAll(right);
    var result = new ArrayList<Integer>();
    for (int label : all) {
      boolean shared = left.contains(label) && right.contains(label);
      if (result.size() < 3 && random.nextInt(5) > (shared ? 3 : 0)) {
        result.add(random.nextInt(result.size() + 1), label);
      }
    }
    Node product = b.contract(x, y, left, right, result);
    if (random.nextBoolean()) {
      product = multiplyAndSum(x, y, left, right, List.copyOf(all), result);
    }
    add(b.map(ScalarFunction.MULTIPLY, product, b.constant(0.25)), false);
  }

  private Node multiplyAndSum(
      Node x,
      Node y,
      List<Integer> left,
      List<Integer> right,
      List<Integer> all,
      List<Integer> result) {
    var sizes = new ArrayList<Size>();
    for (int label : all) {
      int axis = left.indexOf(label);
      sizes.add(axis >= 0 ? x.shape().size(axis) : y.shape().size(right.indexOf(label)));
    }
    Shape shape = new Shape(sizes);
    var order = right.stream().sorted().toList();
    Node turned = b.transpose(y, order.stream().map(right::indexOf).toList());
    Node product =
        b.map(
            ScalarFunction.MULTIPLY,
            b.broadcast(x, shape, left.stream().map(all::indexOf).toList()),
            b.broadcast(turned, shape, order.stream().map(all::indexOf).toList()));
    List<Integer> kept = all.stream().filter(result::contains).toList();
    Node sum =
        b.sum(
            product,
            all.stream().filter(label -> !result.contains(label)).map(all::indexOf).toList());
    return b.transpose(sum, result.stream().map(kept::indexOf).toList());
  }

  /** Three steps over a tensor that grows, with a state of its shape; the last state or the sum. */
  private void scan() {
    Node x = any();
    Node size = partner(x);
    if (x.shape().rank() == 0 || x.shape().rank() > 2 || x.type() != ElementType.FLOAT) {
      return;
    }
    Size length = varies && random.nextBoolean() ? Size.of(TIME) : Size.of(3);
    var sizes = new ArrayList<>(List.of(length));
    sizes.addAll(x.shape().sizes());
    Shape shape = new Shape(sizes);
    Node sequence = b.map(ScalarFunction.MULTIPLY, b.broadcastTo(x, shape), b.iota(shape, 0));
    var scan = new ScanBuilder(b, length, random.nextBoolean());
    Node state = scan.carry(x);
    Node element = scan.step().map(ScalarFunction.TANH, scan.element(sequence));
    Node next =
        scan.step()
            .map(
                pick(ScalarFunction.ADD, ScalarFunction.MULTIPLY, ScalarFunction.SUBTRACT),
                scan.step().map(ScalarFunction.TANH, state),
                random.nextBoolean() ? element : scan.capture(size));
    scan.next(next);
    int sum = scan.stack(scan.step().sum(next));
    int all = scan.stack(random.nextBoolean() ? state : next);
    List<Node> results = scan.build();
    switch (random.nextInt(3)) {
      case 0 -> add(results.get(0), false);
      case 1 -> add(b.map(ScalarFunction.MULTIPLY, results.get(sum), b.constant(0.25)), false);
      default -> add(results.get(all), false);
    }
  }

  private void movement() {
    Node x = any();
    Shape shape = x.shape();
    int rank = shape.rank();
    if (rank == 0) {
      return;
    }
    int axis = rank - 1;
    if (varies && random.nextBoolean()) {
      along(x);
      return;
    }
    boolean known = shape.size(axis).isKnown();
    long size = known ? shape.size(axis).value() : 0;
    switch (random.nextInt(7)) {
      case 0 -> {
        var order = new ArrayList<Integer>();
        for (int i = 0; i < rank; i++) {
          order.add(random.nextInt(order.size() + 1), i);
        }
        add(b.transpose(x, order), exact.contains(x));
      }
      case 1 -> {
        var sizes = new ArrayList<>(shape.sizes());
        if (rank > 1 && known && shape.size(axis - 1).isKnown()) {
          Size last = sizes.remove(axis);
          sizes.set(axis - 1, sizes.get(axis - 1).times(last));
        } else if (rank < 3) {
          sizes.add(random.nextInt(rank) + 1, Size.ONE);
        }
        add(b.reshape(x, new Shape(sizes)), exact.contains(x));
      }
      case 2 -> {
        if (known && size > 1) {
          long start = random.nextLong(size);
          long taken = 1 + random.nextLong(size - start);
          add(b.slice(x, at(rank, start), with(shape, taken)), exact.contains(x));
        }
      }
      case 3 -> {
        if (known && size < 12) {
          long before = random.nextLong(3);
          long total = before + size + random.nextLong(3);
          add(b.pad(x, at(rank, before), with(shape, total)), exact.contains(x));
        }
      }
      case 4 -> {
        if (known && size > 1 && rank < 3) {
          long start = random.nextLong(size - 1);
          long stride = pick(1L, 2L);
          long window = 1 + random.nextLong(Math.min(3, size - start));
          long count = (size - start - window) / stride + 1;
          add(
              b.window(x, axis, start, List.of(stride, 1L), Shape.of(count, window).sizes()),
              exact.contains(x));
        }
      }
      case 5 -> {
        if (rank > 1 && known && shape.size(axis - 1).isKnown() && x.type() == ElementType.FLOAT) {
          long start = random.nextLong(2);
          long stride = pick(1L, 2L);
          long last = start + stride * (shape.size(axis - 1).value() - 1) + size - 1;
          if (last < 12) {
            add(
                b.fold(
                    x, axis - 1, start, List.of(stride, 1L), Size.of(last + 1 + random.nextInt(2))),
                false);
          }
        }
      }
      default -> {
        if (known && size < 12 && x.type() == ElementType.FLOAT) {
          add(b.concat(List.of(x, unary(x)), axis), false);
        }
      }
    }
  }

  /** A movement along an axis that varies, where there is one. */
  private void along(Node x) {
    List<Size> sizes = x.shape().sizes();
    int axis = 0;
    while (axis < sizes.size()
        && sizes.get(axis).symbols().stream().noneMatch(s -> s.bound() > 0)) {
      axis++;
    }
    if (axis == sizes.size()
        || sizes.get(axis).symbols().size() > 1
        || bound(sizes.get(axis)) > 20) {
      return;
    }
    int at = axis;
    Size size = sizes.get(axis);
    boolean isExact = exact.contains(x);
    switch (random.nextInt(6)) {
      case 0 -> add(b.pad(x, at(x, at, Size.of(1)), with(x, at, size.plus(Size.of(3)))), isExact);
      case 1 -> add(b.concat(List.of(x, x), at), isExact);
      case 2 -> {
        Node wide = b.pad(x, at(x, at, Size.of(2)), with(x, at, size.plus(Size.of(2))));
        if (sizes.size() < 3) {
          List<Size> windows = List.of(size, Size.of(3));
          add(b.window(wide, at, 0, List.of(1L, 1L), windows), isExact);
        }
      }
      case 3 -> {
        if (at + 1 < sizes.size() && sizes.get(at + 1).isKnown() && x.type() == ElementType.FLOAT) {
          Size end = size.plus(sizes.get(at + 1));
          add(b.fold(x, at, 0, List.of(1L, 1L), end), false);
        }
      }
      case 4 -> {
        Node wide = b.concat(List.of(x, x), at);
        add(b.slice(wide, at(x, at, size), x.shape()), isExact);
      }
      default -> {
        Node last = b.slice(x, at(x, at, size.minus(Size.ONE)), with(x, at, Size.ONE));
        add(last, isExact);
      }
    }
  }

  private static long bound(Size size) {
    return size.symbols().stream()
        .mapToLong(Symbol::bound)
        .reduce(size.coefficient(), (a, c) -> a * c);
  }

  private static List<Size> at(Node x, int axis, Size position) {
    var starts = new ArrayList<>(Collections.nCopies(x.shape().rank(), Size.of(0)));
    starts.set(axis, position);
    return starts;
  }

  private static Shape with(Node x, int axis, Size size) {
    var sizes = new ArrayList<>(x.shape().sizes());
    sizes.set(axis, size);
    return new Shape(sizes);
  }

  /** Slices picked from a tensor by exact positions, or added up by them. */
  private void lookUp() {
    Node x = any();
    Node positions = positions();
    int rank = positions.shape().rank();
    int batch = 0;
    while (batch < rank
        && batch < x.shape().rank() - 1
        && x.shape().size(batch).equals(positions.shape().size(batch))
        && (random.nextBoolean() || x.shape().size(batch).equals(Size.ROWS))) {
      batch++;
    }
    boolean rowsTwice =
        x.shape()
                .sizes()
                .subList(Math.min(batch, x.shape().rank()), x.shape().rank())
                .contains(Size.ROWS)
            && positions.shape().sizes().contains(Size.ROWS);
    boolean picks = x.shape().rank() > batch && !rowsTwice && x.shape().rank() + rank - batch <= 4;
    if (picks && x.shape().size(batch).isKnown()) {
      add(b.gather(x, positions, batch), exact.contains(x));
    }
    boolean begins =
        x.shape().rank() >= rank
            && x.shape().sizes().subList(0, rank).equals(positions.shape().sizes());
    // Rows are added up across the batch only where they are not its axis.
    if (begins && x.type() == ElementType.FLOAT) {
      int shared = random.nextInt(rank + 1);
      Node sums = b.scatter(x, positions, shared, Size.of(pick(1, 3, 5)));
      add(b.map(ScalarFunction.MULTIPLY, sums, b.constant(0.25)), false);
    }
  }

  private Node positions() {
    List<Node> fitting =
        exact.stream().filter(n -> n.shape().rank() <= 2 && n.type() != ElementType.BOOL).toList();
    return fitting.get(random.nextInt(fitting.size()));
  }

  private static List<Size> at(int rank, long last) {
    var starts = new ArrayList<Size>();
    for (int i = 0; i < rank; i++) {
      starts.add(Size.of(i == rank - 1 ? last : 0));
    }
    return starts;
  }

  private static Shape with(Shape shape, long last) {
    var sizes = new ArrayList<>(shape.sizes());
    sizes.set(sizes.size() - 1, Size.of(last));
    return new Shape(sizes);
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
