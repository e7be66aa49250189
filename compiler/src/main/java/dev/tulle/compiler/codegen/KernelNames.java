package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.plan.Buffer;
import dev.tulle.compiler.plan.Kernel;
import dev.tulle.compiler.plan.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What kernels and tensors are called: in the words of the net, and where several kernels share a
 * method, in the words that they have in common.
 */
final class KernelNames {
  private static final String GRADIENT = " gradient";

  /** Tensors of truths, which a backward pass reads. */
  private final Set<Buffer> masks = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Sees what a kernel writes. */
  void see(Kernel kernel) {
    kernel
        .stores()
        .filter(s -> ScalarElements.isPredicate(s.value()))
        .forEach(s -> masks.add(s.buffer().base()));
  }

  /** The words of one kernel of a function. */
  String of(Kernel kernel, String function) {
    List<Kernel.Store> stores = kernel.stores().toList();
    if (isCopy(kernel)) {
      return stores.size() == 1 ? "copy" : "copy to " + stores.size();
    } else if (isFill(kernel)) {
      return filled(kernel);
    }
    String name = Words.of(kernel.name());
    if (stores.size() == 1) {
      Buffer store = stores.get(0).buffer();
      Storage storage = store.storage();
      boolean told =
          storage == Storage.LOSS
              || storage == Storage.SUM
              || storage == Storage.GRADIENT
              || (function.startsWith("initial") && storage != null);
      name = told ? of(store) : name;
    } else if (name.endsWith(GRADIENT)) {
      // What is computed forward is told before what of its gradient is computed along with it.
      String forward = name.substring(0, name.length() - GRADIENT.length());
      name = stores.stream().anyMatch(s -> of(s.buffer()).equals(forward)) ? forward : name;
    }
    if (name.isEmpty()) {
      name = "kernel";
    }
    if (function.startsWith("initial")) {
      return "initial " + name;
    }
    return function.equals("update") ? "update " + name : name;
  }

  /** Whether a kernel repeats what it loads, and computes nothing. */
  private static boolean isCopy(Kernel kernel) {
    return !(kernel instanceof Kernel.Panels)
        && kernel.stores().allMatch(s -> s.value() instanceof Value.Load l && l.spot() == null);
  }

  /** Whether a kernel writes one number everywhere. */
  private static boolean isFill(Kernel kernel) {
    return kernel.stores().allMatch(s -> constant(s.value()) != null)
        && kernel.stores().map(s -> constant(s.value())).distinct().count() == 1;
  }

  private static @Nullable Double constant(Value value) {
    if (value instanceof Value.Number number) {
      return number.value();
    }
    return value instanceof Value.Host host && host.node().op() instanceof Op.Constant constant
        ? (Double) constant.value()
        : null;
  }

  /** What a kernel that {@link #isFill fills} is called, and what it makes. */
  private static String filled(Kernel kernel) {
    Double number = kernel.stores().map(s -> constant(s.value())).findFirst().orElseThrow();
    return number == 0 ? "zeros" : number == 1 ? "ones" : "fill";
  }

  /** The words that kernels which share a method have in common: more than their function's. */
  static String common(List<String> names) {
    String first = names.get(0);
    for (String function : List.of("initial ", "update ")) {
      if (names.stream().allMatch(n -> n.startsWith(function))) {
        return function + common(names.stream().map(n -> n.substring(function.length())).toList());
      }
    }
    String common = Words.common(names);
    return common.isEmpty() ? first : common;
  }

  /** The words of a tensor. */
  String of(Buffer buffer) {
    String name = buffer.name();
    Storage storage = buffer.storage();
    if (storage == null) {
      String words = Words.of(name);
      return masks.contains(buffer.base()) ? words.replaceFirst(" gradient$", "") + " mask" : words;
    }
    return switch (storage) {
      case GRADIENT -> Words.of(name) + " gradient";
      case SUM -> Words.of(name.replaceFirst("^loss:", "").replaceFirst(":0$", "")) + " sum";
      case SLOT -> Words.of(name.substring(name.indexOf(':') + 1)) + " " + slot(name);
      default -> Words.of(name);
    };
  }

  /** What the optimizer calls it. */
  private static String slot(String name) {
    return Words.of(name.substring(0, Math.max(0, name.indexOf(':'))));
  }

  /** What a tensor is, where kernels that share a method agree on no name. */
  private static String role(Buffer buffer, boolean written) {
    Storage storage = buffer.storage();
    if (storage == Storage.PARAMETER) {
      return "weight";
    } else if (storage == Storage.GRADIENT) {
      return "gradient";
    } else if (storage == Storage.SLOT) {
      return slot(buffer.name());
    }
    return written ? "output" : "input";
  }

  /**
   * The names of the arguments of kernels that share a method.
   *
   * @param kernel one of them
   * @param function the function that it is of
   */
  List<String> arguments(List<Arguments> sharing, Kernel kernel, String function) {
    Arguments first = sharing.get(0);
    boolean initial = function.startsWith("initial");
    Set<String> taken = new HashSet<>(Arguments.RESERVED);
    first.lengths().forEach(l -> taken.add(l.variable()));
    var names = new ArrayList<String>();
    for (int i = 0; i < first.buffers().size(); i++) {
      int position = i;
      List<Buffer> buffers = sharing.stream().map(a -> a.buffers().get(position)).toList();
      String common = Words.common(buffers.stream().map(this::of).toList());
      String role = role(buffers.get(0), first.isWritten(buffers.get(0)));
      String name = common.isEmpty() ? role : common;
      if (initial && isFill(kernel)) {
        name = filled(kernel);
      } else if (initial && isCopy(kernel)) {
        // What is copied before the first step belongs to one weight as little as to another.
        name = i == 0 ? "source" : "copy";
      }
      names.add(free(Words.camel(name), taken));
    }
    for (int i = 0; i < first.numbers().size(); i++) {
      names.add(free(HostNames.of(first.numbers().get(i), function), taken));
    }
    first.keys().forEach(k -> names.add(free("key", taken)));
    return names;
  }

  /** The name, with a number behind it where it is taken, as its offset would be. */
  private static String free(String name, Set<String> taken) {
    String base =
        name.matches("(tile|batch|group|unit|pack).*")
            ? Words.camel("the " + Words.of(name))
            : name;
    String free = base;
    for (int i = 2; taken.contains(free) || taken.contains(free + "At"); i++) {
      free = Identifiers.another(base, i);
    }
    taken.add(free);
    taken.add(free + "At");
    return free;
  }
}
