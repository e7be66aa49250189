package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.ir.DataSource;
import dev.tulle.compiler.ir.DataSource.Column;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a `data` declaration into what the training loop reads, one field for each port of a net.
 */
final class DataElaborator {
  private final Declaration.Data data;
  private final NetContext context;
  private final Evaluator evaluator;

  DataElaborator(Declaration.Data data, ModuleScope module, NetContext context) {
    this.data = data;
    this.context = context;
    this.evaluator = new Evaluator(context, new Scope(module), new Owner(""));
  }

  /**
   * The source for a net with these inputs and targets, or null where a mistake was reported.
   *
   * @param declared all names of the net's text, also those that could not be made
   */
  @Nullable DataSource elaborate(List<TypedNet.Port> ports, Set<String> declared) {
    @Nullable Origin origin = null;
    DataSource.@Nullable Split split = null;
    boolean sound = checkTwice() & checkSource();
    // A field whose port could not be made may be the one that another port lacks.
    boolean open = false;
    var fields = new ArrayList<DataSource.Field>();
    for (Declaration.Data.Field field : data.fields()) {
      if (!sound && field.kind() == Declaration.Data.Field.Kind.FIELD) {
        continue;
      }
      try {
        switch (field.kind()) {
          case FROM -> origin = from(field.value());
          case SPLIT -> split = split(field.value());
          case AUGMENT -> throw Planned.refuse("augment", "augmentation", field.span());
          case FIELD -> {
            DataSource.Field made = field(field, ports, declared);
            if (made == null) {
              open = true;
            } else {
              fields.add(made);
            }
          }
        }
      } catch (Mistake mistake) {
        context.report(mistake);
        sound = false;
      }
    }
    if (!sound) {
      return null;
    }
    if (origin == null) {
      throw Mistake.of(
          Code.D302,
          data.name().span(),
          "the data `" + data.name() + "` does not say where it comes from",
          "add `from = csv(\""
              + data.name().text().toLowerCase(java.util.Locale.ROOT)
              + ".csv\")`");
    }
    for (TypedNet.Port port : ports) {
      if (!open && fields.stream().noneMatch(f -> f.port().equals(port.name()))) {
        context.report(
            new Mistake(
                Diagnostic.error(
                        Code.D302,
                        data.name().span(),
                        "the data `" + data.name() + "` has no field `" + port.name() + "`",
                        "add `" + port.name() + " = columns(…)`")
                    .withRelated(port.span(), "the net asks for it here")));
        sound = false;
      }
    }
    return sound && !open
        ? new DataSource(data.name().text(), origin.format(), origin.path(), split, fields)
        : null;
  }

  /** Looks for mistakes in data that no recipe of its file uses. */
  void check() {
    boolean sound = checkTwice() & checkSource();
    for (Declaration.Data.Field field : data.fields()) {
      try {
        switch (field.kind()) {
          case FROM -> from(field.value());
          case SPLIT -> split(field.value());
          case AUGMENT -> throw Planned.refuse("augment", "augmentation", field.span());
          case FIELD -> {
            if (sound) {
              new Columns(evaluator, format()).column(field.value());
            }
          }
        }
      } catch (Mistake mistake) {
        context.report(mistake);
      }
    }
  }

  /** Each line of data is written once. */
  private boolean checkTwice() {
    var places = new HashMap<String, Span>();
    boolean sound = true;
    for (Declaration.Data.Field field : data.fields()) {
      if (field.kind() == Declaration.Data.Field.Kind.AUGMENT) {
        continue;
      }
      String name = field.name().text();
      Span first = places.putIfAbsent(field.kind() + name, field.name().span());
      if (first != null) {
        context.report(
            new Mistake(
                Diagnostic.error(
                        Code.N106,
                        field.name().span(),
                        "`" + name + "` is set twice in this data",
                        "leave one of them out")
                    .withRelated(first, "the first time")));
        sound = false;
      }
    }
    return sound;
  }

  /** What comes from a source that this version cannot read cannot be judged. */
  private boolean checkSource() {
    for (Declaration.Data.Field field : data.fields()) {
      if (field.kind() == Declaration.Data.Field.Kind.FROM
          && field.value() instanceof Expression.Call call
          && call.callee() instanceof Expression.Reference name
          && Planned.where(name.name()) != null) {
        return false;
      }
    }
    return true;
  }

  /** Where rows come from: what `from` says. */
  private record Origin(DataSource.Format format, String path) {}

  /** The format that `from` names, whether the rest of it is right or not. */
  private DataSource.Format format() {
    for (Declaration.Data.Field field : data.fields()) {
      if (field.kind() == Declaration.Data.Field.Kind.FROM
          && field.value() instanceof Expression.Call call
          && call.callee() instanceof Expression.Reference name
          && name.name().equals("idx")) {
        return DataSource.Format.IDX;
      }
    }
    return DataSource.Format.CSV;
  }

  private Origin from(Expression value) {
    if (value instanceof Expression.Call call
        && call.callee() instanceof Expression.Reference name) {
      if ((name.name().equals("csv") || name.name().equals("idx"))
          && call.arguments().size() == 1
          && call.arguments().get(0).name() == null
          && call.arguments().get(0).value() instanceof Expression.Text text) {
        return new Origin(format(), text.value());
      }
      if (name.name().equals("idx")) {
        throw Mistake.of(
            Code.D302,
            value.span(),
            "`idx` takes the name of one folder in quotes, and this is `"
                + value.span().text()
                + "`",
            "`from = idx(\"mnist/\")` reads the files that MNIST came in");
      }
      String later = Planned.where(name.name());
      if (later != null) {
        throw Mistake.of(
            Code.N109,
            value.span(),
            "`" + name.name() + "` belongs to " + later + ", which this version does not have yet",
            "`csv(\"file.csv\")` reads a table, `idx(\"mnist/\")` pictures as MNIST has them");
      }
    }
    String what = value.span().text();
    throw Mistake.of(
        Code.D302,
        value.span(),
        "data comes from `csv(\"file.csv\")` or `idx(\"folder/\")`, and this is `" + what + "`",
        value instanceof Expression.Text text
            ? "`from = csv(\"" + text.value() + "\")` reads a table"
            : "write the name of one file in quotes: `from = csv(\"file.csv\")`");
  }

