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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a `data` declaration into what the training loop reads, one field for each port of a net.
 */
final class DataElaborator {
  private final Declaration.Data data;
  private final NetContext context;
  private final Evaluator evaluator;
  private final DataOrigin source;
  private final Augmentations augmentations;

  DataElaborator(Declaration.Data data, ModuleScope module, NetContext context) {
    this.data = data;
    this.context = context;
    this.evaluator = new Evaluator(context, new Scope(module), new Owner(""));
    this.source = new DataOrigin(data);
    this.augmentations = new Augmentations(data, module, context);
  }

  /**
   * The source for a net with these inputs and targets, or null where a mistake was reported.
   *
   * @param declared all names of the net's text, also those that could not be made
   */
  @Nullable DataSource elaborate(List<TypedNet.Port> ports, Set<String> declared) {
    DataOrigin.@Nullable Origin origin = null;
    DataSource.@Nullable Split split = null;
    boolean sound = checkTwice();
    // A field whose port could not be made may be the one that another port lacks.
    boolean open = false;
    var fields = new ArrayList<DataSource.Field>();
    for (Declaration.Data.Field field : data.fields()) {
      if (!sound && field.kind() == Declaration.Data.Field.Kind.FIELD) {
        continue;
      }
      try {
        switch (field.kind()) {
          case FROM -> origin = source.origin(field.value());
          case SPLIT -> split = split(field.value());
          case AUGMENT -> {
            // What rows become in training is no matter of where they come from.
          }
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
    sound &= PictureColumns.agree(fields, context);
    for (TypedNet.Port port : ports) {
      if (!open && fields.stream().noneMatch(f -> f.port().equals(port.name()))) {
        context.report(
            new Mistake(
                Diagnostic.error(
                        Code.D302,
                        data.name().span(),
                        "the data `" + data.name() + "` has no field `" + port.name() + "`",
                        "add `" + port.name() + " = " + likely(port, fields) + "`")
                    .withRelated(port.span(), "the net asks for it here")));
        sound = false;
      }
    }
    if (sound && !open) {
      TextWindows.checkTargets(fields, ports, context);
    }
    return sound && !open
        ? new DataSource(data.name().text(), origin.format(), origin.path(), split, fields)
        : null;
  }

  /**
   * What a port of its type would be made of.
   *
   * @param others the fields that there are: beside a window another one is what comes next
   */
  private String likely(TypedNet.Port port, List<DataSource.Field> others) {
    TensorType type = port.leaf().type();
    String classes =
        type.element() instanceof TensorType.Element.Below below ? " as " + below.dim() : "";
    return switch (source.format()) {
      case TEXT ->
          "window(chars%s, %s%s)"
              .formatted(
                  classes,
                  type.rank() == 1 ? type.count().most() : 128,
                  others.isEmpty() ? "" : ", offset = 1");
      case CSV ->
          (type.rank() == 0
                  ? "column(\"" + port.name() + "\")"
                  : type.count().isKnown()
                      ? "columns(…)"
                      : (classes.isEmpty() ? "numbers" : "words")
                          + "(column(\""
                          + port.name()
                          + "\"))")
              + classes;
      case IDX, IMAGES -> classes.isEmpty() ? "pixels" : "class" + classes;
    };
  }

  /** Looks for mistakes in data that no recipe of its file uses. */
  void check() {
    boolean sound = checkTwice();
    for (Declaration.Data.Field field : data.fields()) {
      try {
        switch (field.kind()) {
          case FROM -> source.origin(field.value());
          case SPLIT -> split(field.value());
          case AUGMENT -> {
            // Looked at below.
          }
          case FIELD -> {
            if (sound) {
              new Columns(evaluator, source.format(), null).column(field.value());
            }
          }
        }
      } catch (Mistake mistake) {
        context.report(mistake);
      }
    }
    augmentations.check();
  }

  private DataSource.Split split(Expression value) {
    DataSource.Split split = Fractions.split(value, evaluator);
    if (source.format() == DataSource.Format.TEXT) {
      TextWindows.checkSplit(value);
    }
    return split;
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
    Column column = new Columns(evaluator, source.format(), port).column(field.value());
    if (source.format() == DataSource.Format.TEXT) {
      TextWindows.requireWindow(column, field.value());
    }
    // A port that the net cannot use may not be what it should be.
    if (!context.broken()) {
      FieldClasses.check(column, port, field.value());
      TextWindows.checkLength(column, port, field.value());
    }
    return new DataSource.Field(name, column, field.span());
  }

  /** Whether the net reads this name and nothing declares it, which was reported there. */
  private boolean unknown(String name) {
    return evaluator.scope().peek(name) instanceof Value.Broken;
  }
}
