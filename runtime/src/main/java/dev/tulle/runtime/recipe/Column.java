package dev.tulle.runtime.recipe;

import java.util.List;

/** An expression over the columns of a table. */
public sealed interface Column {
  /**
   * All columns that match a pattern of {@code include} and none of {@code except}, in file order.
   */
  record Columns(List<String> include, List<String> except) implements Column {
    public Columns {
      include = List.copyOf(include);
      except = List.copyOf(except);
    }
  }

  /** A number for every row. */
  record Number(double value) implements Column {}

  /** Elementwise; a single column goes with many. */
  record Arithmetic(Operator operator, Column left, Column right) implements Column {}

  /** A function of each element. */
  record Mapped(Function function, Column of) implements Column {}

  /**
   * Mean 0 and deviation 1 as measured on the training rows.
   *
   * @param channels how many columns in turn have means of their own, or 0 where each has: numbers
   *     of pictures come pixel by pixel, a column for each channel
   */
  record Standardize(Column of, int channels) implements Column {
    /** By column. */
    public Standardize(Column of) {
      this(of, 0);
    }
  }

  /** An axis of classes for each text or whole-number column. */
  record OneHot(Column of) implements Column {}

  /**
   * So many symbols of a text behind each other; windows of one row begin at the same place.
   *
   * @param length how many symbols
   * @param offset how far behind that place the first of them is
   */
  record Window(Unit unit, int length, int offset) implements Column {}

  /**
   * All that one cell holds, behind each other: each row has its own length.
   *
   * @param of the one column
   * @param unknown whether the last class is that of all symbols but the most frequent
   */
  record Sequence(Columns of, Unit unit, boolean unknown) implements Column {
    /** Numbers, or symbols each of which has its own class. */
    public Sequence(Columns of, Unit unit) {
      this(of, unit, false);
    }
  }

  /** The class of a column as an index below a dim of {@code count}. */
  record Classes(Column of, String dim, int count) implements Column {}

  /** What a text is made of. */
  enum Unit {
    /** Characters of Unicode. */
    CHARS,
    /** Bytes of the file. */
    BYTES,
    /** What blanks part. */
    WORDS,
    /** Numbers, parted by blanks, commas or semicolons. */
    NUMBERS
  }

  /** Operators between two columns. */
  enum Operator {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    POWER,
    MINIMUM,
    MAXIMUM;

    /** The result for two numbers; the same bits on every machine. */
    public double apply(double a, double b) {
      return switch (this) {
        case ADD -> a + b;
        case SUBTRACT -> a - b;
        case MULTIPLY -> a * b;
        case DIVIDE -> a / b;
        case POWER -> StrictMath.pow(a, b);
        case MINIMUM -> Math.min(a, b);
        case MAXIMUM -> Math.max(a, b);
      };
    }
  }

  /** Functions of one column. */
  enum Function {
    NEGATE,
    ABS,
    EXP,
    LOG,
    SQRT;

    /** The result for a number; the same bits on every machine. */
    public double apply(double x) {
      return switch (this) {
        case NEGATE -> -x;
        case ABS -> Math.abs(x);
        case EXP -> StrictMath.exp(x);
        case LOG -> StrictMath.log(x);
        case SQRT -> Math.sqrt(x);
      };
    }
  }
}
