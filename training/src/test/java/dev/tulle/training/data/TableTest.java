package dev.tulle.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {
  @TempDir Path folder;

  private Table table(String text) throws IOException {
    return Table.read(Files.writeString(folder.resolve("t.csv"), text));
  }

  private void refuses(String text, String code, String... says) throws IOException {
    Files.writeString(folder.resolve("t.csv"), text);
    assertThatThrownBy(() -> Table.read(folder.resolve("t.csv")))
        .asInstanceOf(InstanceOfAssertFactories.type(DataException.class))
        .satisfies(e -> assertThat(e.code()).isEqualTo(code))
        .satisfies(e -> assertThat(e.getMessage()).contains("t.csv").contains(says));
  }

  @Test
  void readsQuotesBreaksBlanksAndAByteOrderMark() throws IOException {
    Table table =
        table("\ufeff\"name\", \"a, b\" ,c\r\n\"x \"\"y\"\"\nz\", 1.5 ,-2e1\r\n\r\nplain,3,4");
    assertThat(table.columns()).containsExactly("name", "a, b", "c");
    assertThat(table.rows()).isEqualTo(2);
    assertThat(table.row(0).text("name")).isEqualTo("x \"y\"\nz");
    assertThat(table.row(0).number("a, b")).isEqualTo(1.5);
    assertThat(table.row(0).number("c")).isEqualTo(-20);
    assertThat(table.row(1).text("name")).isEqualTo("plain");
    assertThat(table.place(1)).endsWith("t.csv:5");
  }

  @Test
  void refusesFilesThatAreNoTables() throws IOException {
    refuses("", "D304", "is empty");
    refuses("\n\n", "D304", "is empty");
    refuses("a,b\n", "D304", "no rows");
    refuses("a,b,a\n1,2,3\n", "D304", "two columns called `a`");
    refuses("a,,c\n1,2,3\n", "D304", "no name for its column 2");
    refuses("a,b\n1,2\n1,2,3\n", "D304", ":3 has 3 fields", "2 columns");
    refuses("a,b\n1\n", "D304", ":2 has 1 fields");
    refuses("a,b\n1,\"2\n", "D304", "well-formed");
    refuses("a,b\n1,\"2\"3\n", "D304", "well-formed");
  }

  @Test
  void refusesFilesThatCannotBeRead() throws IOException {
    assertThatThrownBy(() -> Table.read(folder.resolve("none.csv")))
        .hasMessageContaining("there is no such file")
        .extracting("code")
        .isEqualTo("S006");
    assertThatThrownBy(() -> Table.read(folder)).extracting("code").isEqualTo("S006");
    Files.write(folder.resolve("t.csv"), "a,b\nö,1\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Table.read(folder.resolve("t.csv"))).hasMessageContaining("UTF-8");
  }

  @Test
  void namesLineAndColumnOfACellThatDoesNotFit() throws IOException {
    Table table = table("a,b,c\n1,x,1\n2,y,?\nq,z,\n");
    assertThat(table.row(1).number("a")).isEqualTo(2);
    assertThatThrownBy(() -> table.row(2).number("a"))
        .hasMessageContaining("t.csv:4: the column `a` holds `q`")
        .extracting("code", "help")
        .containsExactly(
            "D304", "this is so in 1 of 3 rows: write a number there, or leave those rows out");
    assertThatThrownBy(() -> table.row(0).number("b"))
        .extracting("help")
        .asString()
        .contains("one_hot(column(\"b\"))", "except");
    for (int row = 1; row < 3; row++) {
      int missing = row;
      assertThatThrownBy(() -> table.row(missing).number("c"))
          .hasMessageContaining("t.csv:" + (missing + 2))
          .hasMessageContaining("no value in the column `c`")
          .extracting("help")
          .asString()
          .contains("2 of 3 rows");
    }
    assertThatThrownBy(() -> table.row(0).number("d")).extracting("code").isEqualTo("D303");
  }

  @Test
  void looksForFilesInTheOrderOfTheFolders() throws IOException {
    Path first = Files.createDirectory(folder.resolve("first"));
    Path second = Files.createDirectory(folder.resolve("second"));
    Files.writeString(second.resolve("t.csv"), "");
    assertThat(DataFiles.locate("t.csv", List.of(first, second)))
        .isEqualTo(second.resolve("t.csv"));
    Files.writeString(first.resolve("t.csv"), "");
    assertThat(DataFiles.locate("t.csv", List.of(first, second))).isEqualTo(first.resolve("t.csv"));
    assertThatThrownBy(() -> DataFiles.locate("u.csv", List.of(first, second)))
        .hasMessageContaining("`u.csv`")
        .hasMessageContaining(first.toString())
        .hasMessageContaining(second.toString());
    assertThatThrownBy(() -> DataFiles.locate("\0", List.of(first)))
        .isInstanceOf(DataException.class);
  }
}
