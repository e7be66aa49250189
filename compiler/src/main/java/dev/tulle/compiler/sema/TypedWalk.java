package dev.tulle.compiler.sema;

import java.util.List;

/** What typed nodes are computed from. */
public final class TypedWalk {
  private TypedWalk() {}

  /** The nodes that {@code node} reads, in any mode. */
  public static List<Typed> operands(Typed node) {
    Typed.Form form = node.form();
    if (form instanceof Typed.Form.Elementwise elementwise) {
      return elementwise.arguments();
    } else if (form instanceof Typed.Form.Spread spread) {
      return List.of(spread.of());
    } else if (form instanceof Typed.Form.Permute permute) {
      return List.of(permute.of());
    } else if (form instanceof Typed.Form.Reduce reduce) {
      return List.of(reduce.of());
    } else if (form instanceof Typed.Form.BatchSum sum) {
      return List.of(sum.of());
    } else if (form instanceof Typed.Form.Reshape reshape) {
      return List.of(reshape.of());
    } else if (form instanceof Typed.Form.Slice slice) {
      return List.of(slice.of());
    } else if (form instanceof Typed.Form.Concat concat) {
      return concat.parts();
    } else if (form instanceof Typed.Form.ByMode mode) {
      return List.of(mode.training(), mode.serving());
    } else if (form instanceof Typed.Form.Constant constant) {
      return List.of(constant.of());
    }
    return List.of();
  }
}
