package dev.tulle.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.tulle.compiler.codegen.product.ProductEmitter;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.Buffer;
import dev.tulle.compiler.plan.FunctionPlan;
import dev.tulle.compiler.plan.Kernel;
import dev.tulle.compiler.plan.Place;
import dev.tulle.compiler.plan.Repeat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The calls of a function's kernels.
 *
 * <p>They name {@code workspace}, {@code weights}, {@code gradients}, {@code slots}, {@code
 * numbers}, {@code rows}, {@code room}, {@code seed} and {@code step} of the place where they
 * stand.
 */
final class Steps {
  /** Work of a piece, in units of an addition: some five microseconds. */
  private static final long WORTH = 1 << 16;

  /** More pieces than this do not spread the work better. */
  private static final int MOST = 16;

  /** What is done one after the other. */
  sealed interface Step {
    /** The calls in it, each once. */
    Stream<Call> calls();
  }

  /**
   * The loop of a scan.
   *
   * @param loop its number and how it counts
   * @param count an {@code int} expression of how many turns there are
   * @param steps of a turn
   * @param comment the line of the net
   */
  record Turns(Repeat loop, String count, List<Step> steps, String comment) implements Step {
    @Override
    public Stream<Call> calls() {
      return steps.stream().flatMap(Step::calls);
    }

    /** The names that change from turn to turn, the position first. */
    List<String> names() {
      return loop.alternates()
          ? List.of(loop.at().name(), loop.from().name(), loop.to().name())
          : List.of(loop.at().name());
    }
  }

  /**
   * A kernel's call.
   *
   * @param entry the method
   * @param arguments all but piece and pieces
   * @param pieces an {@code int} expression
   * @param comment the line of the net
   */
  record Call(KernelLibrary.Entry entry, String arguments, CodeBlock pieces, String comment)
      implements Step {
    @Override
    public Stream<Call> calls() {
      return Stream.of(this);
    }
  }

  private final FunctionPlan plan;
  private final KernelLibrary library;
  private final boolean fixed;
  private final Map<Node, Integer> numbers = new HashMap<>();

  /**
   * @param firstNumber where the function's numbers begin in {@code numbers}
   */
  Steps(FunctionPlan plan, KernelLibrary library, int firstNumber) {
    this(plan, library, firstNumber, true);
  }

  /**
   * @param fixed whether the workspace has a part, {@code FIXED} floats, that does not grow with
   *     the rows
   */
  Steps(FunctionPlan plan, KernelLibrary library, int firstNumber, boolean fixed) {
    this.fixed = fixed;
    this.plan = plan;
    this.library = library;
    for (Node node : plan.host()) {
      numbers.put(node, firstNumber + numbers.size());
    }
  }

  /** How many numbers the function has. */
  int numberCount() {
    return numbers.size();
  }

  /** Statements that compute the host's numbers. */
  String numberStatements() {
    var lines = new Lines();
    Map<Node, String> names = new HashMap<>();
    for (Node node : plan.host()) {
      String name = "n" + numbers.get(node);
      names.put(node, name);
      lines.add("double " + name + " = " + HostCode.of(node, names, Map.of()) + ";");
      lines.add("numbers[" + numbers.get(node) + "] = (float) " + name + ";");
    }
    return lines.toString();
  }

  List<Step> steps() {
    return plan.steps().stream().map(this::step).toList();
  }

  /** All calls, those in loops once. */
  List<Call> calls() {
    return steps().stream().flatMap(Step::calls).toList();
  }

  /** The names that loops change, each once. */
  List<String> turning() {
    return turning(steps()).distinct().toList();
  }

  private static Stream<String> turning(List<Step> steps) {
    return steps.stream()
        .flatMap(
            s ->
                s instanceof Turns turns
                    ? Stream.concat(turns.names().stream(), turning(turns.steps()))
                    : Stream.of());
  }

  private Step step(dev.tulle.compiler.plan.Step step) {
    if (step instanceof Repeat loop) {
      return new Turns(
          loop,
          Sizes.of(loop.count()),
          loop.steps().stream().map(this::step).toList(),
          Origins.comment(loop.origin()));
    }
    Kernel kernel = (Kernel) step;
    KernelLibrary.Entry entry = library.add(kernel);
    return new Call(
        entry, arguments(entry.arguments()), pieces(kernel), Origins.comment(kernel.origin()));
  }

  /**
   * The first float of a buffer of the workspace; what grows with the rows lies behind the rest.
   */
  String offset(Buffer buffer) {
    Place place = plan.place(buffer);
    boolean rows = !buffer.base().count().isKnown() && place.region() == Place.Region.WORKSPACE;
    String whole = rows ? rows(place.perRow(), fixed) : Long.toString(place.fixed());
    var terms = new ArrayList<String>();
    if (!whole.equals("0") || buffer.starts().isEmpty()) {
      terms.add(whole);
    }
    buffer.starts().forEach(s -> terms.add(Sizes.of(s)));
    return String.join(" + ", terms);
  }

  /** Where a stretch begins that so many floats a row come before. */
  static String rows(long before) {
    return rows(before, true);
  }

  static String rows(long before, boolean fixed) {
    if (before == 0) {
      return fixed ? "FIXED" : "0";
    }
    return (fixed ? "FIXED + " : "") + (before == 1 ? "room" : before + " * room");
  }

  private String arguments(Arguments arguments) {
    var texts = new ArrayList<String>();
    for (Buffer buffer : arguments.buffers()) {
      Place place = plan.place(buffer);
      texts.add(
          switch (place.region()) {
            case WORKSPACE -> "workspace";
            case WEIGHTS -> "weights";
            case GRADIENTS -> "gradients";
            case SLOTS -> "slots";
          });
      texts.add(offset(buffer));
    }
    arguments.numbers().forEach(n -> texts.add("numbers[" + numbers.get(n) + "]"));
    arguments.keys().forEach(k -> texts.add("RandomNumbers.key(seed, step, " + k + ")"));
    if (arguments.takesRows()) {
      texts.add("rows");
    }
    if (arguments.isCounted()) {
      texts.add(Sizes.of(arguments.count()));
    }
    return String.join(", ", texts);
  }

  private static CodeBlock pieces(Kernel kernel) {
    if (kernel instanceof Kernel.Product product) {
      return ProductEmitter.pieces(product.shape(), s -> CodeBlock.of("$L", Sizes.of(s)));
    }
    var loop = (Kernel.Loop) kernel;
    boolean whole =
        loop.outer().isEmpty()
            && !loop.columns()
            && loop.stages().stream().anyMatch(s -> !s.reductions().isEmpty());
    if (whole || loop.inner().isEmpty()) {
      return CodeBlock.of("1");
    }
    Size count = loop.loops().stream().reduce(Size.ONE, Size::times);
    long cost = Math.multiplyExact(count.coefficient(), (long) loop.cost());
    if (count.isKnown()) {
      return CodeBlock.of("$L", Math.max(1, Math.min(MOST, cost / WORTH)));
    }
    if (count.symbols().size() > 1) {
      return CodeBlock.of("1");
    }
    String symbol = count.symbols().get(0).name();
    return CodeBlock.of(
        "(int) Math.max(1, Math.min($L, $L * $LL / $L))", MOST, symbol, cost, WORTH);
  }
}
