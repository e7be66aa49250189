package dev.tulle.training.data;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** Finds the files that data name. */
public final class DataFiles {
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
      throw new DataException("S006", "`" + name + "` cannot be the name of a " + what, "");
    }
    throw new DataException(
        "S006",
        "there is no "
            + what
            + " `"
            + name
            + "` in "
            + Names.listed(folders.stream().map(Path::toString).toList()),
        what + "s are looked up beside the .net file, then in the folders that --data gives");
  }
}
