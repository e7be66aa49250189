package dev.tulle.compiler.codegen;

import com.palantir.javapoet.ClassName;
import dev.tulle.compiler.codegen.product.Mentions;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.ir.Recipe;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.ir.Sum;
import dev.tulle.compiler.ir.Symbol;
import dev.tulle.compiler.plan.ProgramPlan;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Writes what a training class computes: the beginning, gradients, evaluation and the update, each
 * a few methods of kernels in order.
 */
final class TrainingFunctions {
  private final Program.Training training;
  private final ProgramPlan.Training planned;
  private final ClassName serving;
  private final Steps initial;
  private final Steps gradient;
  private final Steps evaluate;
  private final Steps update;
  private final PortLengths lengths;
  private final SharedSteps shared;

  TrainingFunctions(
      ProgramPlan.Training planned,
      Program.Training training,
      ClassName serving,
      KernelLibrary library,
      Offsets offsets,
      PortLengths lengths) {
    this.planned = planned;
    this.training = training;
    this.serving = serving;
    this.lengths = lengths;
    int numbers = 0;
    initial = new Steps(planned.initial(), library, offsets, numbers);
    numbers += initial.numberCount();
    gradient = new Steps(planned.gradient(), library, offsets, numbers);
    numbers += gradient.numberCount();
    evaluate = new Steps(planned.evaluate(), library, offsets, numbers);
    numbers += evaluate.numberCount();
    update = new Steps(planned.update(), library, offsets, numbers);
    shared = new SharedSteps(all(), library);
  }

  private List<Steps> all() {
    return List.of(initial, gradient, evaluate, update);
  }

  int numberCount() {
    return all().stream().mapToInt(Steps::numberCount).sum();
  }

  /** What the threads of a pool do together. */
  SharedSteps shared() {
    return shared;
  }

  /** Whether a field's name stands in a call of a kernel. */
  boolean names(String field) {
    return all().stream()
        .flatMap(s -> s.calls().stream())
        .anyMatch(c -> Mentions.of(field, c.arguments() + " " + c.pieces()));
  }

  /** Whether any function goes through the batch in strips of rows. */
  boolean hasStrips() {
    return all().stream().anyMatch(f -> InStrips.of(f.steps()).loop() != null);
  }

  /** The loops of all functions, those with the same names beside each other. */
  List<Steps.Turns> loops() {
    return all().stream()
        .flatMap(s -> s.steps().stream())
        .flatMap(Steps.Step::loops)
        .sorted(Comparator.comparingInt(t -> t.loop().number()))
        .toList();
  }

  /** Sets fields that kernels are called with: to the parameter of their name, or to 0. */
  private String kept(String... fields) {
    Lines lines = new Lines();
    for (String field : fields) {
      String name = field.replaceFirst(" = .*", "");
      if (names(name)) {
        lines.add("this." + name + " = " + (field.equals(name) ? name : "0") + ";");
      }
    }
    return lines.toString();
  }

  /** The lengths that are fields: what any call of a kernel names, a number or a loop. */
  List<Symbol> lengthFields() {
    Set<Symbol> found = new TreeSet<>();
    Stream.of(gradient, evaluate).forEach(s -> found.addAll(named(s)));
    return List.copyOf(found);
  }

  private static List<Symbol> named(Steps function) {
    return function.namedLengths("rows", "seed", "step");
  }

  /** Sets the lengths that a function names. */
  private String keptLengths(Steps function) {
    Lines lines = new Lines();
    for (Symbol length : named(function)) {
      Sum sum = length.sum();
      String value = sum == null ? at(length) : sum.text();
      if (sum != null) {
        for (Symbol part : sum.symbols().distinct().toList()) {
          value = value.replaceAll("\\b" + part.variable() + "\\b", at(part));
        }
        value = lengths.checked(sum, value);
      }
      lines.add(length.variable() + " = " + value + ";");
    }
    return lines.toString();
  }

  private String at(Symbol length) {
    return "lengths[" + lengths.symbols().indexOf(length) + "]";
  }

  void add(Members members) {
    List<StepMethods.Part> slots = StepMethods.parts("initializeSlots", initial.steps());
    members.override(
        "public void",
        "initialize",
        "long seed",
        "%s.initialize(weights, seed);\n".formatted(TypedText.own(serving))
            + kept("rows = 0", "seed", "step = 0")
            + initial.numberStatements("seed")
            + StepMethods.calls(slots, p -> ""));
    run(members, slots, "What the optimizer remembers, before the first step");
    addGradient(members);
    addEvaluate(members);
    List<StepMethods.Part> moves = StepMethods.parts("moveWeights", update.steps());
    members.override(
        "public void",
        "update",
        "long step, long totalSteps, long epochSteps",
        kept("step")
            + host()
            + update.numberStatements("step", "totalSteps", "epochSteps", "clipScale", "stalls")
            + StepMethods.calls(moves, p -> ""));
    run(members, moves, "The optimizer: moves weights against their gradients");
  }

