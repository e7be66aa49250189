package dev.tulle.compiler.reference;

import dev.tulle.compiler.ir.Storage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/** What a graph has written, in the order of its writes. */
public final class Results {
  private final Map<Place, double[]> tensors = new LinkedHashMap<>();

  Results() {}

  void put(Place place, double[] elements) {
    tensors.put(place, elements);
  }

  /**
   * The elements in row-major order.
   *
   * @throws NoSuchElementException where the graph writes nothing there
   */
  public double[] get(Storage storage, String name) {
    double[] elements = tensors.get(new Place(storage, name));
    if (elements == null) {
      throw new NoSuchElementException("nothing is written to " + storage + " " + name);
    }
    return elements;
  }

  public Map<Place, double[]> all() {
    return Collections.unmodifiableMap(tensors);
  }
}
