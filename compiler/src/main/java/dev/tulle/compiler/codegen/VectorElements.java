package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.Affine;
import dev.tulle.compiler.plan.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as vectors along the innermost loop. A chain of calls has no more than {@link
 * #LONGEST} characters; what is used more than once has a name.
 */
final class VectorElements implements VectorMath.Sink {
  private static final int LONGEST = 60;

  private static final int LONGEST_WHOLE = 160;

  private final Elements.Context context;
  private final ScalarElements scalars;
  private final Constants constants;
  private final VectorCode code = new VectorCode(new VectorMath(this));

  VectorElements(Elements.Context context, ScalarElements scalars) {
    this.context = context;
    this.scalars = scalars;
    this.constants = new Constants(context.scope());
  }

  Constants constants() {
    return constants;
  }

  @Override
  public String declare(String type, String base, String expression) {
    String name = context.scope().local(base);
    context.lines().add(type + " " + name + " = " + expression + ";");
    return name;
  }

  @Override
  public String constant(double value, String base) {
    return constants.number(value, base);
  }

  /** An expression of type {@code FloatVector}. */
  String vector(Value value) {
    return vector(value, "number");
  }

  /** An expression of type {@code FloatVector} that stands alone. */
  String whole(Value value) {
    return context.depths().varies(value) && !ScalarElements.isPredicate(value)
        ? expression(value, LONGEST_WHOLE)
        : vector(value);
  }

  /**
   * @param constant what a number without a name is called
   */
  private String vector(Value value, String constant) {
    if (!context.depths().varies(value)) {
      return broadcast(value, constant);
    }
    String own = expression(value);
    return ScalarElements.isPredicate(value)
        ? "%s.blend(%s, %s)".formatted(constant(0, "zero"), constant(1, "one"), own)
        : own;
  }

  /** An expression of type {@code VectorMask}. */
  private String mask(Value value) {
    return ScalarElements.isPredicate(value) && context.depths().varies(value)
        ? expression(value)
        : vector(value) + ".compare(VectorOperators.NE, " + constant(0, "zero") + ")";
  }

  /** The name of a vector. */
  private String name(Value value) {
    return name(value, "number");
  }

  private String name(Value value, String constant) {
    if (!context.depths().varies(value)) {
      return broadcast(value, constant);
    }
    if (ScalarElements.isPredicate(value)) {
      return declare("FloatVector", "truth", vector(value));
    }
    String text = expression(value, LONGEST_WHOLE);
    return isNamed(value) ? text : bound(value, text);
  }

  /** Gives the value a name, if only to its mask. */
  void declare(Value value) {
    if (ScalarElements.isPredicate(value) && context.depths().varies(value)) {
      maskName(value);
    } else {
      name(value);
    }
  }

  private String maskName(Value value) {
    String text = mask(value);
    if (!ScalarElements.isPredicate(value) || !context.depths().varies(value)) {
      return declare("VectorMask<Float>", "isTrue", text);
    }
    return isNamed(value) ? text : bound(value, text);
  }

  private boolean isNamed(Value value) {
    return value instanceof Value.Reduced || context.scope().vector(value) != null;
  }

  private String bound(Value value, String text) {
    String type = ScalarElements.isPredicate(value) ? "VectorMask<Float>" : "FloatVector";
    String name = declare(type, LocalNames.of(value, context.arguments()), text);
    context.scope().bindVector(value, name);
    return name;
  }

  /** The name of a vector whose lanes are all the same. */
  String broadcast(Value value, String constant) {
    if (value instanceof Value.Number number) {
      return constant(number.value(), constant);
    }
    if (value instanceof Value.Host host) {
      return host.node().op() instanceof Op.Constant known
          ? constant(known.value(), constant)
          : constants.argument(context.arguments().number(host.node()));
    }
    String name = context.scope().vector(value);
    if (name == null) {
      Expression scalar = scalars.number(value);
      String base =
          value instanceof Value.Reduced
              ? scalar.text()
              : LocalNames.of(value, context.arguments());
      name =
          declare("FloatVector", base + "Lanes", "FloatVector.broadcast(SPECIES, " + scalar + ")");
      context.scope().bindVector(value, name);
    }
    return name;
  }

  private String expression(Value value) {
    return expression(value, LONGEST);
  }

  private String expression(Value value, int longest) {
    String known = context.scope().vector(value);
    if (known != null) {
      return known;
    }
    String written = write(value);
    return value instanceof Value.Reduced || context.isInlined(value, written, longest)
        ? written
        : bound(value, written);
  }

  private String write(Value value) {
    if (value instanceof Value.Reduced reduced) {
      return context.reduced(reduced);
    } else if (value instanceof Value.Load load) {
      return "FloatVector.fromArray(SPECIES, %s, %s)"
          .formatted(
              context.arguments().array(load.buffer()),
              scalars.index(load.buffer(), load.at(), load.spot()));
    } else if (value instanceof Value.Position position) {
      String first = context.places().of(position.at(), "");
      String cast = first.contains(" ") ? "(float) (" + first + ")" : "(float) " + first;
      return "FloatVector.broadcast(SPECIES, " + cast + ").add(" + steps(position.at()) + ")";
    } else if (value instanceof Value.Random random) {
      return random(random);
    } else if (value instanceof Value.Apply apply) {
      return apply(apply);
    }
    throw new IllegalStateException(value + " has no name");
  }

  /**
   * 0, 1, 2 … times the stride of the innermost loop. It is added to something, never added to:
   * HotSpot's first compiler knows the class of a constant, and takes all in that is called on it
   * and on what comes of that. A kernel with two hashes of a constant then has too many registers,
   * and stays at its slow code.
   */
  private static String steps(Affine at) {
    Size stride = at.strides().get(at.strides().size() - 1);
    if (stride.isOne()) {
      return "IOTA";
    }
    String size = Sizes.of(stride);
    return "FloatVector.broadcast(SPECIES, (float) "
        + (size.contains(" ") ? "(" + size + ")" : size)
        + ").mul(IOTA)";
  }

  /** The hash of {@code RandomNumbers} (Wellons, 2018), on all lanes. */
  private String random(Value.Random random) {
    String key = context.arguments().key(random.stream());
    String element =
        "IntVector.broadcast(IntVector.SPECIES_PREFERRED, %s).add(INT_IOTA)"
            .formatted(context.places().of(random.element(), ""));
    String low = constants.whole("(int) " + key, "keyLow");
    String high = constants.whole("(int) (" + key + " >>> 32)", "keyHigh");
    String first = hashed(element + ".lanewise(VectorOperators.XOR, " + low + ")");
    String second = hashed(first + ".add(" + high + ")");
    return "((FloatVector) %s.lanewise(VectorOperators.LSHR, 8).convert(VectorOperators.I2F, 0)).mul(%s)"
        .formatted(second, constant(0x1p-24, "toFraction"));
  }

  private String hashed(String start) {
    String x = bits(start);
    x = bits(xorShifted(x, 16) + ".mul(" + constants.whole("0x21f0aaad", "multiplier") + ")");
    x = bits(xorShifted(x, 15) + ".mul(" + constants.whole("0xd35a2d97", "multiplier") + ")");
    return xorShifted(x, 15);
  }

  private static String xorShifted(String x, int bits) {
    String shifted = x + ".lanewise(VectorOperators.LSHR, " + bits + ")";
    return x + ".lanewise(VectorOperators.XOR, " + shifted + ")";
  }

  private String bits(String expression) {
    return declare("IntVector", "bits", expression);
  }

  private String apply(Value.Apply apply) {
    ScalarFunction function = apply.function();
    Value.Number bound = rectified(apply);
    if (bound != null) {
      String x = name(apply.inputs().get(apply.inputs().get(0) == bound ? 1 : 0));
      String k = constant(bound.value(), "limit");
      String order = function == ScalarFunction.MAXIMUM ? "LT" : "GT";
      return "%s.blend(%s, %s.compare(VectorOperators.%s, %s))".formatted(x, k, x, order, k);
    }
    if (function == ScalarFunction.SELECT && ScalarElements.isPredicate(apply)) {
      String condition = maskName(apply.inputs().get(0));
      return "%s.and(%s).or(%s.and(%s.not()))"
          .formatted(
              condition, mask(apply.inputs().get(1)), mask(apply.inputs().get(2)), condition);
    }
    boolean named = VectorCode.takesNames(function);
    String constant = LocalNames.ofConstant(function);
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i < apply.inputs().size(); i++) {
      Value input = apply.inputs().get(i);
      if (ScalarElements.takesTruth(apply, i)) {
        inputs.add(mask(input));
      } else {
        inputs.add(named ? name(input, constant) : vector(input, constant));
      }
    }
    return code.of(function, inputs);
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
}
