package dev.tulle.compiler.codegen;

/**
 * A Java expression, and how tightly it binds: what stands beside an operator is put in brackets
 * only where it would be read otherwise (Java Language Specification, 15).
 */
record Expression(String text, int binding) {
  static final int CHOICE = 1;
  static final int OR = 3;
  static final int AND = 4;
  static final int EQUALITY = 8;
  static final int RELATION = 9;
  static final int SUM = 11;
  static final int PRODUCT = 12;
  static final int UNARY = 14;
  static final int PRIMARY = 15;

  /** A name, a call or a place in an array. */
  static Expression primary(String text) {
    return new Expression(text, PRIMARY);
  }

  /** Operands of equal binding are taken from the left, as Java does: the order of roundings. */
  static Expression infix(Expression left, String operator, Expression right, int binding) {
    return new Expression(
        left.operand(binding) + " " + operator + " " + right.operand(binding + 1), binding);
  }

  static Expression prefix(String operator, Expression operand) {
    boolean twice = operator.equals("-") && operand.text().startsWith("-");
    return new Expression(operator + operand.operand(twice ? PRIMARY : UNARY), UNARY);
  }

  static Expression choice(Expression condition, Expression then, Expression otherwise) {
    return new Expression(
        "%s ? %s : %s"
            .formatted(
                condition.operand(CHOICE + 1),
                then.operand(CHOICE + 1),
                otherwise.operand(CHOICE + 1)),
        CHOICE);
  }

  /** The text where nothing that binds less than {@code least} may stand. */
  String operand(int least) {
    return binding < least ? "(" + text + ")" : text;
  }

  @Override
  public String toString() {
    return text;
  }
}
