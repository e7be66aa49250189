package dev.tulle.compiler.syntax;

import static dev.tulle.grammar.TulleLexer.*;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Which tokens are keywords, names and ends of operands. */
final class Words {
  private static final BitSet HEADERS = set(TULLE, MODULE, IMPORT);
  private static final BitSet DECLARATIONS =
      set(CONST, DIM, BLOCK, NET, FUN, OPTIMIZER, SCHEDULE, INIT, DATA, TRAIN);
  private static final BitSet STATEMENTS =
      set(INPUT, TARGET, PARAM, STATE, UPDATE, LET, OUTPUT, LOSS, CHECK);
  private static final BitSet NAMES = set(NAME, ON, AUGMENT, GROUP, FREEZE);
  private static final BitSet OPERAND_ENDS =
      set(CLOSE_PAREN, CLOSE_BRACKET, INTEGER, REAL, STRING, TRUE, FALSE, HOLE);
  private static final BitSet OPERAND_STARTS =
      set(INTEGER, REAL, STRING, TRUE, FALSE, HOLE, NOT, IF, OPEN_PAREN, OPEN_BRACKET, MINUS);

  static {
    NAMES.or(HEADERS);
    NAMES.or(DECLARATIONS);
    NAMES.or(STATEMENTS);
    OPERAND_ENDS.or(NAMES);
    OPERAND_STARTS.or(NAMES);
  }

  private Words() {}

  static boolean isHeader(NetToken token) {
    return in(HEADERS, token);
  }

  static boolean isDeclaration(NetToken token) {
    return in(DECLARATIONS, token);
  }

  static boolean isStatement(NetToken token) {
    return in(STATEMENTS, token);
  }

  /** A soft keyword that a name follows. */
  static boolean isKeyword(NetToken token) {
    return isHeader(token) || isDeclaration(token) || isStatement(token) || token.is(AUGMENT);
  }

  /** A name or a soft keyword, which is a name where a name can stand. */
  static boolean isName(NetToken token) {
    return in(NAMES, token);
  }

  /** Whether an expression can be complete with this token. */
  static boolean endsOperand(NetToken token) {
    return in(OPERAND_ENDS, token);
  }

  static boolean startsOperand(NetToken token) {
    return in(OPERAND_STARTS, token);
  }

  static boolean opens(NetToken token) {
    return token.is(OPEN_PAREN, OPEN_BRACKET, OPEN_BRACE);
  }

  static boolean closes(NetToken token) {
    return token.is(CLOSE_PAREN, CLOSE_BRACKET, CLOSE_BRACE);
  }

  /** The words that begin a declaration. */
  static List<String> declarations() {
    return texts(DECLARATIONS);
  }

  /** The words that begin a statement. */
  static List<String> statements() {
    return texts(STATEMENTS);
  }

  /** A token type as the user writes it, in back quotes; a name for those with many forms. */
  static String describe(int type) {
    if (type == NAME) {
      return "a name";
    }
    if (type == INTEGER) {
      return "a whole number";
    }
    if (type == STRING) {
      return "a text in quotes";
    }
    if (type == EOF) {
      return "the end of the file";
    }
    String literal = VOCABULARY.getLiteralName(type);
    return literal == null
        ? VOCABULARY.getDisplayName(type)
        : "`" + literal.substring(1, literal.length() - 1) + "`";
  }

  /** A token as a message calls it. */
  static String describe(NetToken token) {
    return token.is(EOF) ? "the end of the file" : "`" + shortened(token.getText()) + "`";
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  private static List<String> texts(BitSet types) {
    return types.stream()
        .mapToObj(VOCABULARY::getLiteralName)
        .map(literal -> literal.substring(1, literal.length() - 1))
        .toList();
  }

  private static boolean in(BitSet set, NetToken token) {
    return token.getType() >= 0 && set.get(token.getType());
  }

  private static BitSet set(int... types) {
    var set = new BitSet();
    IntStream.of(types).forEach(set::set);
    return set;
  }
}
