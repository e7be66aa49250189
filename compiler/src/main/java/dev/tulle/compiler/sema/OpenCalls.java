package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import java.util.ArrayDeque;
import java.util.Deque;

/** The calls of blocks and functions that are open inside each other while a net is elaborated. */
final class OpenCalls {
  private static final int MOST_OPEN = 100;
  private static final int MOST_OF_A_NET = 20_000;

  /** More calls than this say nothing that the innermost have not said. */
  private static final int MOST_SHOWN = 4;

  private final Deque<Open> open = new ArrayDeque<>();
  private int calls;

  private record Open(Declaration.Definition callee, Span place, Value given) {}

  /**
   * Goes into a call; text that leads back to itself through arguments would never end.
   *
   * @param given what it works on
   */
  void enter(Declaration.Definition callee, Span place, Value given) {
    String name = callee.name().text();
    if (open.size() == MOST_OPEN) {
      throw Mistake.of(
          Code.N105,
          place,
          "`" + name + "` leads back to itself: " + MOST_OPEN + " calls are open inside each other",
          "nothing may depend on itself; to stack copies of a block, repeat: `"
              + name
              + "(…) * n`");
    }
    if (++calls > MOST_OF_A_NET) {
      throw Mistake.of(
          Code.N105,
          place,
          "the net makes more than "
              + MOST_OF_A_NET
              + " calls of blocks and functions, the last of `"
              + name
              + "`",
          "blocks that use others more than once multiply: use or repeat fewer of them");
    }
    open.push(new Open(callee, place, given));
  }

  /** Comes back from a call. */
  void leave() {
    open.pop();
  }

  /**
   * A mistake of shapes or kinds in the text of a definition, with the calls that led there: what a
   * text computes depends on who calls it. The library's own calls are none of the user's text.
   */
  Mistake traced(Mistake mistake) {
    Diagnostic found = mistake.diagnostic();
    Span primary = found == null ? null : found.primary();
    if (found == null
        || primary == null
        || mistake.isTraced()
        || !found.code().isOfShapes()
        || Sites.inLibrary(primary)) {
      return mistake;
    }
    Diagnostic traced = found;
    boolean inside = false;
    int shown = 0;
    for (Open call : open) {
      // A mistake in what a call was given stands in the text of the caller.
      inside |= call.callee.span().contains(primary);
      if (inside
          && shown < MOST_SHOWN
          && !Sites.inLibrary(call.place)
          && !Sites.inLibrary(call.callee.span())) {
        traced = traced.withRelated(call.place, said(call));
        shown++;
      }
    }
    return inside ? Mistake.traced(traced) : mistake;
  }

  private static String said(Open call) {
    Value given =
        call.given instanceof Value.Tuple tuple && !tuple.elements().isEmpty()
            ? tuple.elements().get(0)
            : call.given;
    String trail = given instanceof Value.Tensor tensor ? tensor.node().trail() : "";
    return trail.isEmpty() ? "called here" : "called here: " + trail;
  }
}
