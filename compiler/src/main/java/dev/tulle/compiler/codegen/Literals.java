package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.DataSource;
import dev.tulle.compiler.ir.ElementType;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.ir.Recipe;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Sum;
import dev.tulle.compiler.ir.Symbol;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values of the runtime's records as constructor calls. */
final class Literals {
  private Literals() {}

  static String text(String text) {
    StringBuilder result = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        result.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        result.append("\\u%04x".formatted((int) c));
      } else {
        result.append(c);
      }
    }
    return result.append('"').toString();
  }

  private static String list(List<String> elements) {
    return "List.of(" + String.join(", ", elements) + ")";
  }

  static String texts(List<String> texts) {
    return list(texts.stream().map(Literals::text).toList());
  }

  /** The sizes from axis {@code from} on. */
  static String sizes(Shape shape, int from) {
    return list(shape.sizes().subList(from, shape.rank()).stream().map(Literals::size).toList());
  }

  /** The number; of one that varies the most. */
  private static String size(Size size) {
    return Long.toString(
        size.symbols().stream()
            .mapToLong(Symbol::bound)
            .reduce(size.coefficient(), Math::multiplyExact));
  }

  static String ports(List<Program.Port> ports) {
    return list(ports.stream().map(Literals::port).toList());
  }

  private static String port(Program.Port port) {
    String classes = port.classes();
    String varying = varying(port.shape());
    return "new Port(%s, %s, %b, %s, %s%s)"
        .formatted(
            text(port.name()),
            sizes(port.shape(), 1),
            port.type() == ElementType.INDEX,
            text(classes == null ? "" : classes),
            port.classCount(),
            varying.isEmpty() ? "" : ", " + varying);
  }

  /** The axes of a row that vary; nothing where none does. */
  private static String varying(Shape shape) {
    var axes = new ArrayList<String>();
    for (int i = 1; i < shape.rank(); i++) {
      Sum sum = Sum.of(shape.size(i));
      if (sum.known() == null) {
        Symbol dim = sum.symbols().findFirst().orElseThrow();
        long plus = sum.value(s -> 0);
        axes.add(
            "new Port.Varying(%s, %s, %s, %s)"
                .formatted(i - 1, text(dim.name()), sum.value(s -> 1) - plus, plus));
      }
    }
    return axes.isEmpty() ? "" : list(axes);
  }

  static String recipe(Recipe recipe) {
    Recipe.Early stop = recipe.stop();
    String early =
        stop == null
            ? "Optional.empty()"
            : "Optional.of(new Recipe.Early(%s, %s, %s, %b))"
                .formatted(
                    text(stop.set()), text(stop.measure()), stop.patience(), stop.restoreBest());
    boolean plain =
        recipe.accumulate() == 1 && recipe.start() == null && recipe.plateaus().isEmpty();
    return plain
        ? "new Recipe(%s, %s, %s, %sL, %s, %s)"
            .formatted(
                recipe.epochs(),
                recipe.steps(),
                recipe.batch(),
                recipe.seed(),
                validation(recipe.validation()),
                early)
        : "new Recipe(%s, %s, %s, %s, %sL, %s, %s, %s, List.of(%s))"
            .formatted(
                recipe.epochs(),
                recipe.steps(),
                recipe.batch(),
                recipe.accumulate(),
                recipe.seed(),
                validation(recipe.validation()),
                early,
                start(recipe.start()),
                recipe.plateaus().stream()
                    .map(p -> "\n    " + plateau(p))
                    .collect(Collectors.joining(",")));
  }

  private static String start(Recipe.@Nullable Start start) {
    return start == null
        ? "Optional.empty()"
        : "Optional.of(new Recipe.Start(%s, %s))"
            .formatted(text(start.file()), texts(start.paths()));
  }

  private static String plateau(Recipe.Plateau plateau) {
    Recipe.Moment end = plateau.end();
    return "new Recipe.Plateau(%s, %s, %s, %s, %s, %s, %s)"
        .formatted(
            text(plateau.set()),
            text(plateau.measure()),
            plateau.patience(),
            HostCode.literal(plateau.threshold()),
            plateau.cooldown(),
            moment(plateau.begin()),
            end == null ? "Optional.empty()" : "Optional.of(" + moment(end) + ")");
  }

  private static String moment(Recipe.Moment moment) {
    return "new Recipe.Moment(%s, %s)"
        .formatted(HostCode.literal(moment.epochs()), HostCode.literal(moment.steps()));
  }

  private static String validation(Recipe.Validation validation) {
    if (validation instanceof Recipe.Validation.Holdout holdout) {
      return "new Recipe.Validation.Holdout(%s, %sL, %b)"
          .formatted(holdout.fraction(), holdout.seed(), holdout.stratify());
    } else if (validation instanceof Recipe.Validation.Folds folds) {
      return "new Recipe.Validation.Folds(%s, %sL, %b)"
          .formatted(folds.count(), folds.seed(), folds.stratify());
    }
    return "new Recipe.Validation.OfSplit()";
  }

  static String data(DataSource data) {
    DataSource.Split split = data.split();
    String parts =
        split == null
            ? "Optional.empty()"
            : "Optional.of(new DataSource.Split(%s, %s, %s, %sL, %b))"
                .formatted(
                    split.train(), split.valid(), split.test(), split.seed(), split.stratify());
    String fields =
        data.fields().stream()
            .map(
                f ->
                    "\n    new DataSource.Field(%s, %s)"
                        .formatted(text(f.port()), column(f.value())))
            .collect(Collectors.joining(","));
    return "new DataSource(%s, DataSource.Format.%s, %s, %s, List.of(%s)%s)"
        .formatted(
            text(data.name()), data.format(), text(data.path()), parts, fields, pictures(data));
  }

  /** What pictures in files become: one thing in all fields. */
  private static String pictures(DataSource data) {
    return data.pixels()
        .map(
            p ->
                ",\n    Optional.of(new DataSource.Pictures(%s, %s, %s, %b))"
                    .formatted(p.height(), p.width(), p.channels(), p.resized()))
        .orElse("");
  }

  private static String column(DataSource.Column column) {
    if (column instanceof DataSource.Column.Pixels) {
      return "new Column.Columns(List.of(\"pixels[*]\"), List.of())";
    } else if (column instanceof DataSource.Column.Columns columns) {
      return "new Column.Columns(%s, %s)"
          .formatted(texts(columns.include()), texts(columns.except()));
    } else if (column instanceof DataSource.Column.Number number) {
      return "new Column.Number(" + HostCode.literal(number.value()) + ")";
    } else if (column instanceof DataSource.Column.Standardize standardize) {
      return "new Column.Standardize("
          + column(standardize.of())
          + (standardize.channels() == 0 ? "" : ", " + standardize.channels())
          + ")";
    } else if (column instanceof DataSource.Column.OneHot oneHot) {
      return "new Column.OneHot(" + column(oneHot.of()) + ")";
    } else if (column instanceof DataSource.Column.Window window) {
      return "new Column.Window(Column.Unit.%s, %s, %s)"
          .formatted(window.unit(), window.length(), window.offset());
    } else if (column instanceof DataSource.Column.Sequence sequence) {
      return "new Column.Sequence(%s, Column.Unit.%s%s)"
          .formatted(column(sequence.of()), sequence.unit(), sequence.unknown() ? ", true" : "");
    } else if (column instanceof DataSource.Column.Classes classes) {
      return "new Column.Classes(%s, %s, %s)"
          .formatted(column(classes.of()), text(classes.dim()), classes.count());
    }
    return arithmetic((DataSource.Column.Arithmetic) column);
  }

  private static String arithmetic(DataSource.Column.Arithmetic arithmetic) {
    List<String> inputs = arithmetic.arguments().stream().map(Literals::column).toList();
    String name = arithmetic.function().name();
    return switch (arithmetic.function()) {
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, POWER, MINIMUM, MAXIMUM ->
          "new Column.Arithmetic(Column.Operator.%s, %s, %s)"
              .formatted(name, inputs.get(0), inputs.get(1));
      case NEGATE, ABS, EXP, LOG, SQRT ->
          "new Column.Mapped(Column.Function.%s, %s)".formatted(name, inputs.get(0));
      default -> throw new IllegalStateException("columns know no " + name);
    };
  }
}
