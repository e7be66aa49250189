package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Program;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plans every function of a program.
 *
 * <p>Before: canonical graphs. After: kernels in order, and a place for every float. Invariant:
 * equal programs give equal plans, and no plan depends on the number of threads.
 */
public final class ProgramPlanner {
  private final Program program;
  private final Placed weights;
  private final @Nullable Placed slots;
  private final Map<String, Long> ports = new LinkedHashMap<>();
  private long portFloats;

  private final TrainingStrips.Rows stripRows;

  private ProgramPlanner(Program program, TrainingStrips.Rows stripRows) {
    this.program = program;
    this.stripRows = stripRows;
    Program.Training training = program.training();
    Set<String> trained = training == null ? Set.of() : new HashSet<>(training.trained());
    var stored = new ArrayList<>(program.parameters());
    stored.addAll(program.states());
    this.weights = Placed.of(stored, trained);
    this.slots = training == null ? null : Placed.of(training.slots(), trained);
  }

  public static ProgramPlan plan(Program program) {
    return plan(program, TrainingStrips::rows);
  }

  /**
   * A plan whose training goes through a batch in other strips.
   *
   * @param stripRows the rows of each
   */
  static ProgramPlan plan(Program program, TrainingStrips.Rows stripRows) {
    return new ProgramPlanner(program, stripRows).plan();
  }

  private ProgramPlan plan() {
    addPorts(program.inputs());
    var serving = new FunctionPlanner.Extent(ProgramPlan.LEAD, portFloats);
    ProgramPlan.Serving served =
        new FunctionPlanner(program.predict()).planServing(this::place, serving);
    FunctionPlan initial = function(program.initial(), serving);
    ProgramPlan.Workspace whole = serving.workspace();
    int rows = ServingRows.of(whole, weights.length());
    List<Step> steps = StripPlanner.plan(served.predict().steps(), rows);
    long fewer = ServingRows.near(whole);
    if (ServingRows.gain(fewer, rows, steps, weights.length())) {
      rows = (int) fewer;
      steps = StripPlanner.plan(served.predict().steps(), rows);
    }
    var parted = new FunctionPlanner.Extent(ProgramPlan.LEAD, portFloats);
    FunctionPlan predict = parted.place(served.predict(), steps);
    FunctionPlan besides = parted.place(initial, initial.steps());
    // Where most of the memory lies outside of strips, it is moved all the same.
    if (2 * parted.workspace().bytes(rows) <= whole.bytes(rows)) {
      served = new ProgramPlan.Serving(predict, served.load(), served.panels());
      initial = besides;
      serving = parted;
      rows = ServingRows.of(serving.workspace(), whole, rows);
    }
    addPorts(program.targets());
    return new ProgramPlan(
        program,
        weights,
        Map.copyOf(ports),
        served,
        initial,
        serving.workspace(),
        rows,
        training());
  }

  private ProgramPlan.@Nullable Training training() {
    Program.Training training = program.training();
    if (training == null || slots == null) {
      return null;
    }
    FunctionPlanner.Extent ofGradient = extent();
    FunctionPlan gradient = function(training.gradient(), ofGradient);
    FunctionPlanner.Extent ofEvaluation = extent();
    FunctionPlan evaluate = function(training.evaluate(), ofEvaluation);
    int batch = training.recipe().batch();
    long rows = stripRows.of(ofGradient.perRow - portFloats, weights.length(), batch);
    if (rows < batch) {
      List<Step> strips = TrainingStrips.plan(gradient.steps(), rows);
      FunctionPlanner.Extent parted = extent();
      parted.place(gradient, strips);
      // Evaluation has the room of the gradient's strips: what lies for all rows would be besides.
      long row = Math.max(1, ofEvaluation.perRow - portFloats);
      long fitting = Math.max(1, Math.min(Integer.MAX_VALUE, parted.strip / row));
      List<Step> others = TrainingStrips.plan(evaluate.steps(), fitting);
      parted.place(evaluate, others);
      FunctionPlanner.Extent whole = extent();
      whole.place(gradient, gradient.steps());
      whole.place(evaluate, evaluate.steps());
      if (parted.workspace().bytes(batch) < whole.workspace().bytes(batch)) {
        gradient = gradient.with(strips, Map.of());
        evaluate = evaluate.with(others, Map.of());
      }
    }
    FunctionPlanner.Extent extent = extent();
    FunctionPlan initial = function(training.initial(), extent);
    gradient = extent.place(gradient, gradient.steps());
    evaluate = extent.place(evaluate, evaluate.steps());
    FunctionPlan update = function(training.update(), extent);
    return new ProgramPlan.Training(slots, initial, gradient, evaluate, update, extent.workspace());
  }

  /** What inputs and targets leave of a workspace. */
  private FunctionPlanner.Extent extent() {
    return new FunctionPlanner.Extent(ProgramPlan.LEAD, portFloats);
  }

  private void addPorts(List<Program.Port> added) {
    for (Program.Port port : added) {
      ports.put(port.name(), portFloats);
      // Whole vectors, so that what lies behind begins with one, however many rows there are.
      portFloats += (BufferPlanner.floats(port.shape().count()) + 15) / 16 * 16;
    }
  }

  private FunctionPlan function(Graph graph, FunctionPlanner.Extent extent) {
    return new FunctionPlanner(graph).plan(this::place, extent);
  }

  /** The home of a tensor that a graph reads or writes outside. */
  private Place place(Buffer buffer) {
    String name = buffer.name();
    if (buffer.storage() == null) {
      throw new IllegalStateException(buffer + " should lie in the workspace");
    }
    return switch (buffer.storage()) {
      case INPUT, TARGET -> {
        Long offset = ports.get(name);
        if (offset == null) {
          throw new IllegalStateException("nothing is given as " + name);
        }
        yield new Place(Place.Region.WORKSPACE, 0, offset);
      }
      case PARAMETER, STATE -> new Place(Place.Region.WEIGHTS, weights.offset(name), 0);
      case GRADIENT -> new Place(Place.Region.GRADIENTS, weights.offset(name), 0);
      case SLOT -> {
        if (slots == null) {
          throw new IllegalStateException("a slot without training: " + name);
        }
        yield new Place(Place.Region.SLOTS, slots.offset(name), 0);
      }
      case OUTPUT, LOSS, SUM, HOST, CARRIED, ELEMENT, CAPTURED, STACKED ->
          throw new IllegalStateException(buffer + " has no home of its own");
    };
  }
}
