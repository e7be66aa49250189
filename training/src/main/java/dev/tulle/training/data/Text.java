package dev.tulle.training.data;

import dev.tulle.runtime.recipe.ClassNames;
import dev.tulle.runtime.recipe.Column;
import dev.tulle.runtime.recipe.DataSource;
import dev.tulle.runtime.recipe.TextSymbols;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A text, of which each row sees windows. A row goes by the place of its first symbol; the rows of
 * a set lie side by side, and a set sees no symbol of another.
 */
final class Text {
  /** As many as an array holds. */
  private static final long MOST_BYTES = Integer.MAX_VALUE - 8;

  private final String name;
  private final Column.Unit unit;
  private final int[] symbols;
  private final int length;
  private final int reach;

  private Text(String name, Column.Unit unit, int[] symbols, List<Column.Window> windows) {
    this.name = name;
    this.unit = unit;
    this.symbols = symbols;
    this.length = windows.stream().mapToInt(Column.Window::length).max().orElse(1);
    this.reach = windows.stream().mapToInt(w -> w.offset() + w.length()).max().orElse(1);
  }

  /**
   * Reads the file that some data name.
   *
   * @throws DataException S006 where it cannot be read, D302 where it would have to be characters
   *     and bytes at once
   */
  static Text read(Path file, DataSource data) {
    List<Column.Window> windows = new ArrayList<>();
    for (DataSource.Field field : data.fields()) {
      if (field.value() instanceof Column.Classes classes
          && classes.of() instanceof Column.Window window) {
        windows.add(window);
      }
    }
    Set<Column.Unit> units =
        windows.stream().map(Column.Window::unit).collect(Collectors.toCollection(TreeSet::new));
    if (units.size() != 1) {
      throw new DataException(
          "D302",
          "the windows of `" + data.name() + "` are of characters and of bytes",
          "let all of them be of one kind: `window(chars as vocab, …)`");
    }
    Column.Unit unit = units.iterator().next();
    return new Text(file.toString(), unit, symbols(file, unit), windows);
  }

  private static int[] symbols(Path file, Column.Unit unit) {
    try {
      long size = Files.size(file);
      if (size > MOST_BYTES) {
        throw new DataException(
            "D304",
            "%s has %,d bytes, and a text has at most %,d".formatted(file, size, MOST_BYTES),
            "train on a part of it: a training sees each symbol once an epoch");
      }
      byte[] bytes = Files.readAllBytes(file);
      if (unit == Column.Unit.BYTES) {
        return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xff).toArray();
      }
      // A decoder of one's own refuses what is not UTF-8; a charset would replace it.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.codePoints().toArray();
    } catch (CharacterCodingException e) {
      throw unreadable(file, "it is not text in UTF-8", "save it as UTF-8, or take `bytes`", e);
    } catch (NoSuchFileException e) {
      throw unreadable(file, "there is no such file", "check the path", e);
    } catch (IOException e) {
      throw unreadable(file, String.valueOf(e.getMessage()), "check the path", e);
    }
  }

  private static DataException unreadable(Path file, String why, String help, IOException cause) {
    DataException exception = new DataException("S006", file + " cannot be read: " + why, help);
    exception.initCause(cause);
    return exception;
  }

  /** What messages call it: the name of its file. */
  String name() {
    return name;
  }

  /** How many symbols there are. */
  int size() {
    return symbols.length;
  }

  /** How many windows the text has side by side. */
  int rows() {
    return symbols.length < reach ? 0 : (symbols.length - reach) / length + 1;
  }

  /** How many symbols a row sees, from its first one on. */
  int reach() {
    return reach;
  }

  /** What its symbols are called: "characters" or "bytes". */
  String units() {
    return unit == Column.Unit.CHARS ? "characters" : "bytes";
  }

  /** The rows that see symbols of a stretch alone, side by side. */
  int[] rows(int from, int to) {
    int count = to - from < reach ? 0 : (to - from - reach) / length + 1;
    return IntStream.range(0, count).map(i -> from + i * length).toArray();
  }

  /** The file and the line that a symbol is in. */
  String place(int symbol) {
    long line = 1 + IntStream.range(0, symbol).filter(i -> symbols[i] == '\n').count();
    return name + ":" + line;
  }

  /** The symbols that some rows see, in their order. */
  ClassNames classes(int[] rows) {
    Set<Integer> seen = new TreeSet<>();
    int last = rows.length == 0 ? 0 : rows[rows.length - 1] + reach;
    for (int i = rows.length == 0 ? 0 : rows[0]; i < last; i++) {
      seen.add(symbols[i]);
    }
    List<String> names = seen.stream().map(s -> TextSymbols.name(unit, s)).toList();
    return unit == Column.Unit.BYTES
        ? ClassNames.of(Set.copyOf(names), 1 << Byte.SIZE)
        : new ClassNames(names, false);
  }

  /**
   * The indices of a stretch.
   *
   * @throws DataException D305 for a symbol that is none of the classes
   */
  float[] indices(int from, int to, ClassNames classes) {
    Map<String, Integer> known = new HashMap<>();
    classes.names().forEach(name -> known.put(name, known.size()));
    float[] indices = new float[to - from];
    for (int i = from; i < to; i++) {
      Integer index = known.get(TextSymbols.name(unit, symbols[i]));
      if (index == null) {
        throw new DataException(
            "D305",
            place(i)
                + ": `"
                + TextSymbols.shown(TextSymbols.name(unit, symbols[i]))
                + "` does not occur in the part that trains",
            "symbols are learnt from the training part alone: make `train` larger, or take the"
                + " symbol out of the text");
      }
      indices[i - from] = index;
    }
    return indices;
  }
}
