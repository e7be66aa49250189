package dev.tulle.compiler.codegen;

import dev.tulle.compiler.plan.Kernel;
import java.util.ArrayList;
import java.util.List;

/** Writes what a stage of a loop kernel does with one element, or with one vector. */
final class StageWriter {
  private final Arguments arguments;
  private final Lines lines;
  private final Elements elements;
  private final Accumulators accumulators;

  StageWriter(LoopText text) {
    this.arguments = text.arguments();
    this.lines = text.lines();
    this.elements = text.elements();
    this.accumulators = text.accumulators();
  }

  /** One element or vector; of the last vector only the first {@code rest} lanes count. */
  void element(Kernel.Stage stage, boolean asVector, String rest) {
    reduce(stage, asVector, rest);
    store(stage, asVector, rest);
  }

  void reduce(Kernel.Stage stage, boolean asVector, String rest) {
    for (Kernel.Reduction reduction : stage.reductions()) {
      String value = elements.value(reduction.of(), asVector);
      if (!rest.isEmpty()) {
        value =
            "%s.blend(%s, FloatVector.broadcast(SPECIES, (float) %s).compare(VectorOperators.GT, IOTA))"
                .formatted(
                    elements.constant(Accumulators.neutral(reduction)),
                    value,
                    rest.contains(" ") ? "(" + rest + ")" : rest);
      }
      accumulators.add(reduction, value);
    }
  }

  void store(Kernel.Stage stage, boolean asVector, String rest) {
    List<String> values = elements.values(stage.stores(), asVector);
    var indices = new ArrayList<String>();
    stage.stores().forEach(s -> indices.add(index(s)));
    if (!rest.isEmpty() && !values.isEmpty()) {
      lines.add("float[] last = Scratch.floats(16);");
    }
    for (int i = 0; i < values.size(); i++) {
      String array = arguments.array(stage.stores().get(i).buffer());
      if (!asVector) {
        lines.add("%s[%s] = %s;".formatted(array, indices.get(i), values.get(i)));
      } else if (rest.isEmpty()) {
        vector(values.get(i), array, indices.get(i));
      } else {
        vector(values.get(i), "last", "0");
        lines.add("System.arraycopy(last, 0, %s, %s, %s);".formatted(array, indices.get(i), rest));
      }
    }
  }

  /** Stores a vector of zeros wherever the stage stores. */
  void zero(Kernel.Stage stage) {
    for (Kernel.Store store : stage.stores()) {
      String index = index(store);
      vector(elements.constant(0), arguments.array(store.buffer()), index);
    }
  }

  private void vector(String value, String array, String index) {
    lines.add("%s.intoArray(%s, %s);".formatted(value, array, index));
  }

  private String index(Kernel.Store store) {
    return elements.index(store.buffer(), store.at(), store.spot());
  }
}