  private void addGradient(Members members) {
    InStrips strips = InStrips.of(gradient.steps());
    List<StepMethods.Part> prepare = StepMethods.parts("prepare", strips.before());
    List<List<Steps.Step>> phases = Phases.of(strips.within());
    List<StepMethods.Part> forward = StepMethods.parts("forward", phases.get(0));
    List<StepMethods.Part> losses = StepMethods.parts("loss", phases.get(1));
    List<StepMethods.Part> backward = StepMethods.parts("backward", phases.get(2));
    List<StepMethods.Part> finish = StepMethods.parts("finish", strips.behind());
    Lines values = new Lines();
    for (int i = 0; i < training.losses().size(); i++) {
      String at = gradient.offset(Storage.LOSS, training.losses().get(i));
      values.add("lossValues[%s] = workspace[%s];".formatted(i, at));
    }
    members.override(
        "public void",
        "gradient",
        "int rows, long seed, long step",
        "Lengths.rows(rows, capacity);\n"
            + kept("rows", "seed", "step")
            + keptLengths(gradient)
            + gradient.numberStatements("rows", "seed", "step")
            + strips.statements(
                StepMethods.calls(prepare, p -> ""),
                StepMethods.calls(forward, p -> "")
                    + StepMethods.calls(losses, p -> "")
                    + StepMethods.calls(backward, p -> ""),
                StepMethods.calls(finish, p -> ""))
            + values);
    run(members, prepare, "What is made of weights alone, once for all strips of rows");
    run(members, forward, "Forward: the net on the rows of a batch, in training mode");
    run(members, losses, "The losses, and their gradients by what they are made of");
    run(
        members,
        backward,
        "Backward: from the gradients behind each layer to those of its weights");
    run(members, finish, "What is made of the sums over all rows");
  }

  private void addEvaluate(Members members) {
    InStrips strips = InStrips.of(evaluate.steps());
    List<StepMethods.Part> prepare = StepMethods.parts("prepareSums", strips.before());
    List<StepMethods.Part> parts = StepMethods.parts("sumRows", strips.within());
    List<StepMethods.Part> finish = StepMethods.parts("finishSums", strips.behind());
    Lines values = new Lines();
    List<String> names = TrainingFacts.sumNames(training);
    for (int i = 0; i < names.size(); i++) {
      values.add(
          "sums[%s] = workspace[%s];".formatted(i, evaluate.offset(Storage.SUM, names.get(i))));
    }
    members.override(
        "public void",
        "evaluate",
        "int rows",
        "Lengths.rows(rows, capacity);\n"
            + kept("rows")
            + keptLengths(evaluate)
            + evaluate.numberStatements("rows")
            + strips.statements(
                StepMethods.calls(prepare, p -> ""),
                StepMethods.calls(parts, p -> ""),
                StepMethods.calls(finish, p -> ""))
            + values);
    run(members, prepare, "What is made of weights alone, once for all strips of rows");
    run(members, finish, "What is made of the sums over all rows");
    run(members, parts, "Forward in serving mode, and what losses and metrics sum over the rows");
  }

  /** What an update asks of the host besides numbers of the run. */
  private String host() {
    var lines = new Lines();
    Recipe.Clip clip = training.clip();
    if (asks("clip_scale")) {
      lines.add("double clipScale = clipScale(" + clip.limit() + ");");
    } else if (clip.kind() == Recipe.Clip.Kind.VALUE) {
      lines.add("checkGradients();");
    }
    for (int i = 0; i < training.recipe().plateaus().size(); i++) {
      if (asks("stalls:" + i)) {
        lines.add("long stalls%s = stalls[%s];".formatted(i, i));
      }
    }
    return lines.toString();
  }

  private boolean asks(String number) {
    return planned.update().host().stream()
        .anyMatch(n -> n.op() instanceof Op.Read read && read.name().equals(number));
  }

  private void run(Members members, List<StepMethods.Part> parts, String doc) {
    var style = new StepMethods.Style("private", List.of(), shared::call);
    StepMethods.add(members, parts, style, doc);
  }
}
