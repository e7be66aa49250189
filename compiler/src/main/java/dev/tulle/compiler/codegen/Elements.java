package dev.tulle.compiler.codegen;

import dev.tulle.compiler.plan.Affine;
import dev.tulle.compiler.plan.Buffer;
import dev.tulle.compiler.plan.Kernel;
import dev.tulle.compiler.plan.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the values of a kernel for the element at which its loops stand: as scalars, or as vectors
 * along the innermost loop. What is written once in a block is not written again inside it.
 */
final class Elements {
  /** What the writers of scalars and of vectors share. */
  static final class Context {
    private final Arguments arguments;
    private final Places places;
    private final Depths depths;
    private final Lines lines;
    private final Scope scope;
    private final Uses kernelUses;
    private final Map<Integer, String> reduced = new HashMap<>();
    private Uses uses;
    private boolean keepsLoads;

    private Context(Arguments arguments, Places places, Depths depths, Lines lines, Uses uses) {
      this.arguments = arguments;
      this.places = places;
      this.depths = depths;
      this.lines = lines;
      this.kernelUses = uses;
      this.uses = uses;
      var taken = new ArrayList<String>(Arguments.RESERVED);
      arguments.parameters().forEach(p -> taken.add(p[1]));
      this.scope = new Scope(taken);
    }

    Arguments arguments() {
      return arguments;
    }

    Places places() {
      return places;
    }

    Depths depths() {
      return depths;
    }

    Lines lines() {
      return lines;
    }

    Scope scope() {
      return scope;
    }

    String reduced(Value.Reduced value) {
      String name = reduced.get(value.index());
      if (name == null) {
        throw new IllegalStateException(value + " is not yet computed");
      }
      return name;
    }

    /** Whether the text of a value stands where it is used, instead of a name. */
    boolean isInlined(Value value, String text, int longest) {
      boolean once = (depths.varies(value) ? uses : kernelUses).isOnce(value);
      if (value instanceof Value.Load) {
        return once && !keepsLoads;
      }
      boolean written = value instanceof Value.Apply || value instanceof Value.Random;
      return once && written && text.length() <= longest;
    }
  }

  private final Context context;
  private final ScalarElements scalars;
  private final VectorElements vectors;

  /**
   * @param loops the name of each loop's counter, outermost first; vectors lie along the last one
   * @param vectorReductions whether reductions have a result for each position of the last loop
   * @param roots all that is written
   */
  Elements(
      Arguments arguments,
      List<String> loops,
      boolean vectorReductions,
      Stream<Value> roots,
      Lines lines) {
    Depths depths = new Depths(loops.size(), vectorReductions);
    context = new Context(arguments, new Places(loops), depths, lines, new Uses(roots.toList()));
    scalars = new ScalarElements(context);
    vectors = new VectorElements(context, scalars);
  }

  /** A walk begins whose values are these. */
  void walk(List<Value> roots) {
    context.uses = new Uses(roots);
  }

  /** A block begins: what is written from here on is forgotten at its end. */
  void enter() {
    context.scope.enter();
  }

  void leave() {
    context.scope.leave();
  }

  /** A name that is free here. */
  String local(String base) {
    return context.scope.local(base);
  }

  /** Declarations that belong before all loops. */
  String constants() {
    return vectors.constants().toString();
  }

  /** The name of a vector of equal numbers. */
  String constant(double value) {
    return vectors.constant(value, "number");
  }

  /** Gives a value a name by other means than its own text. */
  void bind(Value value, String name) {
    context.scope.bindScalar(value, name);
    context.scope.bindVector(value, name);
  }

  /** Says where the result of a reduction is. */
  void bind(Kernel.Reduction reduction, String name) {
    context.reduced.put(reduction.index(), name);
  }

  /** An expression of type {@code FloatVector} or {@code float}. */
  String value(Value value, boolean asVector) {
    return asVector ? vectors.whole(value) : scalars.whole(value).text();
  }

  /** Declares a vector where it has no name yet. */
  void declare(Value value) {
    vectors.declare(value);
  }

  /**
   * The values of several stores, in order: the first may read memory in its statement, those
   * behind it have read before any statement writes.
   */
  List<String> values(List<Kernel.Store> stores, boolean asVector) {
    var values = new ArrayList<String>();
    for (Kernel.Store store : stores) {
      context.keepsLoads = !values.isEmpty();
      values.add(value(store.value(), asVector));
    }
    context.keepsLoads = false;
    return values;
  }

  /** An {@code int} expression for a place in a buffer's array. */
  String index(Buffer buffer, Affine at, Value.@Nullable Spot spot) {
    return scalars.index(buffer, at, spot);
  }

  /**
   * Writes what {@code root} is made of and does not differ along the loops from {@code loop} on.
   */
  void prepare(Value root, int loop, boolean asVector) {
    if (root instanceof Value.Number || root instanceof Value.Host) {
      return;
    }
    if (context.depths.deepest(root) < loop) {
      if (asVector) {
        vectors.broadcast(root, "number");
      } else {
        scalars.name(root);
      }
    } else if (root instanceof Value.Apply apply) {
      apply.inputs().forEach(i -> prepare(i, loop, asVector));
    } else if (root instanceof Value.Load load && load.spot() != null) {
      prepare(load.spot().position(), loop, false);
    }
  }
}
