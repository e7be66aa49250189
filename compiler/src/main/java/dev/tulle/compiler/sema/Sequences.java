package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.ir.DataSource.Column;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Name;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that one cell of a table holds, so that each row has its own length: {@code
 * numbers(column("signal"))}, {@code words(column("review")) as vocab}.
 */
final class Sequences {
  /** What a cell can be taken for. */
  static final Map<String, Column.Unit> UNITS =
      Map.of(
          "chars", Column.Unit.CHARS,
          "bytes", Column.Unit.BYTES,
          "words", Column.Unit.WORDS,
          "numbers", Column.Unit.NUMBERS);

  /** The argument that says whether rare symbols share a class. */
  private static final String UNKNOWN = "unknown";

  private Sequences() {}

  /** Whether an expression takes a cell apart. */
  static boolean isCall(Expression expression) {
    return expression instanceof Expression.Call call
        && call.callee() instanceof Expression.Reference name
        && UNITS.containsKey(name.name());
  }

  /** What a cell holds, of the column between the brackets or in front of the arrow. */
  static Column.Sequence of(String name, Column column, boolean unknown, Span span) {
    if (column instanceof Column.Columns columns
        && columns.include().size() == 1
        && columns.except().isEmpty()
        && columns.include().get(0).chars().noneMatch(c -> c == '*' || c == '?')) {
      return new Column.Sequence(columns, Objects.requireNonNull(UNITS.get(name)), unknown);
    }
    throw Mistake.of(
        Code.D302,
        span,
        "`" + name + "` takes what the cells of one column hold, and this is no such column",
        form(name));
  }

  /** What a call takes apart, and whether rare symbols share a class. */
  static Column.Sequence of(Expression.Call call, Columns columns) {
    String name = ((Expression.Reference) call.callee()).name();
    List<Expression.Argument> arguments = call.arguments();
    // Numbers are no symbols of a text, and each of the 256 bytes has its class.
    boolean rare = name.equals("words") || name.equals("chars");
    arguments.forEach(argument -> requireKnown(name, argument, rare));
    Expression.@Nullable Truth unknown = arguments.size() == 2 ? unknown(arguments.get(1)) : null;
    if (arguments.isEmpty()
        || arguments.get(0).name() != null
        || arguments.size() > 1 && !(rare && unknown != null)) {
      throw Mistake.of(
          Code.D302,
          call.span(),
          "`"
              + name
              + "` takes one column, whose cells it takes apart"
              + (rare ? ", and whether rare symbols share a class" : ""),
          forms(name, rare));
    }
    return of(
        name,
        columns.column(arguments.get(0).value()),
        unknown != null && unknown.value(),
        call.span());
  }

  /** Refuses an argument of a name that means nothing here, at its place. */
  private static void requireKnown(String name, Expression.Argument argument, boolean rare) {
    Name given = argument.name();
    if (given != null && !(rare && given.text().equals(UNKNOWN))) {
      boolean near = rare && NearNames.nearest(given.text(), List.of(UNKNOWN)).isPresent();
      throw Mistake.of(
          Code.N102,
          given.span(),
          "`" + name + "` does not take `" + given + "`",
          (near ? "did you mean `" + UNKNOWN + "`? " : "") + forms(name, rare));
    }
  }

  private static Expression.@Nullable Truth unknown(Expression.Argument argument) {
    return argument.name() != null
            && argument.name().text().equals(UNKNOWN)
            && argument.value() instanceof Expression.Truth truth
        ? truth
        : null;
  }

  /** Refuses symbols of a text where numbers are wanted. */
  static Column.Sequence requireNumbers(Column.Sequence sequence, String name, Span span) {
    if (sequence.unit() != Column.Unit.NUMBERS) {
      throw Mistake.of(
          Code.D305,
          span,
          "the symbols of a text are classes, and a dim says how many there are",
          form(name) + ", with a `dim vocab = 65`");
    }
    return sequence;
  }

  /** Refuses an axis of classes for what has no columns. */
  static void refuseOneHot(Column of, Span span) {
    if (of instanceof Column.Sequence sequence) {
      throw Mistake.of(
          Code.D302,
          span,
          "`one_hot` makes numbers of columns, and a sequence has none",
          "`numbers(column(\""
              + sequence.of().include().get(0)
              + "\")) as kind` makes classes of it");
    }
  }

  private static String forms(String name, boolean rare) {
    return form(name)
        + (rare ? ", `" + name + "(column(\"text\"), " + UNKNOWN + " = true) as vocab`" : "");
  }

  static String form(String name) {
    return name.equals("numbers")
        ? "`numbers(column(\"signal\"))`"
        : "`" + name + "(column(\"text\")) as vocab`";
  }
}
