package dev.tulle.training.data;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

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
    try {
      for (Path folder : folders) {
        Path file = folder.resolve(name);
        if (Files.isRegularFile(file)) {
          return file;
        }
      }
    } catch (InvalidPathException e) {
      throw new DataException("S006", "`" + name + "` cannot be the name of a file", "");
    }
    throw new DataException(
        "S006",
        "there is no file `"
            + name
            + "` in "
            + Names.listed(folders.stream().map(Path::toString).toList()),
        "files are looked up beside the .net file, then in the folders that --data gives");
  }
}
