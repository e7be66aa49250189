package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.ir.DataSource;
import dev.tulle.compiler.ir.DataSource.Column;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Axis;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.TypeSyntax;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Expressions over the columns of a table. */
final class Columns {
  private static final Set<String> FUNCTIONS = Set.of("abs", "exp", "log", "sqrt");
  private static final Set<DataSource.Format> TABLES = EnumSet.of(DataSource.Format.CSV);
  private static final Set<DataSource.Format> TEXTS = EnumSet.of(DataSource.Format.TEXT);
  private static final Set<DataSource.Format> PICTURES =
      EnumSet.of(DataSource.Format.IDX, DataSource.Format.IMAGES);
  private static final List<String> NAMES =
      List.of(
          "columns",
          "column",
          "window",
          "numbers",
          "words",
          "chars",
          "bytes",
          "standardize",
          "one_hot",
          "resize",
          "abs",
          "exp",
          "log",
          "sqrt");

  /** What pictures have instead of columns that a file names, and the columns meant by it. */
  private static final Map<String, String> OF_PICTURES =
      Map.of("pixels", "pixels[*]", "class", "class");

  private final Evaluator evaluator;
  private final DataSource.Format format;
  private final PictureColumns pictures;

  /**
   * @param port what the columns are for; null where that is not known
   */
  Columns(Evaluator evaluator, DataSource.Format format, TypedNet.@Nullable Port port) {
    this.evaluator = evaluator;
    this.format = format;
    this.pictures = new PictureColumns(port);
  }

  Column column(Expression expression) {
    Span span = expression.span();
    if (expression instanceof Expression.Number number) {
      return new Column.Number(number.value());
    } else if (expression instanceof Expression.Unary unary
        && unary.operator() == Expression.UnaryOperator.NEGATE) {
      return new Column.Arithmetic(ScalarFunction.NEGATE, List.of(column(unary.operand())));
    } else if (expression instanceof Expression.Binary binary) {
      return new Column.Arithmetic(
          operator(binary), List.of(column(binary.left()), column(binary.right())));
    } else if (expression instanceof Expression.Ascription ascription) {
      return classes(ascription);
    } else if (expression instanceof Expression.Pipe pipe) {
      return piped(column(pipe.left()), pipe.right());
    } else if (expression instanceof Expression.Call call) {
      return call(call);
    } else if (expression instanceof Expression.Reference reference) {
      if (TextWindows.UNITS.containsKey(reference.name())) {
        require(TEXTS, reference.name(), span);
        throw TextWindows.bare(reference);
      }
      String columns = OF_PICTURES.get(reference.name());
      if (columns != null) {
        require(PICTURES, reference.name(), span);
        if (format == DataSource.Format.IMAGES && reference.name().equals("pixels")) {
          return pictures.pixels(span);
        }
        return new Column.Columns(List.of(columns), List.of());
      }
      Value value = evaluator.scope().find(reference.name());
      if (value instanceof Value.Number number) {
        return new Column.Number(number.value());
      }
      throw unknown(reference.name(), span);
    }
    throw Mistake.of(
        Code.D302,
        span,
        "a field is made of columns, and this is none",
        "`columns(\"a_*\")`, `column(\"a\")`, arithmetic, `-> standardize`, `-> one_hot`");
  }

  private void require(Set<DataSource.Format> wanted, String name, Span span) {
    if (!wanted.contains(format)) {
      throw Mistake.of(
          Code.D302,
          span,
          "`" + name + "` is of " + several(wanted) + ", and these data are " + one(format),
          switch (format) {
            case IDX, IMAGES -> "pictures have `pixels` and `class`";
            case TEXT -> "a text has `window(chars as vocab, 128)`: so many of its symbols";
            case CSV ->
                "`columns(\"a_*\")` takes columns by their names; "
                    + (wanted.equals(TEXTS)
                        ? "`from = text(\"file.txt\")` reads a text, and `chars(column(…)) as vocab`"
                            + " takes the characters of a cell"
                        : "`from = images(\"folder/\")` reads pictures");
          });
    }
  }

  private static String several(Set<DataSource.Format> formats) {
    return formats.equals(TABLES) ? "tables" : formats.equals(TEXTS) ? "texts" : "pictures";
  }

  private static String one(DataSource.Format format) {
    return switch (format) {
      case CSV -> "a table";
      case IDX, IMAGES -> "pictures";
      case TEXT -> "a text";
    };
  }

