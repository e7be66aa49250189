package dev.tulle.compiler.codegen;

import dev.tulle.compiler.codegen.product.Mentions;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.ir.Symbol;
import dev.tulle.compiler.plan.Buffer;
import dev.tulle.compiler.plan.FunctionPlan;
import dev.tulle.compiler.plan.Kernel;
import dev.tulle.compiler.plan.Place;
import dev.tulle.compiler.plan.Repeat;
import dev.tulle.compiler.plan.Strips;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a function's kernels.
 *
 * <p>They name {@code workspace}, {@code weights}, {@code panels}, {@code gradients}, {@code
 * slots}, {@code numbers}, {@code rows}, {@code seed} and {@code step} of the place where they
 * stand.
 */
final class Steps {
  /** What is done one after the other. */
  sealed interface Step {
    /** The calls in it, each once. */
    Stream<Call> calls();

    /** The loops in it, the outer ones first. */
    Stream<Turns> loops();

    /** Whether it names something that stands around it. */
    boolean names(String name);

    /** The line of the net. */
    String comment();
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

    @Override
    public Stream<Turns> loops() {
      return Stream.concat(Stream.of(this), steps.stream().flatMap(Step::loops));
    }

    @Override
    public boolean names(String name) {
      boolean own = names().contains(name);
      return !own && (Mentions.of(name, count) || steps.stream().anyMatch(s -> s.names(name)));
    }

    /** The names that change from turn to turn, the position first. */
    List<String> names() {
      return loop.alternates()
          ? List.of(loop.at().name(), loop.from().name(), loop.to().name())
          : List.of(loop.at().name());
    }
  }

  /**
   * The loop of a scan for some of the rows. Within it {@code rows} are those.
   *
   * @param turns the loop
   * @param pieces an {@code int} expression of into how many pieces all rows are cut
   */
  record RowLoop(Turns turns, String pieces) implements Step {
    /** Within the loop, how many rows come before these. */
    static final String FIRST = Strips.FIRST.variable();

    @Override
    public Stream<Call> calls() {
      return turns.calls();
    }

    @Override
    public Stream<Turns> loops() {
      return Stream.of();
    }

    @Override
    public boolean names(String name) {
      return name.equals("rows") || (!name.equals(FIRST) && turns.names(name));
    }

    @Override
    public String comment() {
      return turns.comment();
    }
  }

  /**
   * The loop over strips of rows. Within it {@code rows} are those of the strip.
   *
   * @param strips the rows of each
   * @param clears statements that make zeros of what strips add to
   * @param steps of a strip
   * @param comment the line of the net where they begin
   */
  record StripLoop(Strips strips, List<String> clears, List<Step> steps, String comment)
      implements Step {
    /** Within the loop, all rows. */
    static final String ALL = "all";

    /** Within the loop, how many rows come before the strip. */
    static final String FIRST = Strips.FIRST.variable();

    @Override
    public Stream<Call> calls() {
      return steps.stream().flatMap(Step::calls);
    }

    @Override
    public Stream<Turns> loops() {
      return Stream.of();
    }

    @Override
    public boolean names(String name) {
      boolean own = name.equals(ALL) || name.equals(FIRST);
      return name.equals("rows") || (!own && steps.stream().anyMatch(s -> s.names(name)));
    }
  }

  /**
   * A kernel's call.
   *
   * @param kernel what is computed
   * @param entry the method
   * @param arguments all but piece and pieces
   * @param pieces an {@code int} expression
   * @param comment the line of the net
   */
  record Call(
      Kernel kernel, KernelLibrary.Entry entry, String arguments, String pieces, String comment)
      implements Step {
    @Override
    public Stream<Call> calls() {
      return Stream.of(this);
    }

    @Override
    public Stream<Turns> loops() {
      return Stream.of();
    }

    @Override
    public boolean names(String name) {
      return Mentions.of(name, arguments);
    }

    /** Whether it is always one piece. */
    boolean isWhole() {
      return pieces.equals("1");
    }

    /** The call, of a piece or of all. */
    String call(String piece) {
      return "KERNELS.%s(%s%s);"
          .formatted(entry.name(), arguments, entry.pieced() ? ", " + piece : "");
    }
  }

  private final FunctionPlan plan;
  private final KernelLibrary library;
  private final Offsets offsets;
  private final Map<Node, Integer> numbers = new HashMap<>();
  private @Nullable List<Step> steps;

  /**
   * @param firstNumber where the function's numbers begin in {@code numbers}
   */
  Steps(FunctionPlan plan, KernelLibrary library, Offsets offsets, int firstNumber) {
    this.plan = plan;
    this.library = library;
    this.offsets = offsets;
    library.add(plan);
    Set<Node> needed = new HashSet<>();
    plan.kernels().forEach(k -> needed.addAll(new Arguments(k).numbers()));
    for (Node number : plan.host()) {
      if (needed.contains(number)) {
        numbers.put(number, firstNumber + numbers.size());
      }
    }
    if (numbers.size() != needed.size()) {
      throw new IllegalStateException("kernels of " + plan.name() + " need what no host computes");
    }
  }

  FunctionPlan plan() {
    return plan;
  }

  /** The lengths that its calls and numbers may name. */
  Set<Symbol> lengths() {
    Set<Symbol> found = new TreeSet<>();
    plan.steps().forEach(s -> lengths(s, found));
    for (Node node : plan.host()) {
      if (node.op() instanceof Op.Extent extent) {
        found.addAll(extent.size().symbols());
      }
    }
    found.removeIf(s -> !KernelLengths.varies(s));
    return found;
  }

