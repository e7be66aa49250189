package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.Affine;
import dev.tulle.compiler.plan.Buffer;
import dev.tulle.compiler.plan.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the values of a kernel for the element at which its loops stand: as scalars, or as vectors
 * along the innermost loop. What is written once in a block is not written again inside it.
 */
final class Elements implements VectorMath.Sink {
  private final Arguments arguments;
  private final List<String> loops;
  private final boolean vectorReductions;
  private final Lines constants = new Lines();
  private final Map<Float, String> constantNames = new LinkedHashMap<>();
  private final Map<String, String> broadcastNumbers = new LinkedHashMap<>();
  private final Deque<Map<Value, String>> scalars = new ArrayDeque<>();
  private final Deque<Map<Value, String>> vectors = new ArrayDeque<>();
  private final Map<Value, Integer> deepest = new IdentityHashMap<>();
  private final VectorCode vectorCode = new VectorCode(new VectorMath(this));
  private final Lines lines;
  private int names;

  /**
   * @param loops the name of each loop's counter, outermost first; vectors lie along the last one
   * @param vectorReductions whether reductions have a result for each position of the last loop
   */
  Elements(Arguments arguments, List<String> loops, boolean vectorReductions, Lines lines) {
    this.arguments = arguments;
    this.loops = List.copyOf(loops);
    this.vectorReductions = vectorReductions;
    this.lines = lines;
    enter();
  }

  /** A block begins: what is written from here on is forgotten at its end. */
  void enter() {
    scalars.push(new IdentityHashMap<>());
    vectors.push(new IdentityHashMap<>());
  }

  void leave() {
    scalars.pop();
    vectors.pop();
  }

  /** Declarations that belong before all loops. */
  String constants() {
    return constants.toString();
  }

  @Override
  public void add(String line) {
    lines.add(line);
  }

  @Override
  public String fresh(String prefix) {
    return prefix + names++;
  }

  @Override
  public String constant(double value) {
    float number = (float) value;
    return constantNames.computeIfAbsent(
        number,
        n -> {
          String name = "c" + constantNames.size();
          String text = ScalarCode.argument(n);
          constants.add("FloatVector " + name + " = FloatVector.broadcast(SPECIES, " + text + ");");
          return name;
        });
  }

  /** Whether the value differs along the innermost loop. */
  boolean varies(Value value) {
    return deepest(value) == loops.size() - 1 && !loops.isEmpty();
  }

  static @Nullable Affine at(Value value) {
    if (value instanceof Value.Load load) {
      return load.at();
    } else if (value instanceof Value.Position position) {
      return position.at();
    } else if (value instanceof Value.Random random) {
      return random.element();
    }
    return null;
  }

  static boolean isPredicate(Value value) {
    return value instanceof Value.Apply apply
        && (apply.function().isPredicate()
            || (apply.function() == ScalarFunction.SELECT
                && isPredicate(apply.inputs().get(1))
                && isPredicate(apply.inputs().get(2))));
  }

  /** Gives a value a name by other means than its own text. */
  void bind(Value value, String scalar, String vector) {
    scalars.element().put(value, scalar);
    vectors.element().put(value, vector);
  }

  // Scalars

  /** An expression of type {@code float}: a name or a literal. */
  String scalar(Value value) {
    if (isPredicate(value)) {
      return "(" + truth(value) + " ? 1f : 0f)";
    }
    return scalarName(value);
  }

  /** An expression of type {@code boolean}. */
  private String truth(Value value) {
    return isPredicate(value) ? scalarName(value) : "(" + scalarName(value) + " != 0f)";
  }

  private String scalarName(Value value) {
    String name = find(scalars, value);
    if (name == null) {
      name = writeScalar(value);
      scalars.element().put(value, name);
    }
    return name;
  }

  private static @Nullable String find(Deque<Map<Value, String>> blocks, Value value) {
    for (Map<Value, String> block : blocks) {
      String name = block.get(value);
      if (name != null) {
        return name;
      }
    }
    return null;
  }

  private String writeScalar(Value value) {
    if (value instanceof Value.Number number) {
      return ScalarCode.literal(number.value());
    } else if (value instanceof Value.Host host) {
      return host.node().op() instanceof Op.Constant constant
          ? ScalarCode.literal(constant.value())
          : arguments.number(host.node());
    } else if (value instanceof Value.Reduced reduced) {
      return "r" + reduced.index();
    } else if (value instanceof Value.Load load) {
      return local("s", "float", arguments.array(load.buffer()) + "[" + index(load) + "]");
    } else if (value instanceof Value.Within within) {
      return local(
          "p",
          "int",
          "Positions.within(%s, %s)"
              .formatted(scalar(within.position()), Sizes.of(within.count())));
    } else if (value instanceof Value.Position position) {
      return local("s", "float", position(position.at(), "", true));
    } else if (value instanceof Value.Random random) {
      String key = arguments.key(random.stream());
      String kind = random.distribution() == Op.Random.Distribution.UNIFORM ? "uniform" : "normal";
      return local(
          "s",
          "float",
          "RandomNumbers.%s((int) %s, (int) (%s >>> 32), %s)"
              .formatted(kind, key, key, position(random.element(), "", true)));
    } else if (value instanceof Value.Apply apply) {
      List<String> inputs = new ArrayList<>();
      for (int i = 0; i < apply.inputs().size(); i++) {
        Value input = apply.inputs().get(i);
        inputs.add(takesTruth(apply, i) ? truth(input) : scalar(input));
      }
      String type = isPredicate(value) ? "boolean" : "float";
      return local("s", type, ScalarCode.of(apply.function(), inputs));
    }
    throw new IllegalStateException(value + " has no name");
  }

