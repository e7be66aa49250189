package dev.tulle.training.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A folder with the four files that MNIST came in, each packed by gzip or not: pictures and classes
 * to train with, and pictures and classes to test with. Classes may be missing where no field asks
 * for them.
 *
 * <p>A picture is the columns {@code pixels[0]}, {@code pixels[1]} … row by row from the upper left
 * corner, from 0 to 255; its class is the column {@code class}.
 *
 * @param path of the folder
 */
public record IdxFolder(Path path) {
  /** Whether there are pictures to test with. */
  public boolean hasTest() {
    return file("t10k-images").isPresent();
  }

  /**
   * The pictures to train with.
   *
   * @throws DataException S006 where they are missing, D304 where a file is damaged or the number
   *     of classes is not that of the pictures
   */
  public Table train() {
    return table("train");
  }

  /** The pictures to test with, as {@link #train} gives those to train with. */
  public Table test() {
    return table("t10k");
  }

  @Override
  public String toString() {
    return path.toString();
  }

  private Table table(String part) {
    IdxFile images =
        IdxFile.read(
            file(part + "-images")
                .orElseThrow(
                    () ->
                        new DataException(
                            "S006",
                            "there is no file `" + part + "-images-idx3-ubyte` in " + path,
                            "the folder holds train-images-idx3-ubyte and train-labels-idx1-ubyte,"
                                + " and t10k-… to test with, each with .gz or without")));
    Map<String, CellColumn> cells = new HashMap<>();
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < images.width(); i++) {
      columns.add("pixels[" + i + "]");
      cells.put(columns.get(i), bytes(images, i));
    }
    file(part + "-labels")
        .map(IdxFile::read)
        .ifPresent(
            labels -> {
              if (labels.width() != 1 || labels.rows() != images.rows()) {
                throw new DataException(
                    "D304",
                    labels.name()
                        + " has "
                        + labels.sizes()
                        + " classes, but "
                        + images.name()
                        + " has "
                        + images.rows()
                        + " pictures",
                    "each picture needs one class");
              }
              columns.add("class");
              cells.put("class", bytes(labels, 0));
            });
    return new Table(
        images.name(),
        images.rows(),
        row -> images.name() + ", picture " + (row + 1),
        cells,
        columns,
        Map.of());
  }

  private static CellColumn bytes(IdxFile file, int column) {
    byte[] bytes = file.bytes();
    int width = file.width();
    return CellColumn.numbers(
        row -> bytes[row * width + column] & 0xff,
        row -> Integer.toString(bytes[row * width + column] & 0xff));
  }

  private Optional<Path> file(String name) {
    String rest = name.endsWith("images") ? "-idx3-ubyte" : "-idx1-ubyte";
    for (String end : List.of("", ".gz")) {
      Path file = path.resolve(name + rest + end);
      if (Files.isRegularFile(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }
}
