package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.ir.DataSource;
import dev.tulle.compiler.ir.DataSource.Column;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  /** The source for a net with these inputs and targets, or null where a mistake was reported. */
  @Nullable DataSource elaborate(List<TypedNet.Port> ports) {
    @Nullable String csv = null;
    DataSource.@Nullable Split split = null;
    boolean sound = true;
    var fields = new ArrayList<DataSource.Field>();
    for (Declaration.Data.Field field : data.fields()) {
      try {
        switch (field.kind()) {
          case FROM -> csv = from(field.value());
          case SPLIT -> split = split(field.value());
          case AUGMENT ->
              throw Mistake.of(
                  Code.N109,
                  field.span(),
                  "augmentation belongs to a later version",
                  "leave the line out: the rows are used as they are");
          case FIELD -> fields.add(field(field, ports));
        }
      } catch (Mistake mistake) {
        context.report(mistake);
        sound = false;
      }
    }
    if (!sound) {
      return null;
    }
    if (csv == null) {
      throw Mistake.of(
          Code.D302,
          data.name().span(),
          "the data `" + data.name() + "` does not say where it comes from",
          "add `from = csv(\""
              + data.name().text().toLowerCase(java.util.Locale.ROOT)
              + ".csv\")`");
    }
    for (TypedNet.Port port : ports) {
      if (fields.stream().noneMatch(f -> f.port().equals(port.name()))) {
        context.report(
            new Mistake(
                Diagnostic.error(
                        Code.D302,
                        data.name().span(),
                        "the data `" + data.name() + "` has no field `" + port.name() + "`")
                    .withRelated(port.span(), "the net asks for it here")
                    .withHelp("add `" + port.name() + " = columns(…)`")));
        sound = false;
      }
    }
    return sound ? new DataSource(data.name().text(), csv, split, fields) : null;
  }

  private String from(Expression value) {
    if (value instanceof Expression.Call call
        && call.callee() instanceof Expression.Reference name) {
      if (name.name().equals("csv")
          && call.arguments().size() == 1
          && call.arguments().get(0).value() instanceof Expression.Text text) {
        return text.value();
      }
      String later = Planned.where(name.name());
      if (later != null) {
        throw Mistake.of(
            Code.N109,
            value.span(),
            "`" + name.name() + "` belongs to " + later + ", which this version refuses",
            "`csv(\"file.csv\")` reads a table");
      }
    }
    throw Mistake.of(Code.D302, value.span(), "data comes from `csv(\"file.csv\")`", null);
  }

  private DataSource.Split split(Expression value) {
    if (!(value instanceof Expression.Call call
        && call.callee() instanceof Expression.Reference name
        && name.name().equals("fractions"))) {
      throw Mistake.of(
          Code.D302,
          value.span(),
          "rows are split by `fractions(train = …, valid = …, test = …)`",
          null);
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
          "fractions are above 0 and sum to at most 1; these sum to " + (train + valid + test),
          "`fractions(train = 0.8, test = 0.2)`");
    }
    Arguments.Given stratify = given.get("stratify");
    return new DataSource.Split(
        train,
        valid,
        test,
        (long) number(given, "seed", 1),
        stratify != null && Coerce.truth(stratify.value(), stratify.span()));
  }

  private static double number(Map<String, Arguments.Given> given, String name, double otherwise) {
    Arguments.Given argument = given.get(name);
    return argument == null ? otherwise : Coerce.number(argument.value(), argument.span());
  }

  private DataSource.Field field(Declaration.Data.Field field, List<TypedNet.Port> ports) {
    String name = field.name().text();
    TypedNet.Port port = ports.stream().filter(p -> p.name().equals(name)).findFirst().orElse(null);
    if (port == null) {
      throw Mistake.of(
          Code.D302,
          field.name().span(),
          "the net has no input or target `" + name + "`",
          NetElaborator.near(name, ports));
    }
    Column column = new Columns(evaluator).column(field.value());
    checkClasses(column, port, field.value().span());
    return new DataSource.Field(name, column, field.span());
  }

  private static void checkClasses(Column column, TypedNet.Port port, Span span) {
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
                        + "`, and these are plain numbers")
                .withRelated(port.span(), "declared here")
                .withHelp("say so: `" + span.text() + " as " + below.dim() + "`"));
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
                        + "`")
                .withRelated(port.span(), "declared here"));
      }
    } else if (column instanceof Column.Classes) {
      throw new Mistake(
          Diagnostic.error(
                  Code.D305,
                  span,
                  "`" + port.name() + "` wants " + type + " numbers, and these are classes")
              .withRelated(port.span(), "declared here")
              .withHelp("`one_hot` makes numbers of classes"));
    }
  }
}
