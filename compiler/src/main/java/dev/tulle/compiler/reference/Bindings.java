package dev.tulle.compiler.reference;

import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.ir.Symbol;
import java.util.HashMap;
import java.util.Map;

/** What a graph is run with: the tensors it reads, its sizes, its seed and step. */
public final class Bindings {
  private final Map<Place, double[]> tensors = new HashMap<>();
  private final Map<Symbol, Integer> sizes = new HashMap<>();
  private long seed;
  private long step;

  /** Elements in row-major order; the array is not copied. */
  public Bindings put(Storage storage, String name, double... elements) {
    tensors.put(new Place(storage, name), elements);
    return this;
  }

  /** A number that the host gives. */
  public Bindings host(String name, double value) {
    return put(Storage.HOST, name, value);
  }

  public Bindings size(Symbol symbol, int size) {
    sizes.put(symbol, size);
    return this;
  }

  /** The rows of the batch. */
  public Bindings rows(int rows) {
    return size(Symbol.ROWS, rows);
  }

  /** What random numbers depend on besides their stream and element. */
  public Bindings random(long seed, long step) {
    this.seed = seed;
    this.step = step;
    return this;
  }

  double[] tensor(Storage storage, String name) {
    double[] elements = tensors.get(new Place(storage, name));
    if (elements == null) {
      throw new IllegalArgumentException("nothing is bound to " + storage + " " + name);
    }
    return elements;
  }

  int size(Symbol symbol) {
    Integer size = sizes.get(symbol);
    if (size == null) {
      throw new IllegalArgumentException("nothing is bound to the size " + symbol.name());
    }
    return size;
  }

  long seed() {
    return seed;
  }

  long step() {
    return step;
  }
}