  /** Whether the function wants a truth for its input {@code index}. */
  private static boolean takesTruth(Value.Apply apply, int index) {
    return switch (apply.function()) {
      case AND, OR, NOT -> true;
      case SELECT -> index == 0 || isPredicate(apply);
      default -> false;
    };
  }

  private String local(String prefix, String type, String expression) {
    String name = fresh(prefix);
    add(type + " " + name + " = " + expression + ";");
    return name;
  }

  // Vectors

  /** The name of a {@code FloatVector}. */
  String vector(Value value) {
    if (!varies(value)) {
      return broadcast(value);
    }
    if (!isPredicate(value)) {
      return vectorName(value);
    }
    return local(
        "v", "FloatVector", constant(0) + ".blend(" + constant(1) + ", " + vectorName(value) + ")");
  }

  /** The name of a {@code VectorMask}. */
  private String mask(Value value) {
    if (isPredicate(value) && varies(value)) {
      return vectorName(value);
    }
    String number = vector(value);
    String test = number + ".compare(VectorOperators.NE, " + constant(0) + ")";
    return local("m", "VectorMask<Float>", test);
  }

  private String broadcast(Value value) {
    if (value instanceof Value.Number number) {
      return constant(number.value());
    }
    if (value instanceof Value.Host host) {
      if (host.node().op() instanceof Op.Constant constant) {
        return constant(constant.value());
      }
      return broadcastNumbers.computeIfAbsent(
          arguments.number(host.node()),
          n -> {
            constants.add("FloatVector " + n + "s = FloatVector.broadcast(SPECIES, " + n + ");");
            return n + "s";
          });
    }
    String name = find(vectors, value);
    if (name == null) {
      name = local("v", "FloatVector", "FloatVector.broadcast(SPECIES, " + scalar(value) + ")");
      vectors.element().put(value, name);
    }
    return name;
  }

  private String vectorName(Value value) {
    String name = find(vectors, value);
    if (name == null) {
      name = writeVector(value);
      vectors.element().put(value, name);
    }
    return name;
  }

  private String writeVector(Value value) {
    if (value instanceof Value.Reduced reduced) {
      return "r" + reduced.index();
    } else if (value instanceof Value.Load load) {
      return local(
          "v",
          "FloatVector",
          "FloatVector.fromArray(SPECIES, %s, %s)"
              .formatted(arguments.array(load.buffer()), index(load)));
    } else if (value instanceof Value.Position position) {
      String first = position(position.at(), "", true);
      return local("v", "FloatVector", steps(position.at()) + ".add((float) (" + first + "))");
    } else if (value instanceof Value.Random random) {
      return random(random);
    } else if (value instanceof Value.Apply apply) {
      return apply(apply);
    }
    throw new IllegalStateException(value + " has no name");
  }

  /** 0, 1, 2 … times the stride of the innermost loop. */
  private static String steps(Affine at) {
    Size stride = at.strides().get(at.strides().size() - 1);
    return stride.isOne() ? "IOTA" : "IOTA.mul((float) (" + Sizes.of(stride) + "))";
  }

  /** The hash of {@code RandomNumbers} (Wellons, 2018), on all lanes. */
  private String random(Value.Random random) {
    String key = arguments.key(random.stream());
    String element =
        local("n", "IntVector", "INT_IOTA.add(" + position(random.element(), "", true) + ")");
    String first = hashed(element + ".lanewise(VectorOperators.XOR, (int) " + key + ")");
    String second = hashed(first + ".add((int) (" + key + " >>> 32))");
    return local(
        "v",
        "FloatVector",
        "((FloatVector) %s.lanewise(VectorOperators.LSHR, 8).convert(VectorOperators.I2F, 0)).mul(%s)"
            .formatted(second, constant(0x1p-24)));
  }

  private String hashed(String start) {
    String x = local("n", "IntVector", start);
    x = xorShifted(x, 16);
    x = local("n", "IntVector", x + ".mul(0x21f0aaad)");
    x = xorShifted(x, 15);
    x = local("n", "IntVector", x + ".mul(0xd35a2d97)");
    return xorShifted(x, 15);
  }

