package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Symbol;
import java.util.stream.Collectors;

/** What numbers of the host are called: as the text calls them, or after how they are computed. */
final class HostNames {
  private HostNames() {}

  /**
   * @param function the function that needs it
   */
  static String of(Node node, String function) {
    // A number of an update has the name of a `let` or an argument, or else of its optimizer, which
    // the library writes with a capital.
    String hint = node.hint();
    boolean named = function.equals("update") && !hint.isEmpty();
    return named && Character.isLowerCase(hint.charAt(0))
        ? Identifiers.camel(hint)
        : computed(node);
  }

  /** {@code rowCount} of the batch, {@code timeCount} of a length called {@code timeLength}. */
  private static String counted(Size size) {
    if (size.equals(Size.ROWS)) {
      return "rowCount";
    }
    String names = size.symbols().stream().map(Symbol::name).collect(Collectors.joining(" "));
    return Words.camel(names.replace("Length", "") + " count");
  }

  private static String computed(Node node) {
    Op op = node.op();
    if (op instanceof Op.Extent extent) {
      return counted(extent.size());
    } else if (op instanceof Op.Read read) {
      return Identifiers.camel(read.name());
    } else if (op instanceof Op.Map map) {
      Node first = node.input(0);
      if (map.function() == ScalarFunction.NEGATE) {
        return Words.camel("minus " + Words.of(computed(first)));
      } else if (map.function() == ScalarFunction.DIVIDE
          && first.op() instanceof Op.Constant one
          && one.value() == 1
          && node.input(1).op() instanceof Op.Extent extent
          && extent.size().equals(Size.ROWS)) {
        return "perRow";
      }
      return LocalNames.of(map.function());
    } else if (op instanceof Op.Broadcast || op instanceof Op.Reshape) {
      return computed(node.input(0));
    }
    return "number";
  }
}
