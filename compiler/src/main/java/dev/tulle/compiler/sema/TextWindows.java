package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.ir.DataSource;
import dev.tulle.compiler.ir.DataSource.Column;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Name;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Windows over a text: `window(chars as vocab, 128, offset = 1)`. */
final class TextWindows {
  /** What a text can be taken for. */
  static final Map<String, Column.Unit> UNITS =
      Map.of("chars", Column.Unit.CHARS, "bytes", Column.Unit.BYTES);

  private static final int BYTES = 256;
  private static final String FORM = "`window(chars as vocab, 128)`";

  private final Evaluator evaluator;

  TextWindows(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  /** The symbols of a text without a window around them. */
  static Mistake bare(Expression.Reference unit) {
    return Mistake.of(
        Code.D302,
        unit.span(),
        "`" + unit.name() + "` are all symbols of the text, and a row takes some of them",
        "`window(" + unit.name() + " as vocab, 128)` takes 128 behind each other");
  }

  Column column(Expression.Call call) {
    List<Expression.Argument> arguments = call.arguments();
    if (arguments.isEmpty() || arguments.get(0).name() != null) {
      throw Mistake.of(
          Code.N108,
          call.span(),
          "`window` takes what it is a window of, and how long it is",
          "such as " + FORM);
    }
    Expression of = arguments.get(0).value();
    Expression symbols = of instanceof Expression.Ascription as ? as.value() : of;
    Column.@Nullable Unit unit =
        symbols instanceof Expression.Reference name ? UNITS.get(name.name()) : null;
    if (unit == null) {
      throw Mistake.of(
          Code.D302,
          symbols.span(),
          "a window is one of `chars` or `bytes`, and this is `" + symbols.span().text() + "`",
          "such as " + FORM);
    }
    if (!(of instanceof Expression.Ascription ascription)) {
      throw Mistake.of(
          Code.D305,
          of.span(),
          "the symbols of a text are classes, and a dim says how many there are",
          "`window(" + of.span().text() + " as vocab, …)`, with a `dim vocab = 65`");
    }
    Dim dim = Columns.dimOfClasses(ascription, evaluator);
    checkBytes(unit, dim, ascription);
    Map<String, Arguments.Given> given =
        Arguments.match(
            "window",
            List.of("length", "offset"),
            List.of(),
            evaluator.calls().given(arguments.subList(1, arguments.size())),
            call.span());
    Arguments.Given length = given.get("length");
    if (length == null) {
      throw Arguments.missing("window", "length", call.span());
    }
    Arguments.Given offset = given.get("offset");
    return new Column.Classes(
        new Column.Window(
            unit,
            Coerce.count(length.value(), length.span(), "the length of a window"),
            offset == null ? 0 : offset(offset)),
        dim.name(),
        Math.toIntExact(dim.value()));
  }

  /** Refuses another number of bytes than there are. */
  static void checkBytes(Column.Unit unit, Dim dim, Expression.Ascription ascription) {
    if (unit == Column.Unit.BYTES && dim.value() != BYTES) {
      throw Mistake.of(
          Code.D305,
          ascription.type().span(),
          "there are " + BYTES + " bytes, and `" + dim + "` is " + dim.value(),
          "`dim " + dim + " = " + BYTES + "`");
    }
  }

  private static int offset(Arguments.Given given) {
    double value = Coerce.number(given.value(), given.span());
    if (value != Math.rint(value) || value < 0 || value > Coerce.LARGEST) {
      throw Mistake.of(
          Code.T213,
          given.span(),
          "the offset of a window is a whole number from 0 on, and this is " + Coerce.plain(value),
          value < 0
              ? "let the other windows begin later: their `offset` may be larger"
              : "`offset = 1` begins one symbol further on");
    }
    return (int) value;
  }

  /** Whether a window is as long as its port is. */
  static void checkLength(Column column, TypedNet.Port port, Expression written) {
    if (!(column instanceof Column.Classes classes
        && classes.of() instanceof Column.Window window)) {
      return;
    }
    TensorType type = port.leaf().type();
    Dim wanted = type.count();
    if (type.rank() <= 1 && wanted.least() <= window.length() && window.length() <= wanted.most()) {
      return;
    }
    throw new Mistake(
        Diagnostic.error(
                Code.D302,
                written.span(),
                "`" + port.name() + "` is " + type + ", and its windows are of " + window.length(),
                type.rank() > 1
                    ? "a window has one axis: `" + port.name() + ": " + classes.dim() + "[time]`"
                    : "`window(… as "
                        + classes.dim()
                        + ", "
                        + wanted.most()
                        + ")`, or another size of `"
                        + (type.rank() == 0 ? classes.dim() : type.last())
                        + "`")
            .withRelated(port.span(), "declared here"));
  }

  /** Refuses a field of a text that is no window: nothing else of a text is a row. */
  static void requireWindow(Column column, Expression written) {
    if (!(column instanceof Column.Classes classes && classes.of() instanceof Column.Window)) {
      throw Mistake.of(
          Code.D302,
          written.span(),
          "a field of a text is a window over its symbols, and this is none",
          "such as `window(chars as vocab, 128)`");
    }
  }

  /** Refuses what a `validate` says of tables alone. */
  static void checkValidation(Expression validate) {
    if (validate instanceof Expression.Call call
        && call.callee() instanceof Expression.Reference name
        && name.name().equals("kfold")) {
      throw Mistake.of(
          Code.R404,
          validate.span(),
          "folds are made of rows that do not follow each other, and those of a text do",
          "`holdout(0.1)` sets the end of what trains aside");
    }
    checkSplit(validate);
  }

  /** Refuses what a split says of tables alone: a text is parted in its order. */
  static void checkSplit(Expression split) {
    if (split instanceof Expression.Call call) {
      for (Expression.Argument argument : call.arguments()) {
        Name name = argument.name();
        if (name != null && List.of("seed", "stratify").contains(name.text())) {
          throw Mistake.of(
              Code.D302,
              name.span(),
              "a text is split in its order, so that `" + name + "` says nothing",
              "leave it out: what trains stands in front, what validates behind it");
        }
      }
    }
  }

  /** Warns where a target is a window that the net is given too: it would learn to copy. */
  static void checkTargets(
      List<DataSource.Field> fields, List<TypedNet.Port> ports, NetContext to) {
    for (TypedNet.Port port : ports) {
      DataSource.Field own = field(fields, port);
      if (port.leaf().form() instanceof Typed.Form.Leaf leaf
          && leaf.place() == Typed.Place.TARGET
          && own != null
          && own.value() instanceof Column.Classes classes
          && classes.of() instanceof Column.Window window) {
        for (TypedNet.Port other : ports) {
          DataSource.Field given = field(fields, other);
          if (other.leaf().form() instanceof Typed.Form.Leaf source
              && source.place() == Typed.Place.INPUT
              && given != null
              && given.value().equals(classes)) {
            to.sink()
                .report(
                    Diagnostic.warning(
                            Code.D302,
                            own.span(),
                            "`"
                                + port.name()
                                + "` holds the same symbols as `"
                                + other.name()
                                + "`, so that the net learns to copy",
                            "`offset = 1` makes it what follows: `window(…, "
                                + window.length()
                                + ", offset = 1)`")
                        .withRelated(given.span(), "the same window"));
          }
        }
      }
    }
  }

  private static DataSource.@Nullable Field field(
      List<DataSource.Field> fields, TypedNet.Port port) {
    return fields.stream().filter(f -> f.port().equals(port.name())).findFirst().orElse(null);
  }
}
