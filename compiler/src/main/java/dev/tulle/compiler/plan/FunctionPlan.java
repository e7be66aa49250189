package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Node;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * How one graph is computed.
 *
 * @param name the graph's
 * @param steps in order
 * @param host the numbers that the generated class computes first, in order; kernels read them as
 *     {@link Value.Host}
 * @param places where every buffer of the kernels lies that is a whole
 */
public record FunctionPlan(
    String name, List<Step> steps, List<Node> host, Map<Buffer, Place> places) {
  public FunctionPlan {
    steps = List.copyOf(steps);
    host = List.copyOf(host);
  }

  /** The same kernels otherwise ordered into steps, and where some of what they touch then lies. */
  FunctionPlan with(List<Step> steps, Map<Buffer, Place> moved) {
    Map<Buffer, Place> all = new IdentityHashMap<>(places);
    all.putAll(moved);
    return new FunctionPlan(name, steps, host, all);
  }

  /** All kernels, those of loops once. */
  public List<Kernel> kernels() {
    return steps.stream().flatMap(Step::kernels).toList();
  }

  /** Where the buffer lies, or the one that it is a part of. */
  public Place place(Buffer buffer) {
    Place place = places.get(buffer.base());
    if (place == null) {
      throw new IllegalStateException(buffer + " lies nowhere");
    }
    return place;
  }
}