  /**
   * Those of {@link #lengths} that calls and numbers do name.
   *
   * @param taken as for {@link #numberStatements}
   */
  List<Symbol> namedLengths(String... taken) {
    String statements = numberStatements(taken);
    return lengths().stream()
        .filter(
            l ->
                Mentions.of(l.variable(), statements)
                    || steps().stream().anyMatch(s -> s.names(l.variable())))
        .toList();
  }

  private static void lengths(dev.tulle.compiler.plan.Step step, Set<Symbol> found) {
    if (step instanceof Repeat loop) {
      found.addAll(loop.count().symbols());
      loop.steps().forEach(s -> lengths(s, found));
    } else if (step instanceof Strips strips) {
      strips.steps().forEach(s -> lengths(s, found));
    } else {
      Kernel kernel = (Kernel) step;
      found.addAll(KernelLengths.of(kernel));
      kernel.buffers().flatMap(b -> b.starts().stream()).forEach(s -> found.addAll(s.symbols()));
    }
  }

  /** How many numbers the function has. */
  int numberCount() {
    return numbers.size();
  }

  /**
   * Statements that compute the host's numbers.
   *
   * @param taken names that stand around them
   */
  String numberStatements(String... taken) {
    var lines = new Lines();
    var locals = new Identifiers.Taken(List.of(taken));
    Map<Node, Expression> names = new HashMap<>();
    for (Node node : plan.host()) {
      boolean kept = numbers.containsKey(node);
      if (!(node.op() instanceof Op.Read) && (kept || uses(node) > 1)) {
        String name = locals.numbered(HostNames.of(node, plan.name()), "");
        String value =
            node.op() instanceof Op.Extent extent
                ? Sizes.of(extent.size())
                : HostCode.of(node, names, Map.of()).text();
        lines.add("double " + name + " = " + value + ";");
        names.put(node, Expression.primary(name));
      }
      if (kept) {
        Expression value = HostCode.of(node, names, Map.of());
        lines.add(
            "numbers[%s] = (float) %s;"
                .formatted(
                    numbers.get(node), names.getOrDefault(node, value).operand(Expression.UNARY)));
      }
    }
    return lines.toString();
  }

  private long uses(Node node) {
    return plan.host().stream()
        .flatMap(n -> n.inputs().stream())
        .filter(input -> input == node)
        .count();
  }

  List<Step> steps() {
    if (steps == null) {
      steps = plan.steps().stream().map(s -> step(s, offsets::of)).toList();
    }
    return steps;
  }

  private Step step(dev.tulle.compiler.plan.Step step, Begin begin) {
    if (step instanceof Repeat loop) {
      Begin within = loop.byRows() ? offsets::ofRows : begin;
      var turns =
          new Turns(
              loop,
              Sizes.of(loop.count()),
              loop.steps().stream().map(s -> step(s, within)).toList(),
              Origins.comment(loop.origin()));
      return loop.byRows() ? new RowLoop(turns, Pieces.ofRows(loop).toString()) : turns;
    }
    if (step instanceof Strips strips) {
      return new StripLoop(
          strips,
          Clears.of(strips.cleared(), plan::place, offsets::of),
          strips.steps().stream().<Step>map(k -> call(k, offsets::ofStrip)).toList(),
          Origins.comment(strips.steps().get(0).origin()));
    }
    return call((Kernel) step, begin);
  }

  /** Says where a buffer of that place and maker begins. */
  private interface Begin {
    String of(Buffer buffer, Place place, String maker);
  }

  private Call call(Kernel kernel, Begin begin) {
    KernelLibrary.Entry entry = library.entry(kernel);
    return new Call(
        kernel,
        entry,
        arguments(entry.arguments(), maker(kernel), begin),
        Pieces.of(kernel).toString(),
        Origins.comment(kernel.origin()));
  }

  /** All calls, those in loops once. */
  List<Call> calls() {
    return steps().stream().flatMap(Step::calls).toList();
  }

  /** The first float of what is written as the tensor of that name. */
  String offset(Storage storage, String name) {
    for (Map.Entry<Buffer, Place> entry : plan.places().entrySet()) {
      Buffer buffer = entry.getKey();
      if (buffer.storage() == storage && buffer.name().equals(name)) {
        return offsets.of(buffer, entry.getValue());
      }
    }
    throw new IllegalStateException("nothing computes " + storage + " " + name);
  }

  /** What comments call a kernel. */
  String maker(Kernel kernel) {
    String name = Words.camel(library.names().of(kernel, plan.name()));
    return "{@code %s}%s".formatted(name, plan.name().equals("evaluate") ? " in evaluation" : "");
  }

  private String arguments(Arguments arguments, String maker, Begin begin) {
    var texts = new ArrayList<String>();
    for (Buffer buffer : arguments.buffers()) {
      Place place = plan.place(buffer);
      texts.add(
          switch (place.region()) {
            case WORKSPACE, STRIP -> "workspace";
            case WEIGHTS -> "weights";
            case GRADIENTS -> "gradients";
            case SLOTS -> "slots";
            case PANELS -> "panels";
          });
      texts.add(begin.of(buffer, place, arguments.isWritten(buffer) ? maker : ""));
    }
    arguments.numbers().forEach(n -> texts.add("numbers[" + numbers.get(n) + "]"));
    arguments.keys().forEach(k -> texts.add("RandomNumbers.key(seed, step, " + k + ")"));
    if (arguments.takesRows()) {
      texts.add("rows");
    }
    arguments.lengths().forEach(l -> texts.add(l.variable()));
    if (arguments.isCounted()) {
      texts.add(Sizes.of(arguments.count()));
    }
    return String.join(", ", texts);
  }
}