  private static Mistake unknown(String name, Span span) {
    String here = Elsewhere.name(name);
    return Mistake.of(
        Code.N101,
        span,
        "nothing in data is called `" + name + "`",
        here != null ? here : NearNames.advice(name, NAMES));
  }

  private static ScalarFunction operator(Expression.Binary binary) {
    return switch (binary.operator()) {
      case ADD -> ScalarFunction.ADD;
      case SUBTRACT -> ScalarFunction.SUBTRACT;
      case MULTIPLY -> ScalarFunction.MULTIPLY;
      case DIVIDE -> ScalarFunction.DIVIDE;
      case POWER -> ScalarFunction.POWER;
      default ->
          throw Mistake.of(
              Code.D302,
              binary.operatorSpan(),
              "columns take + - * / and ^, not `" + binary.operator().sign() + "`",
              "prepare the column in the file, or compute with the input in the net");
    };
  }

  private Column classes(Expression.Ascription ascription) {
    Dim dim = dimOfClasses(ascription, evaluator);
    Span span = ascription.type().span();
    Column of =
        Sequences.isCall(ascription.value())
            ? sequence((Expression.Call) ascription.value())
            : column(ascription.value());
    if (of instanceof Column.Sequence sequence) {
      TextWindows.checkBytes(sequence.unit(), dim, ascription);
    } else if (!(of instanceof Column.Columns)) {
      throw Mistake.of(
          Code.D305,
          ascription.value().span(),
          "classes are the values of a column, and this is computed",
          "`column(\"…\") as " + span.text() + "`");
    }
    return new Column.Classes(of, dim.name(), Math.toIntExact(dim.value()));
  }

  /** The dim that classes are numbered by: what stands behind `as`. */
  static Dim dimOfClasses(Expression.Ascription ascription, Evaluator evaluator) {
    TypeSyntax type = ascription.type();
    if (type.element() == null || type.axes() != null) {
      throw Mistake.of(
          Code.D305,
          type.span(),
          "`as` makes classes of a column and takes the name of a dim",
          "`column(\"…\") as kind`");
    }
    Dim dim = Coerce.fixed(new References(evaluator).named(type.element()), type.span());
    if (dim.isNumber()) {
      throw Mistake.of(
          Code.D305,
          type.span(),
          "classes belong to a dim with a name",
          "declare `dim kind = " + dim.value() + "` and write `as kind`");
    }
    return dim;
  }

  private Column piped(Column input, Expression stage) {
    if (stage instanceof Expression.Ascription ascription) {
      throw Mistake.of(
          Code.D305,
          ascription.span(),
          "`as` follows the column itself",
          "`column(\"…\") as " + ascription.type().span().text() + "`");
    }
    if (stage instanceof Expression.Pipe pipe) {
      return piped(piped(input, pipe.left()), pipe.right());
    }
    if (stage instanceof Expression.Reference name) {
      return function(name.name(), input, List.of(), name.span());
    }
    if (stage instanceof Expression.Call call
        && call.callee() instanceof Expression.Reference name) {
      return function(name.name(), input, call.arguments(), name.span());
    }
    throw Mistake.of(
        Code.D302,
        stage.span(),
        "an arrow in data leads to a function of columns",
        "there are standardize, one_hot, " + String.join(", ", new TreeSet<>(FUNCTIONS)));
  }

  private Column function(
      String name, Column input, List<Expression.Argument> arguments, Span span) {
    if (FUNCTIONS.contains(name) && arguments.isEmpty()) {
      return new Column.Arithmetic(
          ScalarFunction.valueOf(name.toUpperCase(Locale.ROOT)), List.of(input));
    }
    if (Sequences.UNITS.containsKey(name) && arguments.isEmpty()) {
      require(TABLES, name, span);
      return Sequences.requireNumbers(Sequences.of(name, input, false, span), name, span);
    }
    if (name.equals("one_hot") && arguments.isEmpty()) {
      Sequences.refuseOneHot(input, span);
      return new Column.OneHot(input);
    }
    if (name.equals("standardize")) {
      return standardize(input, arguments);
    }
    if (name.equals("resize")) {
      requireFiles(span);
      return pictures.resized(input, arguments, evaluator, span);
    }
    if (FUNCTIONS.contains(name) || name.equals("one_hot")) {
      throw Mistake.of(
          Code.N102,
          arguments.get(0).value().span(),
          "`" + name + "` takes no arguments behind an arrow",
          "`-> " + name + "`");
    }
    throw unknown(name, span);
  }

