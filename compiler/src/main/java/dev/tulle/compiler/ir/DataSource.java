package dev.tulle.compiler.ir;

import dev.tulle.compiler.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where rows come from.
 *
 * @param name the `data` declaration's name
 * @param format what lies at {@code path}
 * @param path of a file or folder, as written
 * @param split fractions of the rows, or null for all rows in training
 * @param fields one for each input and target
 */
public record DataSource(
    String name, Format format, String path, @Nullable Split split, List<Field> fields) {
  /** What pictures in files become, where a field has any. */
  public Optional<Column.Pixels> pixels() {
    return fields.stream().flatMap(f -> pixels(f.value())).findFirst();
  }

  /** What a column makes of pictures in files, as often as it reads them. */
  public static Stream<Column.Pixels> pixels(Column column) {
    if (column instanceof Column.Pixels pixels) {
      return Stream.of(pixels);
    } else if (column instanceof Column.Arithmetic arithmetic) {
      return arithmetic.arguments().stream().flatMap(DataSource::pixels);
    } else if (column instanceof Column.Standardize standardize) {
      return pixels(standardize.of());
    }
    return Stream.empty();
  }

  /** What rows are kept in. */
  public enum Format {
    /** A table with a header, in one file. */
    CSV,
    /** Pictures and their classes in the files that MNIST came in (LeCun, 1998), in one folder. */
    IDX,
    /** Pictures in files, in a folder for each class, all of them in one folder. */
    IMAGES,
    /** A text, in one file. */
    TEXT
  }

  public DataSource {
    fields = List.copyOf(fields);
  }

  /** Fractions that sum to at most 1, and whether classes are spread evenly. */
  public record Split(double train, double valid, double test, long seed, boolean stratify) {}

  /** What an input or target is made of. */
  public record Field(String port, Column value, Span span) {}

  /** An expression over columns. */
  public sealed interface Column {
    /**
     * All columns that match a pattern of {@code include} and none of {@code except}, in file
     * order.
     */
    record Columns(List<String> include, List<String> except) implements Column {
      public Columns {
        include = List.copyOf(include);
        except = List.copyOf(except);
      }
    }

    /**
     * All numbers of a picture in a file, pixel by pixel, channels last.
     *
     * @param channels 1 for grey, 3 for red, green and blue
     * @param resized whether pictures of another size are drawn out or together
     */
    record Pixels(int height, int width, int channels, boolean resized) implements Column {}

    /** A number for every row. */
    record Number(double value) implements Column {}

    /** Elementwise; a single column goes with many. */
    record Arithmetic(ScalarFunction function, List<Column> arguments) implements Column {
      public Arithmetic {
        arguments = List.copyOf(arguments);
      }
    }

    /**
     * Mean 0 and deviation 1 as measured on the training rows.
     *
     * @param channels how many columns in turn have means of their own, or 0 where each has
     */
    record Standardize(Column of, int channels) implements Column {}

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
    record Sequence(Columns of, Unit unit, boolean unknown) implements Column {}

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
  }
}
