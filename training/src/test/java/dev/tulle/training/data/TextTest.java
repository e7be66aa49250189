package dev.tulle.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.runtime.Port;
import dev.tulle.runtime.recipe.Column;
import dev.tulle.runtime.recipe.DataSource;
import dev.tulle.runtime.recipe.FittedFields;
import dev.tulle.runtime.recipe.Recipe.Validation;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows over a text. */
class TextTest {
  private static final Validation OF_SPLIT = new Validation.OfSplit();

  @TempDir Path folder;

  private static DataSource data(Column.Unit unit, int count, int length, double... fractions) {
    Optional<DataSource.Split> split =
        fractions.length == 0
            ? Optional.empty()
            : Optional.of(new DataSource.Split(fractions[0], fractions[1], fractions[2], 1, false));
    return new DataSource(
        "Plays",
        DataSource.Format.TEXT,
        "plays.txt",
        split,
        List.of(
            field("tokens", new Column.Window(unit, length, 0), count),
            field("next", new Column.Window(unit, length, 1), count)));
  }

  private static DataSource.Field field(String port, Column.Window window, int count) {
    return new DataSource.Field(port, new Column.Classes(window, "vocab", count));
  }

  private static List<Port> ports(int count, int length) {
    return List.of(
        new Port("tokens", List.of(length), true, "vocab", count),
        new Port("next", List.of(length), true, "vocab", count));
  }

