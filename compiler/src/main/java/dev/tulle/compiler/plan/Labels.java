package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  /**
   * @param sizes of the labels
   */
  static Labels of(Op.Contract contract, Map<Integer, Size> sizes) {
    List<Integer> result = contract.result();
    int last = last(result, sizes);
    boolean swap = contract.left().contains(last) && !contract.right().contains(last);
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

  /** The label of the axis along which the result lies: the last of more than one step; or -1. */
  static int last(List<Integer> result, Map<Integer, Size> sizes) {
    for (int i = result.size() - 1; i >= 0; i--) {
      if (!sizes.getOrDefault(result.get(i), Size.ONE).isOne()) {
        return result.get(i);
      }
    }
    return result.isEmpty() ? -1 : result.get(result.size() - 1);
  }

  /** The same with that label as the innermost of the rows. */
  Labels withLastRow(Integer row) {
    List<Integer> others = rows.stream().filter(l -> !l.equals(row)).toList();
    List<Integer> moved = Stream.concat(others.stream(), Stream.of(row)).toList();
    return new Labels(batch, moved, columns, depth, a, b, swapped);
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
