package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.ir.DataSource;
import dev.tulle.compiler.ir.DataSource.Column;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Expression;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a field makes of pictures: as large as its port, with the port's channels. */
final class PictureColumns {
  private static final int LARGEST = 4096;

  private final TypedNet.@Nullable Port port;

  PictureColumns(TypedNet.@Nullable Port port) {
    this.port = port;
  }

  /**
   * Whether arguments are the size alone: `resize(32, 32)` rather than `resize(pixels, 32, 32)`.
   */
  static boolean isOfFile(List<Expression.Argument> arguments) {
    return arguments.stream().filter(a -> a.name() == null).count() < 3;
  }

  /** The numbers of pictures that have the port's size. */
  Column.Pixels pixels(Span span) {
    if (port == null) {
      return new Column.Pixels(1, 1, 1, false);
    }
    List<Dim> axes = picture(port, span);
    return new Column.Pixels(size(axes.get(0)), size(axes.get(1)), size(axes.get(2)), false);
  }

  /**
   * The numbers of pictures of any size.
   *
   * @param input what is resized; null for the pictures of the files
   */
  Column resized(
      @Nullable Column input, List<Expression.Argument> arguments, Evaluator evaluator, Span span) {
    if (input != null && !(input instanceof Column.Pixels pixels && !pixels.resized())) {
      throw Mistake.of(
          Code.D302,
          span,
          "`resize` works on the pictures of the files, before anything is computed with them",
          "write it first: `resize(32, 32) / 255`");
    }
    var given =
        Arguments.match(
            "resize",
            List.of("height", "width"),
            List.of(),
            evaluator.calls().given(arguments),
            span);
    int height = side(given.get("height"), "height", span);
    int width = side(given.get("width"), "width", span);
    if (port == null) {
      return new Column.Pixels(height, width, 1, true);
    }
    List<Dim> axes = picture(port, span);
    if (axes.get(0).value() != height || axes.get(1).value() != width) {
      throw new Mistake(
          Diagnostic.error(
                  Code.T201,
                  span,
                  "this makes pictures of ["
                      + height
                      + ", "
                      + width
                      + "] positions, and `"
                      + port.name()
                      + "` is "
                      + port.leaf().type(),
                  "`resize(" + axes.get(0).value() + ", " + axes.get(1).value() + ")`")
              .withRelated(port.span(), "declared here"));
    }
    return new Column.Pixels(height, width, size(axes.get(2)), true);
  }

  private static int side(Arguments.@Nullable Given given, String name, Span span) {
    if (given == null) {
      throw Arguments.missing("resize", name, span);
    }
    int side = Coerce.count(given.value(), given.span(), "the " + name + " of `resize`");
    if (side > LARGEST) {
      throw Mistake.of(
          Code.D302,
          given.span(),
          "pictures of "
              + side
              + " positions a side are larger than the "
              + LARGEST
              + " there may be",
          "a net sees enough at a few hundred");
    }
    return side;
  }

  /** How many channels `standardize(per = channel)` means. */
  int channels(Expression per) {
    if (!(per instanceof Expression.Reference name && name.name().equals("channel"))) {
      throw Mistake.of(
          Code.N102,
          per.span(),
          "`per` says for what there are means, and this is `" + per.span().text() + "`",
          "`per = channel`; without it each column has its own");
    }
    if (port == null) {
      return 1;
    }
    TensorType type = port.leaf().type();
    if (type.rank() < 2) {
      throw new Mistake(
          Diagnostic.error(
                  Code.T204,
                  per.span(),
                  "channels are the last axis of a picture, and `" + port.name() + "` is " + type,
                  "leave `per` out, or declare [height, width, channels]")
              .withRelated(port.span(), "declared here"));
    }
    return size(type.last());
  }

  /** Whether all fields make the same of the pictures, which are read once. */
  static boolean agree(List<DataSource.Field> fields, NetContext context) {
    DataSource.@Nullable Field first = null;
    for (DataSource.Field field : fields) {
      Optional<Column.Pixels> pixels = DataSource.pixels(field.value()).findFirst();
      if (pixels.isPresent() && first == null) {
        first = field;
      } else if (first != null
          && pixels.isPresent()
          && !pixels.equals(DataSource.pixels(first.value()).findFirst())) {
        context.report(
            new Mistake(
                Diagnostic.error(
                        Code.D302,
                        field.span(),
                        "`"
                            + field.port()
                            + "` and `"
                            + first.port()
                            + "` make different things of the same pictures",
                        "give both one size and as many channels, and change one of them in the"
                            + " net")
                    .withRelated(first.span(), "the other one")));
        return false;
      }
    }
    return true;
  }

  /** The axes of a port that takes pictures. */
  private static List<Dim> picture(TypedNet.Port port, Span span) {
    TensorType type = port.leaf().type();
    boolean fits =
        type.rank() == 3
            && type.element() instanceof TensorType.Element.Number
            && (type.last().value() == 1 || type.last().value() == 3);
    if (!fits) {
      throw new Mistake(
          Diagnostic.error(
                  Code.T204,
                  span,
                  "a picture is [height, width, channels] with 1 channel (grey) or 3 (red, green,"
                      + " blue), and `"
                      + port.name()
                      + "` is "
                      + type,
                  help(type))
              .withRelated(port.span(), "declared here"));
    }
    return type.axes();
  }

  private static String help(TensorType type) {
    String sides = type.rank() < 2 ? "32, 32" : type.axes().get(0) + ", " + type.axes().get(1);
    return "declare `[" + sides + ", 3]`, or `[" + sides + ", 1]` for grey";
  }

  private static int size(Dim dim) {
    return Math.toIntExact(dim.value());
  }
}