  private void requireFiles(Span span) {
    require(PICTURES, "resize", span);
    if (format == DataSource.Format.IDX) {
      throw Mistake.of(
          Code.D302,
          span,
          "the pictures of an IDX file have one size, which `resize` does not change",
          "`pixels` has their numbers");
    }
  }

  private Column standardize(Column input, List<Expression.Argument> arguments) {
    int channels = 0;
    Set<String> given = new HashSet<>();
    for (Expression.Argument argument : arguments) {
      String name = argument.name() == null ? "" : argument.name().text();
      if (!given.add(name)) {
        throw Mistake.of(
            Code.N108,
            argument.value().span(),
            "`" + name + "` of `standardize` is given twice",
            "give it once");
      }
      if (name.equals("per")) {
        channels = pictures.channels(argument.value());
      } else {
        checkFit(argument, name);
      }
    }
    return new Column.Standardize(input, channels);
  }

  private static void checkFit(Expression.Argument argument, String name) {
    Span span = argument.value().span();
    if (!name.equals("fit")) {
      throw Mistake.of(
          Code.N102,
          argument.name() == null ? span : argument.name().span(),
          "`standardize` takes `fit` and `per`, nothing else",
          "`-> standardize` fits each column on the training rows, `-> standardize(per = channel)`"
              + " each channel of a picture");
    }
    if (!(argument.value() instanceof Expression.Reference value && value.name().equals("train"))) {
      throw Mistake.of(
          Code.D301,
          span,
          "the statistics would see validation and test rows",
          "`fit = train`, which is what it does without being told");
    }
  }

  private Column call(Expression.Call call) {
    if (!(call.callee() instanceof Expression.Reference name)) {
      throw Mistake.of(
          Code.D302,
          call.span(),
          "a field is made of columns, and this is none",
          "`columns(\"a_*\")`, `column(\"a\")`");
    }
    if (name.name().equals("window")) {
      require(TEXTS, "window", name.span());
      return new TextWindows(evaluator).column(call);
    }
    if (Sequences.isCall(call)) {
      return Sequences.requireNumbers(sequence(call), name.name(), call.span());
    }
    if (name.name().equals("columns")) {
      require(TABLES, "columns", name.span());
      return columns(call);
    }
    if (name.name().equals("column")) {
      require(TABLES, "column", name.span());
      if (call.arguments().size() == 1
          && call.arguments().get(0).name() == null
          && call.arguments().get(0).value() instanceof Expression.Text text) {
        return new Column.Columns(List.of(text.value()), List.of());
      }
      throw Mistake.of(
          Code.D302, call.span(), "`column` takes the name of one column", "`column(\"age\")`");
    }
    if (name.name().equals("resize") && PictureColumns.isOfFile(call.arguments())) {
      requireFiles(name.span());
      return pictures.resized(null, call.arguments(), evaluator, call.span());
    }
    if (call.arguments().isEmpty() || !NAMES.contains(name.name())) {
      throw unknown(name.name(), name.span());
    }
    Column first = column(call.arguments().get(0).value());
    return function(
        name.name(), first, call.arguments().subList(1, call.arguments().size()), call.span());
  }

  private Column.Sequence sequence(Expression.Call call) {
    Expression.Reference name = (Expression.Reference) call.callee();
    require(TABLES, name.name(), name.span());
    return Sequences.of(call, this);
  }

  private Column columns(Expression.Call call) {
    var include = new ArrayList<String>();
    var except = new ArrayList<String>();
    for (Expression.Argument argument : call.arguments()) {
      boolean excluded = argument.name() != null && argument.name().text().equals("except");
      if (argument.name() != null && !excluded) {
        throw Mistake.of(
            Code.N102,
            argument.name().span(),
            "`columns` takes patterns and `except`, not `" + argument.name() + "`",
            "`columns(\"a_*\", except = \"a_9\")`");
      }
      (excluded ? except : include).addAll(texts(argument.value()));
    }
    return new Column.Columns(include.isEmpty() ? List.of("*") : include, except);
  }

  private static List<String> texts(Expression expression) {
    if (expression instanceof Expression.Text text) {
      return List.of(text.value());
    }
    if (expression instanceof Expression.Sequence sequence) {
      var texts = new ArrayList<String>();
      for (Axis axis : sequence.elements()) {
        if (axis instanceof Axis.Of of) {
          texts.addAll(texts(of.value()));
        }
      }
      return texts;
    }
    throw Mistake.of(
        Code.D302,
        expression.span(),
        "columns are named by texts, and this is `" + expression.span().text() + "`",
        "write the name in quotes, such as \"pixel_*\"");
  }
}
