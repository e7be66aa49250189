package dev.tulle.training.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a CSV file with a header (RFC 4180, UTF-8) into a table. */
final class TableReader {
  private static final char BYTE_ORDER_MARK = '\ufeff';

  /** What parts fields in files that are no CSV. */
  private static final Pattern OTHER_SIGNS = Pattern.compile("[;\\t|]");

  private final String file;
  private final boolean header;
  private final List<String[]> rows = new ArrayList<>();
  private final List<Long> lines = new ArrayList<>();

  /**
   * @param header whether the header is enough
   */
  private TableReader(String file, boolean header) {
    this.file = file;
    this.header = header;
  }

  static Table read(Path path) {
    return read(path, false);
  }

  static Header header(Path path) {
    return new Header(path.toString(), read(path, true).columns());
  }

  private static Table read(Path path, boolean header) {
    try (InputStream stream = Files.newInputStream(path)) {
      return read(path.toString(), stream, header);
    } catch (IOException e) {
      throw unreadable(path.toString(), e);
    }
  }

  static Table read(String name, InputStream stream) {
    return read(name, stream, false);
  }

  private static Table read(String name, InputStream stream, boolean header) {
    // A decoder of one's own refuses what is not UTF-8; a charset would replace it.
    var decoder = StandardCharsets.UTF_8.newDecoder();
    try {
      return new TableReader(name, header)
          .read(new BufferedReader(new InputStreamReader(stream, decoder)));
    } catch (UncheckedIOException e) {
      throw unreadable(name, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static DataException unreadable(String name, IOException cause) {
    String why =
        cause instanceof NoSuchFileException
            ? "there is no such file"
            : cause instanceof CharacterCodingException
                ? "it is not text in UTF-8"
                : String.valueOf(cause.getMessage());
    DataException exception =
        new DataException(
            "S006",
            name + " cannot be read: " + why,
            cause instanceof CharacterCodingException ? "save it as UTF-8" : "check the path");
    exception.initCause(cause);
    return exception;
  }

  private Table read(Reader reader) throws IOException {
    reader.mark(1);
    if (reader.read() != BYTE_ORDER_MARK) {
      reader.reset();
    }
    try (CsvReader<CsvRecord> csv =
        CsvReader.builder()
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowExtraCharsAfterClosingQuote(false)
            .allowUnclosedQuote(false)
            .trimWhitespacesAroundQuotes(true)
            .ofCsvRecord(reader)) {
      List<String> columns = List.of();
      for (CsvRecord record : csv) {
        if (columns.isEmpty()) {
          columns = header(record);
          if (header) {
            return table(columns);
          }
        } else {
          add(record, columns);
        }
      }
      if (columns.isEmpty()) {
        throw new DataException(
            "D304", file + " is empty", "the first line names the columns, the others are rows");
      }
      if (rows.isEmpty()) {
        throw new DataException(
            "D304", file + " has a header and no rows", "the columns are " + Names.listed(columns));
      }
      return table(columns);
    } catch (CsvParseException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      DataException exception =
          new DataException(
              "D304",
              file + " is not well-formed CSV: " + e.getMessage(),
              "fields are parted by commas; one that contains a comma, a quote or a line break"
                  + " stands in double quotes");
      exception.initCause(e);
      throw exception;
    }
  }

  private Table table(List<String> columns) {
    Map<String, CellColumn> cells = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      int column = i;
      cells.put(
          columns.get(i),
          CellColumn.texts(rows.stream().map(row -> row[column]).toArray(String[]::new)));
    }
    return new Table(
        file, rows.size(), row -> file + ":" + lines.get(row), cells, columns, Map.of());
  }

  private List<String> header(CsvRecord record) {
    if (record.getFieldCount() == 1 && OTHER_SIGNS.matcher(record.getField(0)).find()) {
      throw new DataException(
          "D304",
          file
              + " does not part its fields by commas: its first line is "
              + record.getField(0).strip(),
          "write the file anew with `,` between the fields, and a point in numbers");
    }
    List<String> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String field : record.getFields()) {
      String name = field.strip();
      if (name.isEmpty()) {
        throw new DataException(
            "D304",
            file + " has no name for its column " + (names.size() + 1),
            "the first line names every column");
      }
      if (!seen.add(name)) {
        throw new DataException(
            "D304", file + " has two columns called `" + name + "`", "give one another name");
      }
      names.add(name);
    }
    return names;
  }

  private void add(CsvRecord record, List<String> columns) {
    if (record.getFieldCount() != columns.size()) {
      throw new DataException(
          "D304",
          file
              + ":"
              + record.getStartingLineNumber()
              + " has "
              + record.getFieldCount()
              + " fields, but the header names "
              + columns.size()
              + " columns",
          record.getFieldCount() > columns.size()
              ? "a field that contains a comma stands in double quotes"
              : "a field without a value is still parted by a comma");
    }
    rows.add(record.getFields().toArray(String[]::new));
    lines.add(record.getStartingLineNumber());
  }
}
