package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.ir.Symbol;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** Writes how a serving class finds out from the arrays of its inputs how long what varies is. */
final class ServingLengths {
  private final Program program;
  private final ServingNames names;
  private final PortLengths lengths;
  private final Steps predict;

  ServingLengths(Program program, ServingNames names, PortLengths lengths, Steps predict) {
    this.program = program;
    this.names = names;
    this.lengths = lengths;
    this.predict = predict;
  }

  /**
   * Declares how long what varies is, as the arrays of inputs say.
   *
   * @param array of the input of that number
   * @param computes whether rows are computed where this stands
   * @return what is declared
   */
  List<String> find(Lines lines, BiFunction<ServingPort, Integer, String> array, boolean computes) {
    List<String> declared = new ArrayList<>();
    for (Symbol length : lengths.symbols()) {
      declared.add(length.variable());
      int i = program.inputs().indexOf(lengths.port(length));
      ServingPort input = names.inputs.get(i);
      lines.add(
          "int %s = Lengths.dim(%s, %s, %s, %s, %s, rows, %s);"
              .formatted(
                  length.variable(),
                  Literals.text(length.name()),
                  lengths.least(length),
                  length.bound(),
                  input.text(),
                  length(input, array.apply(input, i)),
                  Sizes.of(PortLengths.each(input.port(), length))));
    }
    Set<Symbol> used = new HashSet<>(computes ? named() : List.of());
    names.inputs.forEach(i -> used.addAll(i.width().symbols()));
    names.outputs.forEach(o -> used.addAll(o.width().symbols()));
    lengths
        .sums(used)
        .forEach(
            (name, sum) -> {
              declared.add(name);
              lines.add("int " + name + " = " + sum + ";");
            });
    for (int i = 0; i < names.inputs.size(); i++) {
      ServingPort input = names.inputs.get(i);
      if (input.varies() && lengths.symbols().stream().noneMatch(l -> says(input, l))) {
        Symbol length = lengths.of(input.port()).get(0);
        lines.add(
            "Lengths.agree(%s, %s, rows, %s, %s, %s, %s);"
                .formatted(
                    input.text(),
                    length(input, array.apply(input, i)),
                    Sizes.of(input.width()),
                    Literals.text(length.name()),
                    length.variable(),
                    Literals.text(lengths.port(length).name())));
      }
    }
    return declared;
  }

  private List<Symbol> named() {
    return predict.namedLengths("space", "rows", "numbers");
  }

  private boolean says(ServingPort input, Symbol length) {
    return lengths.port(length).equals(input.port());
  }

  private static String length(ServingPort input, String array) {
    return "Lengths.length(%s, %s)".formatted(input.text(), array);
  }
}
