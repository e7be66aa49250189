package dev.tulle.compiler;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.opt.CanonicalisePass;
import dev.tulle.compiler.opt.CommonSubexpressionsPass;
import dev.tulle.compiler.opt.DeadCodePass;
import dev.tulle.compiler.opt.Pass;
import dev.tulle.compiler.opt.RecomputePass;
import dev.tulle.compiler.opt.ScanPass;
import dev.tulle.compiler.shape.GraphVerifier;
import java.util.List;
import java.util.function.BiConsumer;

/** The passes over each graph, in their order, each with the verifier behind it. */
public final class Passes {
  /**
   * Canonical forms make more expressions equal, and equal expressions make more forms canonical.
   */
  private static final List<Pass> ALL =
      List.of(
          new CommonSubexpressionsPass(),
          new CanonicalisePass(),
          new ScanPass(),
          new CanonicalisePass(),
          new CommonSubexpressionsPass(),
          new RecomputePass(),
          new DeadCodePass());

  private Passes() {}

  /** The names that {@code --dump-after} takes. */
  public static List<String> names() {
    return ALL.stream().map(Pass::name).distinct().toList();
  }

  /** What the back end gets for {@code graph}. */
  public static Graph run(Graph graph) {
    return run(graph, (pass, result) -> {});
  }

  /**
   * As {@link #run(Graph)}.
   *
   * @param after is told the name of each pass and its result
   */
  public static Graph run(Graph graph, BiConsumer<String, Graph> after) {
    GraphVerifier.verify(graph, "lowering");
    Graph current = graph;
    for (Pass pass : ALL) {
      current = pass.apply(current);
      GraphVerifier.verify(current, pass.name());
      after.accept(pass.name(), current);
    }
    return current;
  }
}
