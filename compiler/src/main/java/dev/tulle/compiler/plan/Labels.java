package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the labels of a contraction are to a matrix product.
 *
 * @param batch in both operands and the result
 * @param rows in the left operand and the result
 * @param columns in the right operand and the result; the result's contiguous axis is one of them
 * @param depth in both operands only
 * @param a labels of the left operand's axes
 * @param b labels of the right operand's axes
 * @param swapped whether the contraction's first input is the right operand
 */
record Labels(
    List<Integer> batch,
    List<Integer> rows,
    List<Integer> columns,
    List<Integer> depth,
    List<Integer> a,
    List<Integer> b,
    boolean swapped) {

  static Labels of(Op.Contract contract) {
    List<Integer> result = contract.result();
    boolean swap =
        !result.isEmpty()
            && contract.left().contains(result.get(result.size() - 1))
            && !contract.right().contains(result.get(result.size() - 1));
    List<Integer> a = swap ? contract.right() : contract.left();
    List<Integer> b = swap ? contract.left() : contract.right();
    var batch = new ArrayList<Integer>();
    var rows = new ArrayList<Integer>();
    var columns = new ArrayList<Integer>();
    for (Integer label : result) {
      boolean inA = a.contains(label);
      (inA && b.contains(label) ? batch : inA ? rows : columns).add(label);
    }
    List<Integer> depth = a.stream().filter(l -> b.contains(l) && !result.contains(l)).toList();
    return new Labels(batch, rows, columns, depth, a, b, swap);
  }

  /** In the order of the product's loops. */
  List<Integer> loops() {
    return Stream.of(batch, rows, columns, depth).flatMap(List::stream).toList();
  }

  /** Labels of one operand alone that the result lacks. */
  static List<Integer> lonely(List<Integer> operand, List<Integer> other, List<Integer> result) {
    return operand.stream().filter(l -> !other.contains(l) && !result.contains(l)).toList();
  }
}