  private String xorShifted(String x, int bits) {
    String shifted = x + ".lanewise(VectorOperators.LSHR, " + bits + ")";
    return local("n", "IntVector", x + ".lanewise(VectorOperators.XOR, " + shifted + ")");
  }

  private String apply(Value.Apply apply) {
    Value.Number zero = rectified(apply);
    if (zero != null) {
      Value other = apply.inputs().get(apply.inputs().get(0) == zero ? 1 : 0);
      String x = vector(other);
      String k = constant(zero.value());
      String order = apply.function() == ScalarFunction.MAXIMUM ? "LT" : "GT";
      return local(
          "v",
          "FloatVector",
          "%s.blend(%s, %s.compare(VectorOperators.%s, %s))".formatted(x, k, x, order, k));
    }
    if (apply.function() == ScalarFunction.SELECT && isPredicate(apply)) {
      String condition = mask(apply.inputs().get(0));
      String then = mask(apply.inputs().get(1));
      String otherwise = mask(apply.inputs().get(2));
      return local(
          "m",
          "VectorMask<Float>",
          "%s.and(%s).or(%s.and(%s.not()))".formatted(condition, then, otherwise, condition));
    }
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i < apply.inputs().size(); i++) {
      Value input = apply.inputs().get(i);
      inputs.add(takesTruth(apply, i) ? mask(input) : vector(input));
    }
    String type = isPredicate(apply) ? "VectorMask<Float>" : "FloatVector";
    return local(isPredicate(apply) ? "m" : "v", type, vectorCode.of(apply.function(), inputs));
  }

  /**
   * The number of a maximum or minimum with one: two instructions, where the general form takes
   * five.
   */
  private static Value.@Nullable Number rectified(Value.Apply apply) {
    if (apply.function() == ScalarFunction.MAXIMUM || apply.function() == ScalarFunction.MINIMUM) {
      for (Value input : apply.inputs()) {
        if (input instanceof Value.Number number && !Double.isNaN(number.value())) {
          return number;
        }
      }
    }
    return null;
  }

  // Positions

  private String index(Value.Load load) {
    return index(load.buffer(), load.at(), load.spot());
  }

  /** An {@code int} expression for a place in a buffer's array. */
  String index(Buffer buffer, Affine at, Value.@Nullable Spot spot) {
    String start = arguments.array(buffer) + "At";
    if (spot == null) {
      return position(at, start, true);
    }
    String place = scalarName(spot.position());
    String distance = spot.stride().isOne() ? place : place + " * " + Sizes.operand(spot.stride());
    return position(at, start + " + " + distance, true);
  }

  /**
   * An {@code int} expression for a position.
   *
   * @param start an offset, or the empty string
   * @param innermost whether the innermost loop's part is in it
   */
  String position(Affine at, String start, boolean innermost) {
    List<String> terms = start.isEmpty() ? Sizes.terms() : Sizes.terms(start);
    if (at.offset() != 0) {
      terms.add(Long.toString(at.offset()));
    }
    int end = innermost ? at.strides().size() : at.strides().size() - 1;
    for (int i = 0; i < end; i++) {
      Sizes.addTerm(terms, loops.get(i), at.strides().get(i));
    }
    return Sizes.sum(terms);
  }

  // Hoisting

  /**
   * Writes what {@code root} is made of and does not differ along the loops from {@code loop} on.
   */
  void prepare(Value root, int loop, boolean asVector) {
    if (root instanceof Value.Number || root instanceof Value.Host) {
      return;
    }
    if (deepest(root) < loop) {
      if (asVector) {
        broadcast(root);
      } else {
        scalarName(root);
      }
    } else if (root instanceof Value.Apply apply) {
      apply.inputs().forEach(i -> prepare(i, loop, asVector));
    } else if (root instanceof Value.Load load && load.spot() != null) {
      prepare(load.spot().position(), loop, false);
    }
  }

  /** The innermost loop along which the value differs, or -1. */
  private int deepest(Value value) {
    Integer known = deepest.get(value);
    if (known == null) {
      known = findDeepest(value);
      deepest.put(value, known);
    }
    return known;
  }

  private int findDeepest(Value value) {
    if (value instanceof Value.Apply apply) {
      return apply.inputs().stream().mapToInt(this::deepest).max().orElse(-1);
    }
    if (value instanceof Value.Within within) {
      return deepest(within.position());
    }
    if (value instanceof Value.Accumulator
        || (value instanceof Value.Reduced && vectorReductions)) {
      return loops.size() - 1;
    }
    Affine at = at(value);
    int loop = at == null ? -1 : at.strides().size() - 1;
    while (at != null && loop >= 0 && at.isStill(loop, loop + 1)) {
      loop--;
    }
    if (value instanceof Value.Load load && load.spot() != null) {
      loop = Math.max(loop, deepest(load.spot().position()));
    }
    return loop;
  }
}