  private Table table(String text, DataSource data) {
    try {
      return Table.readText(Files.writeString(folder.resolve("plays.txt"), text), data);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Letters from a on, each its place in the alphabet of 26. */
  private static String letters(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Character.toString('a' + i % 26))
        .collect(Collectors.joining());
  }

  private static int[] ints(Dataset set, int port, int place) {
    float[] row = new float[set.ports().get(port).width()];
    set.copy(port, place, row, 0);
    return IntStream.range(0, row.length).map(i -> (int) row[i]).toArray();
  }

  @Test
  void partsATextInItsOrder() {
    DataSource data = data(Column.Unit.CHARS, 26, 10, 0.5, 0.25, 0.25);
    Table table = table(letters(200), data);
    Partition parts = Partition.of(table, data, OF_SPLIT);
    assertThat(parts.train()).containsExactly(0, 10, 20, 30, 40, 50, 60, 70, 80);
    // The last symbol of a row is the 11th from its first on: no set sees one of another.
    assertThat(parts.valid()).containsExactly(100, 110, 120, 130);
    assertThat(parts.test()).containsExactly(150, 160, 170, 180);
  }

  @Test
  void aHoldoutIsTheEndOfWhatTrains() {
    DataSource data = data(Column.Unit.CHARS, 26, 10);
    Partition parts =
        Partition.of(table(letters(200), data), data, new Validation.Holdout(0.25, 1, false));
    assertThat(parts.train()).hasSize(14).endsWith(130);
    assertThat(parts.valid()).containsExactly(150, 160, 170, 180);
  }

  @Test
  void aTargetWithAnOffsetIsWhatFollows() {
    DataSource data = data(Column.Unit.CHARS, 26, 10);
    Table table = table(letters(60), data);
    int[] rows = Partition.of(table, data, OF_SPLIT).train();
    FittedFields fields = Fitter.fit(table, rows, data, ports(26, 10));
    Dataset set = Dataset.of(table, rows, fields, ports(26, 10));
    assertThat(set.rows()).isEqualTo(5);
    assertThat(ints(set, 0, set.place(2))).containsExactly(20, 21, 22, 23, 24, 25, 0, 1, 2, 3);
    assertThat(ints(set, 1, set.place(2))).containsExactly(21, 22, 23, 24, 25, 0, 1, 2, 3, 4);
    assertThat(set.values(1)).hasSize(50).startsWith(1, 2, 3);
  }

  @Test
  void trainingDrawsWindowsAnywhereInItsPart() {
    DataSource data = data(Column.Unit.CHARS, 26, 10, 0.5, 0.5, 0);
    Table table = table(letters(2000), data);
    Partition parts = Partition.of(table, data, OF_SPLIT);
    FittedFields fields = Fitter.fit(table, parts.train(), data, ports(26, 10));
    Dataset set = Dataset.of(table, parts.train(), fields, ports(26, 10));
    int[] drawn = new int[set.rows()];
    set.draw(drawn, 7);
    assertThat(drawn).hasSize(99);
    assertThat(Arrays.stream(drawn)).allMatch(place -> place >= 0 && place + 11 <= 1000);
    assertThat(Arrays.stream(drawn).filter(place -> place % 10 != 0).count()).isGreaterThan(70);
    int[] again = new int[set.rows()];
    set.draw(again, 7);
    assertThat(again).containsExactly(drawn);
    set.draw(again, 8);
    assertThat(again).isNotEqualTo(drawn);
  }

  @Test
  void symbolsAreThoseOfThePartThatTrains() {
    DataSource data = data(Column.Unit.CHARS, 3, 4, 0.5, 0.5, 0);
    Table table = table("abcabcabcabc" + "abcabdabcabc", data);
    Partition parts = Partition.of(table, data, OF_SPLIT);
    FittedFields fields = Fitter.fit(table, parts.train(), data, ports(3, 4));
    assertThat(fields.classes("vocab").orElseThrow().names()).containsExactly("a", "b", "c");
    assertThatThrownBy(() -> Dataset.of(table, parts.valid(), fields, ports(3, 4)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("plays.txt:1: `d` does not occur in the part that trains");
  }

  @Test
  void countsSymbolsAgainstTheirDim() {
    DataSource data = data(Column.Unit.CHARS, 2, 4);
    Table table = table("ab\ncab\ncab\nc", data);
    int[] rows = Partition.of(table, data, OF_SPLIT).train();
    assertThatThrownBy(() -> Fitter.fit(table, rows, data, ports(2, 4)))
        .isInstanceOfSatisfying(
            DataException.class,
            e -> {
              assertThat(e.code()).isEqualTo("D305");
              assertThat(e.help()).isEqualTo("`dim vocab = 4`; they are U+000A, a, b, c");
            })
        .hasMessageEndingWith(
            "plays.txt has 4 different characters in the part that trains, but `dim vocab = 2`");
  }

  @Test
  void aCharacterIsOneWhateverItTakes() {
    DataSource data = data(Column.Unit.CHARS, 3, 2);
    Table table = table("é🙂xé🙂xé", data);
    int[] rows = Partition.of(table, data, OF_SPLIT).train();
    assertThat(rows).containsExactly(0, 2, 4);
    assertThat(Fitter.fit(table, rows, data, ports(3, 2)).classes("vocab").orElseThrow().names())
        .containsExactly("x", "é", "🙂");
  }

  @Test
  void takesBytes() throws IOException {
    DataSource data = data(Column.Unit.BYTES, 256, 2);
    Path file = Files.write(folder.resolve("plays.txt"), new byte[] {-1, 0, 65, -61});
    Table table = Table.readText(file, data);
    int[] rows = Partition.of(table, data, OF_SPLIT).train();
    Dataset set =
        Dataset.of(table, rows, Fitter.fit(table, rows, data, ports(256, 2)), ports(256, 2));
    assertThat(ints(set, 0, 0)).containsExactly(255, 0);
    assertThat(ints(set, 1, 0)).containsExactly(0, 65);
  }

  @Test
  void keepsWhatItLearnt() throws Exception {
    DataSource data = data(Column.Unit.CHARS, 4, 4);
    Table table = table("ab\ncab\ncab\nc", data);
    int[] rows = Partition.of(table, data, OF_SPLIT).train();
    FittedFields fields = Fitter.fit(table, rows, data, ports(4, 4));
    assertThat(FittedFields.fromJson(fields.toJson())).isEqualTo(fields);
  }

  @Test
  void refusesATextThatIsTooShort() {
    DataSource data = data(Column.Unit.CHARS, 26, 128, 0.9, 0.1, 0);
    Table table = table(letters(500), data);
    assertThatThrownBy(() -> Partition.of(table, data, OF_SPLIT))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("`valid` has 50 characters of")
        .hasMessageEndingWith("and a row sees 129 of them");
  }

  @Test
  void refusesFoldsAndOtherLetters() throws IOException {
    DataSource data = data(Column.Unit.CHARS, 26, 10);
    Table table = table(letters(100), data);
    assertThatThrownBy(() -> Partition.of(table, data, new Validation.Folds(5, 1, false)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("`Plays` is a text");
    Path file = Files.write(folder.resolve("old.txt"), "né".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Table.readText(file, data))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("it is not text in UTF-8");
  }

  @Test
  void aTextThatNoArrayHoldsIsASentence() throws IOException {
    Path file = folder.resolve("large.txt");
    try (var large = new RandomAccessFile(file.toFile(), "rw")) {
      // A hole, which takes no room.
      large.setLength(3_000_000_000L);
    }
    assertThatThrownBy(() -> Table.readText(file, data(Column.Unit.BYTES, 256, 2)))
        .isInstanceOf(DataException.class)
        .hasMessage(file + " has 3,000,000,000 bytes, and a text has at most 2,147,483,639");
  }
}
