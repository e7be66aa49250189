package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.DataSource;
import dev.tulle.compiler.ir.DataSource.Column;
import dev.tulle.compiler.ir.Program;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a serving class calls the inputs, outputs and classes of its net: Java names, all different.
 */
final class ServingNames {
  /** Constants that the class has of its own. */
  private static final Set<String> CONSTANTS =
      Set.of(
          "LAYOUT",
          "INPUTS",
          "OUTPUTS",
          "KERNELS",
          "FIXED",
          "PER_ROW",
          "STRIP_PER_ROW",
          "STRIP",
          "CHUNK",
          "PIECE",
          "LARGE_PIECE",
          "WORKSPACES",
          "DIMS");

  /** Parameters and locals of the methods that take inputs. */
  private static final Set<String> LOCALS =
      Set.of(
          "rows",
          "row",
          "first",
          "piece",
          "shares",
          "each",
          "threads",
          "space",
          "workspace",
          "numbers",
          "inputs",
          "outputs",
          "weights",
          "panels",
          "fields");

  private static final String OUTPUTS = "Outputs";

  /**
   * A dim whose classes the net serves.
   *
   * @param constant its number of classes
   * @param field its classes
   * @param name the beginning of its methods
   * @param scored whether an output has a number for each class
   */
  record Dim(String dim, String constant, String field, String name, boolean scored) {}

  final List<ServingPort> inputs = new ArrayList<>();
  final List<ServingPort> outputs = new ArrayList<>();
  final List<Dim> dims = new ArrayList<>();

  /** The classes of each dim of an input, target or output. */
  final Map<String, Integer> counts = new LinkedHashMap<>();

  final Map<String, String> constants = new LinkedHashMap<>();

  /** The record of all outputs. */
  final String record;

  /** Whether the columns of the data have names that people know: those of pictures have not. */
  private final boolean table;

  private final boolean varies;

  ServingNames(Program program, int steps) {
    record = program.name().equals(OUTPUTS) ? OUTPUTS + "_" : OUTPUTS;
    Program.Training training = program.training();
    table = training != null && training.data().format() == DataSource.Format.CSV;
    constants(program);
    Set<String> parameters = new HashSet<>(LOCALS);
    program.predict().nodes().stream()
        .flatMap(n -> n.shape().sizes().stream())
        .flatMap(s -> s.symbols().stream())
        .forEach(s -> parameters.add(s.variable()));
    Set<String> fields = new HashSet<>(Set.of("weights", "panels", "fields", "threads"));
    for (Program.Port port : program.inputs()) {
      String camel = Identifiers.camel(port.name());
      Column column = column(program, port);
      String given = RawForm.of(column) == RawForm.PREPARED ? camel + "Prepared" : camel;
      inputs.add(
          new ServingPort(
              port,
              Identifiers.unique(given, parameters),
              Identifiers.unique(camel, fields),
              column));
    }
    varies = inputs.stream().anyMatch(ServingPort::varies);
    // An output of an index is `initial(int)`, which a call of `initial(long)` would mean as well.
    Set<String> methods = new HashSet<>(Set.of("predict", "initial", "panels"));
    methods.addAll(List.of("predictRows", "shareRows", ServingLoop.TENSORS, ServingLoop.VALUES));
    for (int i = 1; i <= steps; i++) {
      methods.add("predictRows" + i);
      methods.add("shareRows" + i);
    }
    for (Program.Port port : program.outputs()) {
      String camel = Identifiers.camel(port.name());
      outputs.add(
          new ServingPort(
              port,
              Identifiers.unique(camel, parameters),
              Identifiers.unique(camel, methods),
              null));
    }
    dims(program, fields, methods);
  }

  /** Names of constants that are taken. */
  Set<String> allConstants() {
    Set<String> all = new HashSet<>(CONSTANTS);
    all.addAll(constants.values());
    return all;
  }

  private void constants(Program program) {
    var ports = new ArrayList<>(program.inputs());
    ports.addAll(program.targets());
    ports.addAll(program.outputs());
    Set<String> taken = new HashSet<>(CONSTANTS);
    for (Program.Port port : ports) {
      String dim = port.classes();
      if (dim != null && counts.putIfAbsent(dim, port.classCount()) == null) {
        constants.put(dim, Identifiers.unique(Identifiers.constant(dim), taken));
      }
    }
  }

  private void dims(Program program, Set<String> fields, Set<String> methods) {
    for (Map.Entry<String, String> constant : constants.entrySet()) {
      String dim = constant.getKey();
      boolean served =
          program.inputs().stream().anyMatch(p -> dim.equals(p.classes()))
              || program.outputs().stream().anyMatch(p -> dim.equals(p.classes()));
      if (served) {
        String camel = Identifiers.camel(dim);
        String name = camel;
        while (!methods.add(name + "Names")
            | !methods.add(name + "Name")
            | !methods.add(name + "Of")
            | !methods.add(name + "IndexOf")) {
          name += "_";
        }
        boolean scored =
            outputs.stream().anyMatch(o -> !o.isIndex() && dim.equals(o.port().classes()));
        dims.add(
            new Dim(
                dim,
                constant.getValue(),
                Identifiers.unique(camel + "Classes", fields),
                name,
                scored));
      }
    }
  }

  private static @Nullable Column column(Program program, Program.Port port) {
    Program.Training training = program.training();
    return training == null
        ? null
        : training.data().fields().stream()
            .filter(field -> field.port().equals(port.name()))
            .map(DataSource.Field::value)
            .findFirst()
            .orElse(null);
  }

  /** An input's field in a method that takes inputs: `this` tells it from parameters and locals. */
  String field(ServingPort input) {
    String name = input.member();
    boolean hidden =
        LOCALS.contains(name)
            || Stream.concat(inputs.stream(), outputs.stream())
                .anyMatch(p -> name.equals(p.java()));
    return hidden ? "this." + name : name;
  }

  /**
   * Whether every input is made of a table's columns, so that a row can be given by their names.
   */
  boolean takesRows() {
    return table && inputs.stream().allMatch(i -> i.column() != null && !i.varies());
  }

  /** Whether inputs are longer in one call than in another: their arrays say how long. */
  boolean varies() {
    return varies;
  }

  /** Whether an input takes a picture. */
  boolean takesPictures() {
    return inputs.stream().anyMatch(input -> input.channels() > 0);
  }
}
