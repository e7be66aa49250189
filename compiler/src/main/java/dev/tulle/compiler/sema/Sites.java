package dev.tulle.compiler.sema;

import dev.tulle.compiler.source.Span;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Gives the nodes that the library computed the place of the call in the user's text. */
final class Sites {
  private Sites() {}

  static boolean inLibrary(Span span) {
    return span.file().name().startsWith(Library.PREFIX);
  }

  /** Marks all that a value is computed from, up to nodes that have a place in a user's text. */
  static Value mark(Value value, Span call, String title) {
    if (value instanceof Value.Tensor tensor) {
      mark(tensor.node(), call, title);
    } else if (value instanceof Value.Tuple tuple) {
      tuple.elements().forEach(e -> mark(e, call, title));
    }
    return value;
  }

  static void mark(Typed result, Span call, String title) {
    if (inLibrary(call)) {
      return;
    }
    Deque<Typed> open = new ArrayDeque<>(List.of(result));
    while (!open.isEmpty()) {
      Typed node = open.pop();
      if (inLibrary(node.site())) {
        node.placeAt(call);
        node.named(title);
        open.addAll(TypedWalk.operands(node));
      }
    }
  }
}
