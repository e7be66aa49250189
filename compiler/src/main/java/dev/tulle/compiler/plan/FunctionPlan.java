package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Node;
import java.util.List;
import java.util.Map;

/**
 * How one graph is computed.
 *
 * @param name the graph's
 * @param kernels in order
 * @param host the numbers that the generated class computes first, in order; kernels read them as
 *     {@link Value.Host}
 * @param places where every buffer of the kernels lies
 */
public record FunctionPlan(
    String name, List<Kernel> kernels, List<Node> host, Map<Buffer, Place> places) {
  public FunctionPlan {
    kernels = List.copyOf(kernels);
    host = List.copyOf(host);
  }

  public Place place(Buffer buffer) {
    Place place = places.get(buffer);
    if (place == null) {
      throw new IllegalStateException(buffer + " lies nowhere");
    }
    return place;
  }
}
