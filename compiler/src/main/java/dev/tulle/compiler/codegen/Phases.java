package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Storage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The parts of a gradient: forward, the losses, backward. */
final class Phases {
  private Phases() {}

  /** Three stretches of the steps, in order. */
  static List<List<Steps.Step>> of(List<Steps.Step> steps) {
    Set<String> losses = new HashSet<>();
    int last = -1;
    for (int i = 0; i < steps.size(); i++) {
      if (storesLoss(steps.get(i))) {
        losses.add(steps.get(i).comment());
        last = i;
      }
    }
    int first = 0;
    while (first < steps.size() && !losses.contains(steps.get(first).comment())) {
      first++;
    }
    int end = Math.max(first, last + 1);
    return List.of(
        steps.subList(0, first), steps.subList(first, end), steps.subList(end, steps.size()));
  }

  private static boolean storesLoss(Steps.Step step) {
    return step.calls()
        .flatMap(c -> c.kernel().stores())
        .anyMatch(s -> s.buffer().storage() == Storage.LOSS);
  }
}
