package dev.tulle.training.data;

import dev.tulle.runtime.recipe.DataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * A folder with a folder of pictures for each class, whose name is the class. A picture is the
 * columns {@code pixels[0]}, {@code pixels[1]} … row by row from the upper left corner, channels
 * last, from 0 to 255; its class is the column {@code class}. Rows are in the order of classes and
 * names, whatever the order that the file system has.
 *
 * @param path of the folder
 * @param pictures what they become
 */
public record ImageFolder(Path path, DataSource.Pictures pictures) {
  /** After so many pictures somebody is told. */
  private static final int STEP = 1000;

  /** What systems put into folders of pictures for themselves. */
  private static final List<String> CLUTTER = List.of("Thumbs.db", "desktop.ini");

  /**
   * Reads all pictures.
   *
   * @param progress is told now and then how many are read, of how many
   * @throws DataException S006 where there are none, D304 for one that cannot be read or has
   *     another size
   */
  public Table table(BiConsumer<Integer, Integer> progress) {
    List<Path> files = new ArrayList<>();
    List<String> classes = new ArrayList<>();
    for (Path folder : classFolders()) {
      List<Path> within = new ArrayList<>();
      collect(folder, List.of(), within);
      if (within.isEmpty()) {
        throw new DataException(
            "D304",
            "the folder " + folder + " has no pictures",
            "each folder in " + path + " is a class: put its pictures there, or take it away");
      }
      files.addAll(within);
      within.forEach(f -> classes.add(nameOf(folder)));
    }
    byte[][] pixels = new byte[files.size()][];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = new ImageFile(files.get(i)).pixels(pictures);
      if ((i + 1) % STEP == 0) {
        progress.accept(i + 1, pixels.length);
      }
    }
    int width = pictures.height() * pictures.width() * pictures.channels();
    Map<String, CellColumn> cells = new HashMap<>();
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      columns.add("pixels[" + i + "]");
      cells.put(columns.get(i), samples(pixels, i));
    }
    columns.add("class");
    cells.put("class", CellColumn.texts(classes.toArray(String[]::new)));
    return new Table(
        path.toString(), pixels.length, row -> files.get(row).toString(), cells, columns, Map.of());
  }

  private static CellColumn samples(byte[][] pixels, int column) {
    return CellColumn.numbers(
        row -> pixels[row][column] & 0xff, row -> Integer.toString(pixels[row][column] & 0xff));
  }

  private List<Path> classFolders() {
    List<Path> folders = new ArrayList<>();
    for (Path entry : entries(path)) {
      if (Files.isDirectory(entry)) {
        folders.add(entry);
      } else if (ImageFile.isPicture(entry)) {
        throw new DataException(
            "D304",
            "the picture " + entry + " is in no folder of a class",
            "put it into a folder with the name of its class, such as "
                + path.resolve("cats").resolve(entry.getFileName()));
      }
    }
    if (folders.isEmpty()) {
      throw new DataException(
          "S006",
          "there are no pictures in " + path,
          "it holds a folder for each class, and these hold files in " + ImageFile.FORMATS);
    }
    return folders;
  }

  /**
   * The pictures in a folder and the folders in it. Links are followed.
   *
   * @param around the folders that it is in, as the file system has them
   */
  private void collect(Path folder, List<Path> around, List<Path> into) {
    List<Path> open = new ArrayList<>(around);
    open.add(real(folder));
    if (around.contains(open.get(around.size()))) {
      throw new DataException(
          "D304",
          "the link " + folder + " leads back to a folder that it is in",
          "take the link away: its pictures are there already");
    }
    for (Path entry : entries(folder)) {
      if (Files.isDirectory(entry)) {
        collect(entry, open, into);
      } else if (ImageFile.isPicture(entry)) {
        into.add(entry);
      } else {
        throw new DataException(
            "D304",
            entry + " is no file in " + ImageFile.FORMATS,
            "write it as a PNG, or take it out of " + path);
      }
    }
  }

  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static DataException unreadable(Path folder, IOException cause) {
    DataException exception =
        new DataException(
            "S006",
            "the folder " + folder + " cannot be read: " + cause.getMessage(),
            "whoever runs this must be allowed to read it");
    exception.initCause(cause);
    return exception;
  }

  /** What is in a folder and not hidden, by name. */
  private static List<Path> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(e -> !nameOf(e).startsWith(".") && !CLUTTER.contains(nameOf(e)))
          .sorted(Comparator.comparing(ImageFolder::nameOf))
          .toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static String nameOf(Path path) {
    return String.valueOf(path.getFileName());
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
