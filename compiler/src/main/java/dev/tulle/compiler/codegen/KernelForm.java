package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.plan.Affine;
import dev.tulle.compiler.plan.Kernel;
import dev.tulle.compiler.plan.Value;
import dev.tulle.compiler.plan.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the text of a kernel under names by number depends on: kernels of equal forms read alike, so
 * that one of them is written and the others are not. Tensors, numbers and random streams count by
 * their position among the arguments, values by when they come first.
 *
 * <p>Some kernels read alike whose forms differ, as where nothing is said of a length.
 */
final class KernelForm {
  private final Arguments arguments;
  private final Map<Value, Integer> numbers = new IdentityHashMap<>();

  /** Everything in the order of a walk; {@link Part} where it is a value. */
  private final List<Object> parts = new ArrayList<>();

  private final int hash;

  /** A value: its kind, what it says, and the numbers of what it is made of. */
  private record Part(Class<?> kind, List<@Nullable Object> content) {
    static Part of(Value value, @Nullable Object... content) {
      return new Part(value.getClass(), Arrays.asList(content));
    }
  }

  private record Store(String array, Affine at, int position, @Nullable Object stride, int value) {}

  private record Reduction(int index, Op.Reduce.Reduction kind, int value) {}

  KernelForm(Kernel kernel, Arguments arguments) {
    this.arguments = arguments;
    parts.add(arguments.parameters().stream().map(Arrays::asList).toList());
    Values.walk(
        kernel.roots(),
        value -> {
          parts.add(part(value));
          numbers.put(value, numbers.size());
        });
    if (kernel instanceof Kernel.Loop loop) {
      add(loop);
    } else if (kernel instanceof Kernel.Product product) {
      add(product);
    } else {
      parts.add(((Kernel.Panels) kernel).shape());
      kernel.stores().forEach(this::add);
    }
    hash = parts.hashCode();
  }

  private void add(Kernel.Loop loop) {
    parts.addAll(List.of(loop.outer(), loop.middle(), loop.columns(), loop.parts()));
    parts.add(Optional.ofNullable(loop.diagonal()));
    // How long its only loop is is an argument.
    parts.add(arguments.isCounted() ? LoopNest.isChunked(loop) : loop.inner());
    for (Kernel.Stage stage : loop.stages()) {
      parts.add(stage.elementwise());
      stage
          .reductions()
          .forEach(r -> parts.add(new Reduction(r.index(), r.kind(), number(r.of()))));
      stage.stores().forEach(this::add);
    }
  }

  private void add(Kernel.Product product) {
    parts.addAll(List.of(product.shape(), number(product.a()), number(product.b())));
    product.epilogue().forEach(this::add);
  }

  private void add(Kernel.Store store) {
    Value.Spot spot = store.spot();
    parts.add(
        new Store(
            arguments.array(store.buffer()),
            store.at(),
            spot == null ? -1 : number(spot.position()),
            spot == null ? null : spot.stride(),
            number(store.value())));
  }

  private Part part(Value value) {
    if (value instanceof Value.Load load) {
      Value.Spot spot = load.spot();
      String array = arguments.array(load.buffer());
      return spot == null
          ? Part.of(load, array, load.at())
          : Part.of(load, array, load.at(), number(spot.position()), spot.stride());
    } else if (value instanceof Value.Within within) {
      return Part.of(within, number(within.position()), within.count());
    } else if (value instanceof Value.Host host) {
      return host.node().op() instanceof Op.Constant constant
          ? Part.of(host, constant.value())
          : Part.of(host, arguments.number(host.node()));
    } else if (value instanceof Value.Random random) {
      return Part.of(
          random, random.distribution(), arguments.key(random.stream()), random.element());
    } else if (value instanceof Value.Apply apply) {
      return Part.of(apply, apply.function(), apply.inputs().stream().map(this::number).toList());
    }
    // Numbers, positions, results of reductions and accumulators are what they say.
    return Part.of(value, value);
  }

  private int number(Value value) {
    Integer number = numbers.get(value);
    if (number == null) {
      throw new IllegalStateException(value + " comes after its use");
    }
    return number;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KernelForm form && hash == form.hash && parts.equals(form.parts);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