  private DataSource.Split split(Expression value) {
    if (!(value instanceof Expression.Call call
        && call.callee() instanceof Expression.Reference name
        && name.name().equals("fractions"))) {
      throw Mistake.of(
          Code.D302,
          value.span(),
          "rows are split by `fractions`, and this is `" + value.span().text() + "`",
          "`split = fractions(train = 0.8, test = 0.2)`");
    }
    Map<String, Arguments.Given> given =
        Arguments.match(
            "fractions",
            List.of(),
            List.of("train", "valid", "test", "seed", "stratify"),
            evaluator.calls().given(call.arguments()),
            call.span());
    double train = number(given, "train", 0);
    double valid = number(given, "valid", 0);
    double test = number(given, "test", 0);
    if (train <= 0 || valid < 0 || test < 0 || train + valid + test > 1 + 1e-9) {
      throw Mistake.of(
          Code.D302,
          value.span(),
          "fractions are above 0 and sum to at most 1; these sum to "
              + Coerce.plain(train + valid + test),
          fractionsHelp(train, valid, test));
    }
    Arguments.Given seed = given.get("seed");
    Arguments.Given stratify = given.get("stratify");
    return new DataSource.Split(
        train,
        valid,
        test,
        seed == null ? 1 : Coerce.seed(seed.value(), seed.span()),
        stratify != null && Coerce.truth(stratify.value(), stratify.span()));
  }

  /** The same proportions as fractions of 1. */
  private static String fractionsHelp(double train, double valid, double test) {
    double sum = train + valid + test;
    boolean scales = train > 0 && valid >= 0 && test >= 0 && sum > 1;
    return scales
        ? "in proportion: `fractions(train = "
            + share(train, sum)
            + (valid > 0 ? ", valid = " + share(valid, sum) : "")
            + (test > 0 ? ", test = " + share(test, sum) : "")
            + ")`"
        : "`fractions(train = 0.8, test = 0.2)`";
  }

  private static String share(double part, double sum) {
    return Coerce.plain(Math.floor(part / sum * 100 + 1e-9) / 100);
  }

  private static double number(Map<String, Arguments.Given> given, String name, double otherwise) {
    Arguments.Given argument = given.get(name);
    return argument == null ? otherwise : Coerce.number(argument.value(), argument.span());
  }

  /** The field, or null where its port could not be made. */
  private DataSource.@Nullable Field field(
      Declaration.Data.Field field, List<TypedNet.Port> ports, Set<String> declared) {
    String name = field.name().text();
    TypedNet.Port port = ports.stream().filter(p -> p.name().equals(name)).findFirst().orElse(null);
    if (port == null && context.broken() && (declared.contains(name) || unknown(name))) {
      return null;
    }
    if (port == null) {
      throw Mistake.of(
          Code.D302,
          field.name().span(),
          "the net has no input or target `" + name + "`",
          NetElaborator.near(name, ports));
    }
    Column column = new Columns(evaluator, format()).column(field.value());
    // A port that the net cannot use may not be what it should be.
    if (!context.broken()) {
      checkClasses(column, port, field.value());
    }
    return new DataSource.Field(name, column, field.span());
  }

  /** Whether the net reads this name and nothing declares it, which was reported there. */
  private boolean unknown(String name) {
    return evaluator.scope().peek(name) instanceof Value.Broken;
  }

  private static void checkClasses(Column column, TypedNet.Port port, Expression written) {
    Span span = written.span();
    TensorType type = port.leaf().type();
    if (type.element() instanceof TensorType.Element.Below below) {
      if (!(column instanceof Column.Classes classes)) {
        throw new Mistake(
            Diagnostic.error(
                    Code.D305,
                    span,
                    "`"
                        + port.name()
                        + "` wants the classes of `"
                        + below.dim()
                        + "`, and these are plain numbers",
                    "say so: `" + first(written).text() + " as " + below.dim() + "`")
                .withRelated(port.span(), "declared here"));
      }
      if (!classes.dim().equals(below.dim().name())) {
        throw new Mistake(
            Diagnostic.error(
                    Code.D305,
                    span,
                    "`"
                        + port.name()
                        + "` wants classes of `"
                        + below.dim()
                        + "`, and these are `"
                        + classes.dim()
                        + "`",
                    "`as " + below.dim() + "`, or another dim in the net")
                .withRelated(port.span(), "declared here"));
      }
    } else if (column instanceof Column.Classes) {
      throw new Mistake(
          Diagnostic.error(
                  Code.D305,
                  span,
                  "`" + port.name() + "` wants " + type + " numbers, and these are classes",
                  "`one_hot` makes numbers of classes")
              .withRelated(port.span(), "declared here"));
    }
  }

  /** What stands before the first arrow or `as`. */
  private static Span first(Expression written) {
    if (written instanceof Expression.Pipe pipe) {
      return first(pipe.left());
    }
    return written instanceof Expression.Ascription ascription
        ? first(ascription.value())
        : written.span();
  }
}
