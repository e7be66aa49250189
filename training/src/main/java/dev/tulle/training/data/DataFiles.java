package dev.tulle.training.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds the files that data name. */
public final class DataFiles {
  private static final int MOST_LOOKED_AT = 1000;

  private DataFiles() {}

  /**
   * The first of the folders' files of that name.
   *
   * @param name as the `.net` file has it, with {@code /} between folders; or an absolute path
   * @param folders in the order of the search: the folder of the `.net` file first
   * @throws DataException S006, where there is none
   */
  public static Path locate(String name, List<Path> folders) {
    return locate("file", name, folders, Files::isRegularFile);
  }

  /** A folder, as {@link #locate} finds a file. */
  public static Path locateFolder(String name, List<Path> folders) {
    return locate("folder", name, folders, Files::isDirectory);
  }

  private static Path locate(
      String what, String name, List<Path> folders, Predicate<Path> isThere) {
    try {
      for (Path folder : folders) {
        Path place = folder.resolve(name);
        if (isThere.test(place)) {
          return place;
        }
      }
    } catch (InvalidPathException e) {
      throw new DataException(
          "S006",
          "`" + name + "` cannot be the name of a " + what,
          "write its path with `/` between folders, without signs such as `*` and `?`");
    }
    throw new DataException(
        "S006",
        "there is no "
            + what
            + " `"
            + name
            + "` in "
            + Names.listed(folders.stream().map(DataFiles::called).toList()),
        near(name, folders, isThere).map(other -> "a similar name is `" + other + "`; ").orElse("")
            + what
            + "s are looked up beside the .net file, then in the folders of --data");
  }

  private static String called(Path folder) {
    return folder.toString().isEmpty() ? "this folder" : folder.toString();
  }

  /** A file of the same kind or a folder that is there, as the data would have to name it. */
  private static Optional<String> near(String name, List<Path> folders, Predicate<Path> isThere) {
    int cut = name.lastIndexOf('/') + 1;
    List<String> names = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> files = Files.list(folder.resolve(name.substring(0, cut)))) {
        files
            .filter(isThere)
            .map(file -> file.getFileName().toString())
            .filter(other -> ending(other).equalsIgnoreCase(ending(name)))
            .limit(MOST_LOOKED_AT)
            .sorted()
            .forEach(names::add);
      } catch (IOException e) {
        // A folder that is not there, or that may not be read, has no names to offer.
        continue;
      }
    }
    return Names.nearest(name.substring(cut), names).map(n -> name.substring(0, cut) + n);
  }

  private static String ending(String name) {
    int dot = name.lastIndexOf('.');
    return dot > name.lastIndexOf('/') ? name.substring(dot) : "";
  }
}
