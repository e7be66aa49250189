package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import java.util.Set;

/**
 * Random numbers where there are none: they are a function of the step, and only training takes
 * steps, so that the same rows always get the same answer.
 */
final class Draws {
  private Draws() {}

  /** Refuses what draws where a net serves or is evaluated. */
  static void refuseServed(Typed value, String what) {
    refuse(
        TypedWalk.served(value),
        what + " draws random numbers, and without training nothing is drawn",
        "draw in training alone: `if training then … else …`, both of one shape");
  }

  /** Refuses what draws at an update. */
  static void refuseUpdated(Typed value, String what) {
    refuse(
        TypedWalk.reachable(value),
        what + " draws random numbers, and updates of weights draw none",
        "noise belongs in the net or in `augment`, where `sample` can draw it");
  }

  private static void refuse(Set<Typed> nodes, String message, String help) {
    for (Typed node : nodes) {
      if (node.form() instanceof Typed.Form.Sample) {
        throw Mistake.of(Code.T213, node.site(), message, help);
      }
    }
  }
}
