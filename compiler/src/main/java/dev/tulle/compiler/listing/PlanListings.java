package dev.tulle.compiler.listing;

import dev.tulle.compiler.codegen.JavaWriter;
import dev.tulle.compiler.codegen.KernelIndex;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.plan.Buffer;
import dev.tulle.compiler.plan.FunctionPlan;
import dev.tulle.compiler.plan.Kernel;
import dev.tulle.compiler.plan.Place;
import dev.tulle.compiler.plan.ProgramPlan;
import dev.tulle.compiler.plan.Repeat;
import dev.tulle.compiler.plan.Step;
import dev.tulle.compiler.plan.Strips;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the listing of a program from its plan. */
public final class PlanListings {
  private final ProgramPlan plan;
  private final KernelIndex index;

  private PlanListings(KernelIndex index) {
    this.index = index;
    plan = index.plan();
  }

  /**
   * Lists a program.
   *
   * @param rows that the figures are of; 0 for a row of predictions and the batch of training
   */
  public static PlanListing of(Program program, long rows) {
    return new PlanListings(JavaWriter.index(program)).listing(rows);
  }

  private PlanListing listing(long rows) {
    var functions = new ArrayList<PlanListing.Function>();
    long served = rows == 0 ? 1 : rows;
    functions.add(function("predict", plan.predict(), served, plan.serving()));
    Program.Training recipe = plan.program().training();
    ProgramPlan.Training training = plan.training();
    if (recipe != null && training != null) {
      long batch = rows == 0 ? recipe.recipe().batch() : rows;
      functions.add(function("gradient", training.gradient(), batch, training.workspace()));
      functions.add(function("update", training.update(), batch, training.workspace()));
      functions.add(function("evaluate", training.evaluate(), batch, training.workspace()));
    }
    if (plan.served().panels() > 0) {
      functions.add(function("load", plan.served().load(), 0, ProgramPlan.Workspace.NONE));
    }
    return new PlanListing(plan.program().name(), functions);
  }

  private PlanListing.Function function(
      String name, FunctionPlan function, long rows, ProgramPlan.Workspace workspace) {
    var work = new Work(rows, workspace);
    var kernels = new ArrayList<PlanListing.Kernel>();
    var lives = new LinkedHashMap<Buffer, PlanListing.Buffer>();
    var strips = new ArrayList<PlanListing.Strips>();
    list(function.steps(), 1, function, work, kernels, lives, strips);
    List<PlanListing.Buffer> buffers =
        lives.values().stream()
            .sorted(Comparator.comparingLong(PlanListing.Buffer::offset))
            .toList();
    return new PlanListing.Function(name, rows, kernels, strips, buffers, workspace.bytes(rows));
  }

  private void list(
      List<Step> steps,
      long runs,
      FunctionPlan function,
      Work work,
      List<PlanListing.Kernel> kernels,
      Map<Buffer, PlanListing.Buffer> lives,
      List<PlanListing.Strips> found) {
    for (Step step : steps) {
      if (step instanceof Repeat repeat) {
        long all = runs * work.of(repeat.count());
        list(repeat.steps(), all, function, work, kernels, lives, found);
        continue;
      }
      if (step instanceof Strips strips) {
        int first = kernels.size();
        Work each = work.inStrips(strips.rows());
        for (Kernel kernel : strips.steps()) {
          long all = isOfRows(kernel) ? runs : runs * each.strips();
          list(List.of(kernel), all, function, each, kernels, lives, found);
        }
        found.add(new PlanListing.Strips(first, kernels.size() - 1, strips.rows()));
        continue;
      }
      var kernel = (Kernel) step;
      int position = kernels.size();
      kernels.add(work.of(kernel, index.method(kernel), index.isVector(kernel), runs));
      kernel
          .buffers()
          .map(Buffer::base)
          .distinct()
          .filter(buffer -> isInWorkspace(function.place(buffer).region()))
          .forEach(buffer -> touch(buffer, position, function, work, lives));
    }
  }

  /** Whether strips share its work; each strip does all of it otherwise. */
  private static boolean isOfRows(Kernel kernel) {
    return kernel.buffers().anyMatch(b -> !b.count().isKnown());
  }

  private static boolean isInWorkspace(Place.Region region) {
    return region == Place.Region.WORKSPACE || region == Place.Region.STRIP;
  }

  private static void touch(
      Buffer buffer,
      int position,
      FunctionPlan function,
      Work work,
      Map<Buffer, PlanListing.Buffer> lives) {
    Place place = function.place(buffer);
    lives.merge(
        buffer,
        new PlanListing.Buffer(
            buffer.name(),
            work.offset(buffer, place),
            work.bytes(buffer, place),
            position,
            position),
        (a, b) -> new PlanListing.Buffer(a.name(), a.offset(), a.bytes(), a.first(), b.last()));
  }
}
